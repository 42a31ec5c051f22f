package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import stator.door.Reply;

/**
 * A long answer of which the client has taken only the beginning. Netty copies what is written to
 * memory outside of Java's heap, and keeps all of it until the client reads; so it is given no more
 * than a piece at a time. Confined to the connection's event loop.
 *
 * <p>Invariant: what was sent lies between 0 and the length of the answer.
 */
final class Sending {
    /** What is written at once; shorter answers are one piece. */
    static final int PIECE_BYTES = 64 * 1024;

    private final Exchange exchange;
    private final Reply reply;
    private final boolean keepAlive;
    private int sentBytes;

    Sending(Exchange exchange, Reply reply, boolean keepAlive, int sentBytes) {
        assert sentBytes >= 0 && sentBytes < reply.length() : sentBytes;
        this.exchange = exchange;
        this.reply = reply;
        this.keepAlive = keepAlive;
        this.sentBytes = sentBytes;
    }

    /** Whether the connection goes on after it. */
    boolean keepAlive() {
        return keepAlive;
    }

    boolean isDone() {
        return sentBytes == reply.length();
    }

    /** The next piece. */
    ByteBuf next(ByteBufAllocator allocator) {
        int bytes = Math.min(PIECE_BYTES, reply.length() - sentBytes);
        ByteBuf piece = allocator.directBuffer(bytes);
        piece.writeBytes(reply.body(), sentBytes, bytes);
        sentBytes += bytes;
        return piece;
    }

    /** Gives the memory of the request and its answer back. */
    void release() {
        exchange.release();
    }
}
