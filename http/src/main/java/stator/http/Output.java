package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import stator.door.BodySource;
import stator.door.Reply;

/**
 * The sending half of a connection: writes answers one after the other, long ones only as far as
 * the client takes them, and closes our direction after the last. Confined to the connection's
 * event loop, except where it says otherwise.
 */
final class Output implements SourceSending.Target {
    private static final System.Logger LOG = System.getLogger(Output.class.getName());

    private static final ByteBuf CONTINUE = constant("HTTP/1.1 100 Continue\r\n\r\n");
    private static final ByteBuf CHUNK_END = constant("\r\n");
    private static final ByteBuf LAST_CHUNK = constant("0\r\n\r\n");

    /** How long a client may go on sending after its last answer, before it is cut off. */
    private static final int LINGER_MILLIS = 1_000;

    private final HttpServer server;
    private final HttpConnection connection;
    private final ChannelHandlerContext context;
    private final Unsent unsent;
    private boolean unflushed;

    /** The answer that is being sent, if it is long; null if none is. */
    private Sending sending;

    /** The answer that is being sent, if it is read meanwhile; null if none is. */
    private SourceSending fromSource;

    Output(HttpServer server, HttpConnection connection, ChannelHandlerContext context) {
        this.server = server;
        this.connection = connection;
        this.context = context;
        unsent =
                new Unsent(
                        context.channel(), server.budget(), new Pace(server.limits().bodyMillis()));
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII).asReadOnly());
    }

    /** Whether an answer is on its way of which there is more to come. */
    boolean isSending() {
        return sending != null || fromSource != null;
    }

    /** Whether the next answer can be sent. */
    boolean isReady() {
        return !isSending() && context.channel().isWritable();
    }

    /** Asks the client for the body that it has announced. */
    void sendContinue() {
        context.writeAndFlush(CONTINUE.duplicate());
    }

    /** Sends an answer, or begins to. The connection hears of it when the last one was written. */
    void send(Exchange exchange, Reply reply, boolean keepAlive) {
        if (reply.isStreamed() && !exchange.isHead()) {
            sendFromSource(exchange, reply, keepAlive);
            return;
        }
        closeSource(reply);
        int bodyBytes = exchange.isHead() ? 0 : Math.min(reply.length(), Sending.PIECE_BYTES);
        ByteBuf wire = head(exchange, reply, keepAlive, bodyBytes);
        if (exchange.isHead() || bodyBytes == reply.length()) {
            exchange.release();
            write(wire, keepAlive);
            return;
        }
        sending = new Sending(exchange, reply, keepAlive, bodyBytes);
        if (!keepAlive) {
            connection.takeNoMore();
        }
        write(wire, true);
        sendMore();
    }

    private ByteBuf head(Exchange exchange, Reply reply, boolean keepAlive, int bodyBytes) {
        return server.encoder()
                .encode(reply, exchange.idBytes(), context.alloc(), keepAlive, bodyBytes);
    }

    /** An answer that nobody will get lets go of what it would have been read from. */
    static void closeSource(Reply reply) {
        if (!reply.isStreamed()) {
            return;
        }
        try {
            reply.source().input().close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The source of an answer could not be closed.", e);
        }
    }

    /** Writes pieces of a long answer, as far as the client takes them. */
    private void sendMore() {
        while (sending != null && context.channel().isWritable()) {
            ByteBuf piece = sending.next(context.alloc());
            if (!sending.isDone()) {
                write(piece, true);
                context.flush();
                continue;
            }
            boolean keepAlive = sending.keepAlive();
            sending.release();
            sending = null;
            write(piece, keepAlive);
        }
    }

    /** An answer that goes out at once and is the last one. */
    void sendLast(Reply reply) {
        write(
                server.encoder()
                        .encode(reply, server.requestIds().next(), context.alloc(), false, 0),
                false);
    }

    /**
     * @param keepAlive whether something follows
     */
    private void write(ByteBuf wire, boolean keepAlive) {
        unsent.wrote(wire.readableBytes());
        unflushed = true;
        if (keepAlive) {
            context.write(wire, context.voidPromise());
            return;
        }
        connection.awaitEnd();
        context.writeAndFlush(wire).addListener(written -> endOutput());
    }

    /**
     * After the last answer. A socket that is closed while the client still sends is reset, and the
     * answer may be lost with it; so first only our direction is closed.
     */
    private void endOutput() {
        if (context.channel() instanceof SocketChannel socket && socket.isActive()) {
            socket.shutdownOutput();
            context.executor()
                    .schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends what was written. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            context.flush();
            payForUnsent();
        }
    }

    /** The client has taken something. */
    void resume() {
        payForUnsent();
        sendMore();
    }

    void payForUnsent() {
        if (!unsent.pay(isSending())) {
            context.close();
        }
    }

    /** Whether there is something that the client should take. */
    boolean waitsForClient() {
        return unsent.bytes() > 0 || sending != null;
    }

    /** Whether the client takes what there is too slowly, or not at all. */
    boolean isTakenTooSlowly(long now) {
        if (!waitsForClient()) {
            unsent.rest();
            return false;
        }
        return unsent.isTakenTooSlowly(now);
    }

    /** The connection has ended. */
    void end() {
        if (sending != null) {
            sending.release();
            sending = null;
        }
        if (fromSource != null) {
            fromSource.abandon();
            fromSource = null;
        }
        unsent.release();
    }

    // Answers whose body is read while it is sent. The reading thread calls these.

    private void sendFromSource(Exchange exchange, Reply reply, boolean keepAlive) {
        boolean unknown = reply.source().length() == BodySource.UNKNOWN;
        boolean chunked = unknown && exchange.knowsChunks();
        // Without a length and without chunks, the end of the connection is the end of the body.
        boolean goesOn = keepAlive && chunked == unknown;
        Reply framed = chunked ? reply.withHeader("Transfer-Encoding", "chunked") : reply;
        SourceSending begun =
                new SourceSending(exchange, reply.source(), goesOn, chunked, context.alloc(), this);
        write(head(exchange, framed, goesOn, 0), true);
        fromSource = begun;
        if (!goesOn) {
            connection.takeNoMore();
        }
        server.blockingCalls().execute(begun);
    }

    private EventExecutor loop() {
        return context.executor();
    }

    @Override
    public void send(SourceSending from, ByteBuf piece, Runnable taken) {
        loop().execute(() -> {
            if (from != fromSource) {
                piece.release();
                taken.run();
                return;
            }
            int length = piece.readableBytes();
            if (from.isChunked()) {
                ByteBuf size = context.alloc().buffer(16);
                ByteBufUtil.writeAscii(size, Integer.toHexString(length) + "\r\n");
                write(size, true);
            }
            unsent.wrote(length);
            context.write(piece).addListener(written -> taken.run());
            if (from.isChunked()) {
                write(CHUNK_END.duplicate(), true);
            }
            context.flush();
        });
    }

    @Override
    public void sent(SourceSending from) {
        loop().execute(() -> {
            if (from != fromSource) {
                return;
            }
            fromSource = null;
            from.release();
            write(
                    from.isChunked() ? LAST_CHUNK.duplicate() : Unpooled.EMPTY_BUFFER,
                    from.keepAlive());
            connection.answered();
        });
    }

    @Override
    public void failed(SourceSending from, Throwable cause) {
        loop().execute(() -> {
            if (from == fromSource) {
                LOG.log(
                        Level.ERROR,
                        "An answer could not be read to its end; its connection ends.",
                        cause);
                context.close();
            }
        });
    }
}
