package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.server.WireClient.Answer;

/** What happens to clients when the server stops. */
@Timeout(120)
class GracefulStopTest {
    private static final int CLIENTS = 16;

    @Test
    void answersTheCallUnderWayAndSaysGoodbye() throws Exception {
        TestServer server = new TestServer();
        try (WireClient client = server.connect();
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            client.send(WireClient.call("X.Held", "{}"));
            while (server.calls.begun.get() == 0) {
                Thread.sleep(5);
            }
            Future<?> closing = background.submit(server.http::close);
            awaitRefusal(server);
            server.calls.release.countDown();
            Answer answer = client.read();
            assertEquals(200, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.isClosedByServer());
            closing.get();
        }
    }

    /** Until nobody can connect any longer. */
    private static void awaitRefusal(TestServer server) throws Exception {
        while (true) {
            try {
                server.connect().close();
                Thread.sleep(5);
            } catch (ConnectException refused) {
                return;
            }
        }
    }

    @Test
    void doesNotWaitForeverForACallThatHangs() throws Exception {
        TestServer server = new TestServer(TestServer.limits(60_000, 10, 1L << 30));
        try (WireClient client = server.connect()) {
            client.send(WireClient.call("X.Held", "{}"));
            while (server.calls.begun.get() == 0) {
                Thread.sleep(5);
            }
            server.http.close();
        }
    }

    @Test
    void answersEveryRequestOfBusyClients() throws Exception {
        for (int round = 0; round < 5; round++) {
            stopUnderLoad();
        }
    }

    /** Each client asks until it is told that the connection ends; none may be cut off. */
    private static void stopUnderLoad() throws Exception {
        TestServer server = new TestServer();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ended = new ArrayList<>();
            CountDownLatch busy = new CountDownLatch(CLIENTS);
            for (int i = 0; i < CLIENTS; i++) {
                String target = i % 2 == 0 ? "X.Do" : "X.Slow";
                WireClient client = server.connect();
                ended.add(clients.submit(() -> askUntilGoodbye(client, target, busy)));
            }
            busy.await();
            server.http.close();
            for (Future<?> end : ended) {
                end.get();
            }
        }
    }

    private static Void askUntilGoodbye(WireClient client, String target, CountDownLatch busy)
            throws IOException {
        try (client) {
            Answer answer;
            do {
                answer = client.send(WireClient.call(target, "{}")).read();
                assertEquals(200, answer.status());
                busy.countDown();
            } while (!"close".equals(answer.headers().get("connection")));
            return null;
        }
    }
}
