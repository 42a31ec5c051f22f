package stator.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.door.Handler;
import stator.door.Reply;
import stator.door.Request;

/**
 * What was asked while the process stood still is answered, however long the connection had idled.
 */
@Timeout(60)
class PauseTest {
    private static final int IDLE_MILLIS = 1_000;
    private static final int PAUSE_MILLIS = 2_000;

    private static final HttpLimits LIMITS =
            new HttpLimits(1 << 20, 16_384, 10_000, 30_000, IDLE_MILLIS, 100, 100, 1 << 26, 1_000);

    /** Answers at once, or holds its event loop up, as a pause of the process does. */
    private static final class Pausing implements Handler {
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
            if (request.path().equals("/pause")) {
                sleep(PAUSE_MILLIS);
            }
            return Reply.empty(200);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ask(Socket connection, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n";
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The first line of an answer, as far as it has come at once; empty at the end. */
    private static String answer(Socket connection) throws IOException {
        byte[] buffer = new byte[4096];
        int read = connection.getInputStream().read(buffer);
        String all = read < 0 ? "" : new String(buffer, 0, read, StandardCharsets.US_ASCII);
        return all.lines().findFirst().orElse("");
    }

    @Test
    void answersWhatCameWhileItStoodStill() throws IOException {
        try (HttpServer server =
                new HttpServer(new Pausing(), LIMITS, Clock.systemUTC(), new Random(1))) {
            InetSocketAddress address =
                    server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            // Connections are dealt out to the loops in turn, so there is one of each sort to a
            // loop.
            int loops = Runtime.getRuntime().availableProcessors();
            List<Socket> holding = connections(address, loops);
            List<Socket> idle = connections(address, loops);
            for (Socket connection : idle) {
                ask(connection, "/");
                assertEquals("HTTP/1.1 200 OK", answer(connection));
            }
            sleep(IDLE_MILLIS / 2);
            for (Socket connection : holding) {
                ask(connection, "/pause");
            }
            sleep(IDLE_MILLIS / 2);
            for (Socket connection : idle) {
                ask(connection, "/");
            }
            for (Socket connection : idle) {
                assertEquals("HTTP/1.1 200 OK", answer(connection));
            }
            assertTrue(answer(idle.getFirst()).isEmpty(), "an idle connection ends later");
        }
    }

    private static List<Socket> connections(InetSocketAddress address, int count)
            throws IOException {
        List<Socket> connections = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Socket connection = new Socket();
            connection.connect(address);
            connection.setSoTimeout(30_000);
            connections.add(connection);
        }
        return connections;
    }
}
