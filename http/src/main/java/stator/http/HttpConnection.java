package stator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.AbstractNioChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import stator.door.Handler;
import stator.door.Reply;
import stator.door.TakesLongException;

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

    /** How long a client must have been silent to be cut off by a stopping server. */
    private static final int DRAIN_IDLE_MILLIS = 1_000;

    private final HttpServer server;
    private final Handler handler;
    private final Patience patience;
    private final Intake intake;
    private final Turn turn = new Turn();
    private final Queue<Exchange> queue = new ArrayDeque<>(2);

    private ChannelHandlerContext context;
    private Exchange underWay;
    private boolean insideRead;
    private Output output;

    HttpConnection(HttpServer server) {
        this.server = server;
        this.handler = server.handler();
        this.patience = new Patience(server.limits());
        this.intake = new Intake(server, this, patience);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        output = new Output(server, this, context);
        intake.attach(context, output);
    }

    EventLoop eventLoop() {
        return context.channel().eventLoop();
    }

    // Reading.

    /** What the socket had is about to be decoded. */
    void readingBegins() {
        if (insideRead) {
            // The client sends faster than it is read: the event loop turns to others now.
            context.channel().config().setAutoRead(false);
        }
        insideRead = true;
    }

    /** The decoder was given bytes, or has some left of which it could make nothing yet. */
    void bytesArrived() {
        if (patience.owed() == Patience.Owed.REQUEST) {
            patience.await(Patience.Owed.HEADERS);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            intake.read(message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** The body of the arriving request is framed in a way that could be read differently. */
    void refuseBody() {
        intake.refuseBody();
    }

    /** A request is there, as far as it has to be in order to be answered. */
    void arrived(Exchange exchange) {
        queue.add(exchange);
        answerQueue();
    }

    /** Whether a request is being answered. */
    boolean isUnderWay(Exchange exchange) {
        return exchange == underWay;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        insideRead = false;
        turn.end();
        settleDown();
    }

    // Answering.

    private void answerQueue() {
        while (underWay == null && !queue.isEmpty() && output.isReady()) {
            if (turn.isOver()) {
                context.channel().config().setAutoRead(false);
                turn.pass(eventLoop(), this::takeTurn);
                return;
            }
            answer(queue.remove());
        }
    }

    private void takeTurn() {
        answerQueue();
        settleDown();
    }

    private void answer(Exchange exchange) {
        if (exchange.settled().isPresent()) {
            finish(exchange, exchange.settled().get());
        } else if (exchange.isStreamed() || handler.mayBlock(exchange)) {
            elsewhere(exchange, () -> handler.answer(exchange));
        } else {
            answerHere(exchange);
        }
    }

    private void answerHere(Exchange exchange) {
        Reply reply;
        try {
            reply = handler.answer(exchange);
        } catch (TakesLongException e) {
            elsewhere(exchange, () -> handler.answer(exchange));
            return;
        }
        if (ContentCoding.takesLong(reply, exchange)) {
            elsewhere(exchange, () -> reply);
        } else {
            finish(exchange, ContentCoding.compressed(reply, exchange));
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
        answered();
    }

    private void finish(Exchange exchange, Reply reply) {
        boolean unread = exchange.isStreamed() && !intake.stopReading(exchange);
        boolean more =
                !queue.isEmpty()
                        || intake.isArriving()
                        || !(server.isStopping() || intake.isEnded());
        boolean keepAlive = more && !unread && exchange.keepAlive() && !reply.close();
        patience.restart();
        if (!context.channel().isActive()) {
            Output.closeSource(reply);
            exchange.release();
            return;
        }
        try {
            output.send(exchange, affordable(exchange, reply), keepAlive);
        } catch (RuntimeException | Error e) {
            // There is no memory outside of the heap: the client gets no answer, but learns of it.
            fail(exchange, e);
        }
    }

    private Reply affordable(Exchange exchange, Reply reply) {
        if (!reply.isStreamed() || exchange.tryReserve(SourceSending.BYTES_MAX)) {
            return reply;
        }
        Output.closeSource(reply);
        return handler.overloaded(exchange);
    }

    /** What follows may be sent. */
    void answered() {
        patience.restart();
        answerQueue();
        settleDown();
    }

    /** Sends what was written, and reads on only if there is room for what would come. */
    void settleDown() {
        if (insideRead) {
            return;
        }
        output.flush();
        boolean read = intake.isEnded() || intake.hasRoom(queue.isEmpty() && output.isReady());
        if (context.channel().config().isAutoRead() != read) {
            context.channel().config().setAutoRead(read);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            try {
                output.resume();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "An answer could not be sent; its connection ends.", e);
                context.close();
                return;
            }
            answerQueue();
            settleDown();
        }
    }

    // Ending.

    /** The client has closed its direction; it may still wait for answers. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent) {
            intake.endIncomplete();
            if (!isAnswering()) {
                context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    /** The answer that is being sent is the last one. */
    void takeNoMore() {
        intake.end();
        letGo();
    }

    /** The last answer was written. */
    void awaitEnd() {
        patience.await(Patience.Owed.END);
        takeNoMore();
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

    /** Whether the client is still owed answers. */
    boolean isAnswering() {
        return underWay != null || output.isSending() || !queue.isEmpty();
    }

    /** Ends the connection if the client has let it wait for too long. */
    void endIfOverdue(long now) {
        output.payForUnsent();
        if (output.isTakenTooSlowly(now)) {
            context.close();
        } else if (intake.isStreaming()) {
            intake.endIfTooSlow(now);
        } else if (isAnswering() || output.waitsForClient()) {
            patience.restart();
        } else if (patience.isExhausted(now)) {
            readWhatHasCome();
            if (patience.isExhausted(now) && !isAnswering()) {
                endOverdue();
            }
        }
    }

    /**
     * After a pause of the process (a collection, a machine without time for it) an event loop
     * comes here before it has read what arrived meanwhile, and a connection that was asked
     * something would end without an answer.
     */
    private void readWhatHasCome() {
        if (context.channel().unsafe() instanceof AbstractNioChannel.NioUnsafe socket) {
            socket.read();
        }
    }

    private void endOverdue() {
        boolean midRequest = !intake.isEnded() && !isAnswering();
        switch (patience.owed()) {
            case HEADERS, BODY -> {
                if (midRequest) {
                    output.sendLast(Reply.empty(408));
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
        intake.letGo();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        intake.end();
        letGo();
        output.end();
        server.ended(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What a client sends that is no TLS is its own affair.
        boolean isOfTls = cause.getCause() instanceof SSLException;
        if (!(cause instanceof IOException) && !isOfTls) {
            LOG.log(Level.ERROR, "A connection failed and was closed.", cause);
        }
        context.close();
    }
}
