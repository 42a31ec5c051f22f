package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import stator.door.BrokenBodyException;
import stator.door.Handler;
import stator.door.Reply;

/**
 * What arrives on one connection: puts one request after the other together and hands each over to
 * the connection, whole, or as soon as its body can be read while it arrives. On the connection's
 * event loop only.
 */
final class Intake {
    /** How much of a body that nobody reads any more is taken, so that the connection can go on. */
    private static final int DISCARDED_BYTES_MAX = 1024 * 1024;

    private final HttpServer server;
    private final HttpConnection connection;
    private final HttpLimits limits;
    private final Handler handler;
    private final Patience patience;

    /** How fast the client sends a body that is read while it arrives. */
    private final Pace arrivalPace;

    private ChannelHandlerContext context;
    private Output output;

    /** The request that is arriving, or null between two. */
    private Exchange arriving;

    /** Whether nothing more is taken from the client. */
    private boolean ended;

    Intake(HttpServer server, HttpConnection connection, Patience patience) {
        this.server = server;
        this.connection = connection;
        this.patience = patience;
        limits = server.limits();
        handler = server.handler();
        arrivalPace = new Pace(limits.bodyMillis());
    }

    void attach(ChannelHandlerContext context, Output output) {
        this.context = context;
        this.output = output;
    }

    /** Takes the next part of a request. */
    void read(Object message) {
        if (!ended && message instanceof HttpRequest head) {
            begin(head);
        }
        if (!ended && message instanceof HttpContent content) {
            take(content);
        }
    }

    /** Whether nothing more is taken from the client. */
    boolean isEnded() {
        return ended;
    }

    /** Nothing more is taken from the client. */
    void end() {
        ended = true;
    }

    /** The client sends nothing more. */
    void endIncomplete() {
        ended = true;
        if (isStreaming()) {
            breakStream(BrokenBodyException.Cause.INCOMPLETE);
        }
    }

    /** Whether a part of a request is there. */
    boolean isArriving() {
        return arriving != null;
    }

    /** Whether a body arrives that is read meanwhile. */
    boolean isStreaming() {
        return arriving != null && arriving.isStreamed();
    }

    /**
     * Whether more may be read from the socket.
     *
     * @param idle whether the connection could answer another request now
     */
    boolean hasRoom(boolean idle) {
        return isStreaming() ? !arriving.bodyStream().isFull() : idle;
    }

    /** Forgets the request that was arriving. */
    void letGo() {
        if (arriving != null) {
            arriving.breakOff();
            arriving.release();
            arriving = null;
        }
    }

    private static InetAddress source(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private void begin(HttpRequest decoded) {
        RequestHead head = new RequestHead(decoded);
        arriving =
                new Exchange(
                        head,
                        source(context),
                        TlsHandshake.stands(context.pipeline()),
                        server.requestIds(),
                        server.budget(),
                        limits.bodyBytesMax());
        if (decoded.decoderResult().isFailure()) {
            endInput(Reply.empty(400));
            return;
        }
        int refusedWith = head.refusal();
        if (refusedWith != RequestHead.FINE) {
            endInput(Reply.empty(refusedWith));
            return;
        }
        long contentLength = head.contentLength();
        boolean hasBody = contentLength > 0 || head.isChunked();
        if (hasBody && handler.streams(arriving)) {
            beginStream(head, contentLength);
            return;
        }
        if (contentLength > limits.bodyBytesMax()) {
            endInput(Reply.empty(413));
            return;
        }
        Optional<Reply> refusal = handler.refusal(arriving);
        refusal.ifPresent(arriving::settle);
        if (refusal.isEmpty() && !arriving.tryKeep((int) contentLength)) {
            arriving.settle(handler.overloaded(arriving));
        }
        patience.await(Patience.Owed.BODY);
        if (head.hasExpectation()) {
            answerExpectation(head);
        }
    }

    private void answerExpectation(RequestHead head) {
        if (!head.expectsContinue()) {
            endInput(Reply.empty(417));
        } else if (arriving.settled().isPresent()) {
            // Nobody knows whether the client still sends its body after another answer than 100.
            endInput(arriving.settled().get());
        } else if (arriving.knowsChunks() && !connection.isAnswering()) {
            // Among the answers to earlier requests it would stand in the wrong place; without it
            // the client sends its body a moment later.
            output.sendContinue();
        }
    }

    /** A body that is read while it arrives: the request can be answered from now on. */
    private void beginStream(RequestHead head, long contentLength) {
        Optional<Reply> refusal = handler.refusal(arriving);
        boolean expects = head.hasExpectation();
        if (refusal.isPresent()) {
            endInput(refusal.get());
        } else if (expects && !head.expectsContinue()) {
            endInput(Reply.empty(417));
        } else if (!arriving.tryStream(contentLength, expects, this::bodyIsWanted, this::readOn)) {
            endInput(handler.overloaded(arriving));
        } else {
            patience.await(Patience.Owed.BODY);
            arrivalPace.rest();
            connection.arrived(arriving);
        }
    }

    /** On the thread of whoever answers. */
    private void bodyIsWanted() {
        context.executor()
                .execute(() -> {
                    if (arriving != null
                            && connection.isUnderWay(arriving)
                            && arriving.awaitsContinue()) {
                        output.sendContinue();
                    }
                });
    }

    /** On the thread of whoever answers. */
    private void readOn() {
        context.executor().execute(connection::settleDown);
    }

    private void take(HttpContent content) {
        if (content.decoderResult().isFailure()) {
            endInput(Reply.empty(400));
            return;
        }
        if (arriving.isStreamed()) {
            pass(content);
            return;
        }
        if (arriving.settled().isEmpty() && content.content().isReadable()) {
            keep(content.content());
        }
        if (!ended && content instanceof LastHttpContent) {
            complete();
        }
    }

    private void pass(HttpContent content) {
        BodyStream body = arriving.bodyStream();
        body.put(content.content());
        if (content instanceof LastHttpContent) {
            body.end();
            arriving = null;
            patience.await(Patience.Owed.REQUEST);
        } else if (body.isFull()) {
            context.channel().config().setAutoRead(false);
        } else if (arriving.isDiscarded() && body.arrivedBytes() > DISCARDED_BYTES_MAX) {
            context.close();
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
        if (!ended && arriving != null) {
            endInput(Reply.empty(400));
        }
    }

    /** Settles the arriving request without reading it to its end; it is the client's last. */
    private void endInput(Reply reply) {
        ended = true;
        if (arriving.isStreamed()) {
            breakStream(BrokenBodyException.Cause.MALFORMED);
            return;
        }
        arriving.settle(reply.thenClose());
        complete();
    }

    /** Whoever reads the arriving body is told, and answers. */
    private void breakStream(BrokenBodyException.Cause cause) {
        arriving.bodyStream().fail(cause);
        boolean answered = arriving.isDiscarded();
        arriving = null;
        if (answered) {
            context.close();
        }
    }

    private void complete() {
        Exchange complete = arriving;
        arriving = null;
        patience.await(Patience.Owed.REQUEST);
        connection.arrived(complete);
    }

    /**
     * A request was answered, whether its body had been read to the end or not.
     *
     * @return whether another request can follow
     */
    boolean stopReading(Exchange exchange) {
        exchange.bodyStream().close();
        if (arriving != exchange) {
            return true;
        }
        // Nobody knows whether the client still sends a body for which it was not asked.
        if (exchange.awaitsContinue() && !exchange.bodyStream().wasAsked()) {
            return false;
        }
        exchange.discard();
        return exchange.announcedBytes() <= DISCARDED_BYTES_MAX;
    }

    /** Ends a body that is read while it arrives if the client sends it too slowly. */
    void endIfTooSlow(long now) {
        BodyStream body = arriving.bodyStream();
        boolean unasked = arriving.awaitsContinue() && !body.wasAsked();
        if (unasked || !context.channel().config().isAutoRead()) {
            arrivalPace.rest();
        } else if (arrivalPace.isTooSlow(now, body.arrivedBytes())) {
            ended = true;
            breakStream(BrokenBodyException.Cause.TOO_SLOW);
        }
    }
}
