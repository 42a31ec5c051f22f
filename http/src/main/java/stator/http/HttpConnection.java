package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import stator.door.Handler;
import stator.door.Reply;

/**
 * One client's connection: reads requests, has them answered one after the other, and writes the
 * answers in the order of the requests.
 *
 * <p>Everything happens on the connection's event loop, except that calls which may wait are
 * executed on a virtual thread. At most one call is under way; requests that were pipelined behind
 * it wait in a queue. While there is a queue, or while the client does not take its answers,
 * nothing is read from the socket. So what one connection can hold is bounded.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter {
    private static final System.Logger LOG = System.getLogger(HttpConnection.class.getName());

    private static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer(
                                    "HTTP/1.1 100 Continue\r\n\r\n", StandardCharsets.US_ASCII)
                            .asReadOnly());

    /** How long a client may go on sending after its last answer, before it is cut off. */
    private static final int LINGER_MILLIS = 1_000;

    /** How long a client must have been silent to be cut off by a stopping server. */
    private static final int DRAIN_IDLE_MILLIS = 1_000;

    private final HttpServer server;
    private final HttpLimits limits;
    private final Handler handler;
    private final Patience patience;
    private final Queue<Exchange> queue = new ArrayDeque<>(2);

    private ChannelHandlerContext context;
    private Exchange arriving;
    private Exchange underWay;
    private boolean inputEnded;
    private boolean insideRead;
    private boolean unflushed;

    /** The answer that is being sent, if it is long; null if none is. */
    private Sending sending;

    /** What the client has not taken yet, as far as it is paid for. */
    private long paidUnsentBytes;

    /** All that was ever handed to the channel. */
    private long writtenBytes;

    /** Since when the client takes its answers slowly, and what it had taken by then. */
    private long slowSince;

    private long takenThen;
    private boolean slow;

    HttpConnection(HttpServer server) {
        this.server = server;
        this.limits = server.limits();
        this.handler = server.handler();
        this.patience = new Patience(limits);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
    }

    private InetAddress source() {
        return context.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    EventLoop eventLoop() {
        return context.channel().eventLoop();
    }

    // Reading.

    /** The decoder was given bytes, or has some left of which it could make nothing yet. */
    void bytesArrived() {
        insideRead = true;
        if (patience.owed() == Patience.Owed.REQUEST) {
            patience.await(Patience.Owed.HEADERS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!inputEnded && message instanceof HttpRequest head) {
                begin(head);
            }
            if (!inputEnded && message instanceof HttpContent content) {
                take(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        arriving =
                new Exchange(
                        head,
                        source(),
                        server.requestIds(),
                        server.budget(),
                        limits.bodyBytesMax());
        if (head.decoderResult().isFailure()) {
            endInput(Reply.empty(400));
            return;
        }
        int refusedWith = HeadCheck.refusal(head);
        if (refusedWith != HeadCheck.FINE) {
            endInput(Reply.empty(refusedWith));
            return;
        }
        long contentLength = HttpUtil.getContentLength(head, 0L);
        if (contentLength > limits.bodyBytesMax()) {
            endInput(Reply.empty(413));
            return;
        }
        Optional<Reply> refusal = handler.refusal(arriving);
        refusal.ifPresent(arriving::settle);
        if (refusal.isEmpty() && !arriving.tryReserve((int) contentLength)) {
            arriving.settle(handler.overloaded(arriving));
        }
        patience.await(Patience.Owed.BODY);
        if (head.headers().contains(HttpHeaderNames.EXPECT)) {
            answerExpectation(head);
        }
    }

    private void answerExpectation(HttpRequest head) {
        if (!head.headers().get(HttpHeaderNames.EXPECT).equalsIgnoreCase("100-continue")) {
            endInput(Reply.empty(417));
        } else if (arriving.settled().isPresent()) {
            // Nobody knows whether the client still sends its body after another answer than 100.
            endInput(arriving.settled().get());
        } else if (head.protocolVersion().minorVersion() > 0 && !isAnswering()) {
            // Among the answers to earlier requests it would stand in the wrong place; without it
            // the client sends its body a moment later.
            context.writeAndFlush(CONTINUE.duplicate());
        }
    }

    private void take(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            endInput(Reply.empty(400));
            return;
        }
        if (arriving.settled().isEmpty() && content.content().isReadable()) {
            keep(content.content());
        }
        if (!inputEnded && content instanceof LastHttpContent) {
            complete();
        }
    }

    private void keep(ByteBuf bytes) {
        if (arriving.wouldExceed(bytes.readableBytes())) {
            endInput(Reply.empty(413));
        } else if (arriving.tryGrow(bytes.readableBytes())) {
            arriving.append(bytes);
        } else {
            arriving.settle(handler.overloaded(arriving));
        }
    }

    /** The body of the arriving request is framed in a way that could be read differently. */
    void refuseBody() {
        if (!inputEnded && arriving != null) {
            endInput(Reply.empty(400));
        }
    }

    /** Settles the arriving request without reading it to its end; it is the client's last. */
    private void endInput(Reply reply) {
        inputEnded = true;
        arriving.settle(reply.thenClose());
        complete();
    }

    private void complete() {
        queue.add(arriving);
        arriving = null;
        patience.await(Patience.Owed.REQUEST);
        answerQueue();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        insideRead = false;
        settleDown();
    }

    // Answering.

    private void answerQueue() {
        while (underWay == null
                && sending == null
                && !queue.isEmpty()
                && context.channel().isWritable()) {
            answer(queue.remove());
        }
    }

    private void answer(Exchange exchange) {
        if (exchange.settled().isPresent()) {
            finish(exchange, exchange.settled().get());
        } else if (handler.mayBlock(exchange)) {
            elsewhere(exchange, () -> handler.answer(exchange));
        } else {
            Reply reply = handler.answer(exchange);
            if (ContentCoding.takesLong(reply, exchange)) {
                elsewhere(exchange, () -> reply);
            } else {
                finish(exchange, ContentCoding.compressed(reply, exchange));
            }
        }
    }

    /** Answers on a virtual thread. Without memory even for that, the connection ends. */
    private void elsewhere(Exchange exchange, Supplier<Reply> answer) {
        underWay = exchange;
        server.blockingCalls()
                .execute(() -> {
                    try {
                        Reply reply = ContentCoding.compressed(answer.get(), exchange);
                        eventLoop().execute(() -> finishUnderWay(exchange, reply));
                    } catch (RuntimeException | Error e) {
                        eventLoop().execute(() -> fail(exchange, e));
                    }
                });
    }

    private void fail(Exchange exchange, Throwable cause) {
        LOG.log(Level.ERROR, "An answer could not be given; its connection ends.", cause);
        underWay = null;
        exchange.release();
        context.close();
    }

    private void finishUnderWay(Exchange exchange, Reply reply) {
        underWay = null;
        finish(exchange, reply);
        answerQueue();
        settleDown();
    }

    private void finish(Exchange exchange, Reply reply) {
        boolean more = !queue.isEmpty() || arriving != null || !(server.isStopping() || inputEnded);
        boolean keepAlive = more && exchange.keepAlive() && !reply.close();
        patience.restart();
        if (!context.channel().isActive()) {
            exchange.release();
            return;
        }
        try {
            send(exchange, reply, keepAlive);
        } catch (RuntimeException | Error e) {
            // There is no memory outside of the heap: the client gets no answer, but learns of it.
            fail(exchange, e);
        }
    }

    private void send(Exchange exchange, Reply reply, boolean keepAlive) {
        int bodyBytes = exchange.isHead() ? 0 : Math.min(reply.length(), Sending.PIECE_BYTES);
        ByteBuf wire =
                server.encoder()
                        .encode(reply, exchange.idBytes(), context.alloc(), keepAlive, bodyBytes);
        if (exchange.isHead() || bodyBytes == reply.length()) {
            exchange.release();
            write(wire, keepAlive);
            return;
        }
        sending = new Sending(exchange, reply, keepAlive, bodyBytes);
        if (!keepAlive) {
            inputEnded = true;
            letGo();
        }
        write(wire, true);
        sendMore();
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

    /**
     * @param keepAlive whether something follows
     */
    private void write(ByteBuf wire, boolean keepAlive) {
        writtenBytes += wire.readableBytes();
        unflushed = true;
        if (keepAlive) {
            context.write(wire, context.voidPromise());
            return;
        }
        inputEnded = true;
        patience.await(Patience.Owed.END);
        letGo();
        context.writeAndFlush(wire).addListener(written -> endOutput());
    }

    /** Sends what was written, and reads on only if there is room for what would come. */
    private void settleDown() {
        if (insideRead) {
            return;
        }
        if (unflushed) {
            unflushed = false;
            context.flush();
            payForUnsent();
        }
        boolean read =
                inputEnded
                        || (queue.isEmpty() && sending == null && context.channel().isWritable());
        if (context.channel().config().isAutoRead() != read) {
            context.channel().config().setAutoRead(read);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            payForUnsent();
            try {
                sendMore();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "An answer could not be sent; its connection ends.", e);
                context.close();
                return;
            }
            answerQueue();
            settleDown();
        }
    }

    /**
     * Answers that the client does not read lie in memory outside of the heap. They are paid for
     * like requests; a client that lets them lie when there is no memory for that is cut off.
     */
    private void payForUnsent() {
        // Of a long answer only a piece lies there, and all of it is paid for.
        long unsent = sending == null && context.channel().isActive() ? unsentBytes() : 0;
        if (unsent == paidUnsentBytes) {
            return;
        }
        if (unsent < paidUnsentBytes) {
            server.budget().release(paidUnsentBytes - unsent);
        } else if (!server.budget().tryReserve(unsent - paidUnsentBytes)) {
            context.close();
            return;
        }
        paidUnsentBytes = unsent;
    }

    private long unsentBytes() {
        ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    // Ending.

    /** The client has closed its direction; it may still wait for answers. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (!isAnswering()) {
                context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    /**
     * After the last answer. A socket that is closed while the client still sends is reset, and the
     * answer may be lost with it; so first only our direction is closed.
     */
    private void endOutput() {
        if (context.channel() instanceof SocketChannel socket && socket.isActive()) {
            socket.shutdownOutput();
            eventLoop().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Asked again and again by a stopping server: answers what has been asked, then ends. A client
     * that called a moment ago may be about to call again, and has not been told not to.
     */
    void drain() {
        boolean idle = patience.owed() == Patience.Owed.REQUEST && !isAnswering();
        if (idle && patience.hasWaited(System.nanoTime(), DRAIN_IDLE_MILLIS)) {
            context.close();
        }
    }

    private boolean isAnswering() {
        return underWay != null || sending != null || !queue.isEmpty();
    }

    /** Ends the connection if the client has let it wait for too long. */
    void endIfOverdue(long now) {
        payForUnsent();
        boolean taking = unsentBytes() > 0 || sending != null;
        if (taking && isTooSlow(now)) {
            context.close();
        } else if (taking || underWay != null) {
            patience.restart();
        } else if (patience.isExhausted(now)) {
            endOverdue();
        }
        slow &= taking;
    }

    /** Whether the client takes less than a kilobyte a second of its answers, or nothing at all. */
    private boolean isTooSlow(long now) {
        long taken = writtenBytes - unsentBytes();
        if (slow && now - slowSince < TimeUnit.MILLISECONDS.toNanos(limits.bodyMillis())) {
            return false;
        }
        boolean tooSlow = slow && taken - takenThen < limits.bodyMillis();
        slow = true;
        slowSince = now;
        takenThen = taken;
        return tooSlow;
    }

    private void endOverdue() {
        boolean midRequest = !inputEnded && !isAnswering();
        switch (patience.owed()) {
            case HEADERS, BODY -> {
                if (midRequest) {
                    ByteBuf wire =
                            server.encoder()
                                    .encode(
                                            Reply.empty(408),
                                            server.requestIds().next(),
                                            context.alloc(),
                                            false,
                                            0);
                    write(wire, false);
                    return;
                }
                context.close();
            }
            case REQUEST, END -> context.close();
        }
    }

    private void letGo() {
        queue.forEach(Exchange::release);
        queue.clear();
        if (arriving != null) {
            arriving.release();
            arriving = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inputEnded = true;
        letGo();
        if (sending != null) {
            sending.release();
            sending = null;
        }
        server.budget().release(paidUnsentBytes);
        paidUnsentBytes = 0;
        server.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.log(Level.ERROR, "A connection failed and was closed.", cause);
        }
        context.close();
    }
}
