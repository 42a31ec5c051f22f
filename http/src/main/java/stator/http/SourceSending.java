package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import stator.door.BodySource;

/**
 * Sends an answer whose body is read meanwhile. A thread that may wait reads pieces into a few
 * buffers, and a buffer is used again once the socket has taken what was in it; so the source is
 * read as fast as the client takes it, and an answer of any length takes the same memory.
 *
 * <p>A source that fails, or ends too early, ends the connection.
 */
final class SourceSending implements Runnable {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final int PIECES = 4;

    /** Of a channel, which gives large pieces without copies of its own; fewer change hands. */
    private static final int CHANNEL_PIECE_BYTES = 256 * 1024;

    private static final int CHANNEL_PIECES = 2;

    /** What an answer holds at most while it is sent. */
    static final int BYTES_MAX = CHANNEL_PIECES * CHANNEL_PIECE_BYTES;

    /** Where the pieces go: the connection, on its event loop. */
    interface Target {
        /** Sends a piece; {@code taken} is run once the socket has it, or never will. */
        void send(SourceSending sending, ByteBuf piece, Runnable taken);

        /** All was sent. */
        void sent(SourceSending sending);

        /** The rest cannot be sent. */
        void failed(SourceSending sending, Throwable cause);
    }

    private final Exchange exchange;
    private final BodySource source;
    private final boolean keepAlive;
    private final boolean chunked;
    private final ByteBufAllocator allocator;
    private final Target target;
    private final BlockingQueue<ByteBuf> free = new LinkedBlockingQueue<>();
    private final List<ByteBuf> made = new ArrayList<>();

    private volatile boolean abandoned;
    private volatile Thread reader;

    /**
     * @param chunked whether each piece has to say how long it is, because the answer does not
     */
    SourceSending(
            Exchange exchange,
            BodySource source,
            boolean keepAlive,
            boolean chunked,
            ByteBufAllocator allocator,
            Target target) {
        this.exchange = exchange;
        this.source = source;
        this.chunked = chunked;
        this.keepAlive = keepAlive;
        this.allocator = allocator;
        this.target = target;
    }

    /** Whether the connection goes on after it. */
    boolean keepAlive() {
        return keepAlive;
    }

    boolean isChunked() {
        return chunked;
    }

    private boolean isOfUnknownLength() {
        return source.length() == BodySource.UNKNOWN;
    }

    /** The client is gone. */
    void abandon() {
        abandoned = true;
        Thread reading = reader;
        if (reading != null) {
            reading.interrupt();
        }
        exchange.release();
    }

    /** Gives the memory of the request and its answer back. */
    void release() {
        exchange.release();
    }

    @Override
    public void run() {
        reader = Thread.currentThread();
        try (InputStream input = source.input()) {
            long left = isOfUnknownLength() ? Long.MAX_VALUE : source.length();
            while (left > 0 && !abandoned) {
                ByteBuf piece = freePiece(input);
                int length = read(input, piece, left);
                if (length <= 0) {
                    break;
                }
                left -= length;
                target.send(this, piece.retainedSlice(0, length), () -> free.add(piece));
            }
            if (!abandoned) {
                target.sent(this);
            }
        } catch (IOException | RuntimeException | Error e) {
            target.failed(this, e);
        } catch (InterruptedException e) {
            // The connection or the server has ended.
            target.failed(this, e);
        } finally {
            // What the socket has not taken yet is held by its slices.
            made.forEach(ByteBuf::release);
        }
    }

    private ByteBuf freePiece(InputStream input) throws InterruptedException {
        ByteBuf piece = free.poll();
        if (piece != null) {
            return piece;
        }
        boolean isChannel = input instanceof ReadableByteChannel;
        if (made.size() == (isChannel ? CHANNEL_PIECES : PIECES)) {
            return free.take();
        }
        ByteBuf another =
                isChannel
                        ? allocator.directBuffer(CHANNEL_PIECE_BYTES, CHANNEL_PIECE_BYTES)
                        : Unpooled.buffer(PIECE_BYTES, PIECE_BYTES);
        made.add(another);
        return another;
    }

    /** A whole piece, or of a body of unknown length what there is, so that nothing lies here. */
    private int read(InputStream input, ByteBuf piece, long left) throws IOException {
        int wanted = (int) Math.min(piece.capacity(), left);
        int length =
                input instanceof ReadableByteChannel channel
                        ? readFully(channel, piece.internalNioBuffer(0, wanted))
                        : read(input, piece.array(), wanted);
        if (length < wanted && !isOfUnknownLength()) {
            throw new EOFException(
                    "The body of an answer ended " + (left - length) + " bytes early");
        }
        return length;
    }

    private int read(InputStream input, byte[] piece, int wanted) throws IOException {
        return isOfUnknownLength()
                ? input.read(piece, 0, wanted)
                : input.readNBytes(piece, 0, wanted);
    }

    private static int readFully(ReadableByteChannel channel, ByteBuffer piece) throws IOException {
        int start = piece.position();
        while (piece.hasRemaining() && channel.read(piece) >= 0) {
            // Until it is full, or nothing comes any more.
        }
        return piece.position() - start;
    }
}
