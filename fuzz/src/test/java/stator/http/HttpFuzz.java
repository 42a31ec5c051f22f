package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import stator.door.Handler;
import stator.door.Reply;
import stator.door.Request;
import stator.fuzz.Checks;

/** Bytes on a connection, in two pieces that are cut where the first byte says. */
public final class HttpFuzz {
    private static final HttpServer SERVER =
            new HttpServer(new Echo(), HttpLimits.defaults(), Clock.systemUTC(), new Random(1));

    private HttpFuzz() {}

    private static final class Echo implements Handler {
        @Override
        public Optional<Reply> refusal(Request head) {
            return Optional.empty();
        }

        @Override
        public Reply overloaded(Request head) {
            return Reply.empty(503);
        }

        @Override
        public boolean streams(Request head) {
            return false;
        }

        @Override
        public boolean mayBlock(Request request) {
            return false;
        }

        @Override
        public Reply answer(Request request) {
            request.forEachHeader((name, value) -> name.length());
            byte[] body = request.body();
            return Reply.of(200, Reply.JSON, body, body.length);
        }
    }

    private static final class Connection extends EmbeddedChannel {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4);
        }
    }

    /** Fails if an answer is no HTTP, or says that we have failed, or memory is not given back. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Connection channel = new Connection();
        HttpConnection connection = new HttpConnection(SERVER);
        channel.pipeline().addLast(new RequestDecoder(connection, SERVER.limits()), connection);
        int cut = 1 + (input[0] & 0xff) % (input.length - 1);
        send(channel, input, 1, cut);
        send(channel, input, cut, input.length);
        channel.checkException();
        ByteBuf answers = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answers.writeBytes(part);
            part.release();
        }
        String text = answers.toString(StandardCharsets.ISO_8859_1);
        answers.release();
        Checks.require(text.isEmpty() || text.startsWith("HTTP/1."), "no HTTP: " + text);
        Checks.require(!text.startsWith("500", 9), "a failure of ours");
        channel.close();
        channel.runPendingTasks();
        channel.releaseInbound();
        channel.checkException();
        Checks.require(SERVER.reservedBytes() == 0, "memory was not given back");
    }

    private static void send(EmbeddedChannel channel, byte[] input, int from, int to) {
        if (channel.isOpen() && from < to) {
            channel.writeInbound(Unpooled.copiedBuffer(input, from, to - from));
            channel.runPendingTasks();
        }
    }
}
