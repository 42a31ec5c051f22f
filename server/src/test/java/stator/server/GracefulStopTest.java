package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import stator.server.WireClient.Answer;

/** What happens to clients when the server stops. */
class GracefulStopTest {
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
            Thread.sleep(100);
            assertThrows(ConnectException.class, server::connect);
            server.calls.release.countDown();
            Answer answer = client.read();
            assertEquals(200, answer.status());
            assertEquals("close", answer.headers().get("connection"));
            assertTrue(client.isClosedByServer());
            closing.get();
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
            long start = System.nanoTime();
            server.http.close();
            assertTrue(System.nanoTime() - start < 6_000_000_000L);
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
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String target = i % 2 == 0 ? "X.Do" : "X.Slow";
                WireClient client = server.connect();
                answered.add(clients.submit(() -> askUntilGoodbye(client, target)));
            }
            Thread.sleep(150);
            server.http.close();
            for (Future<Integer> count : answered) {
                assertTrue(count.get() > 0);
            }
        }
    }

    private static int askUntilGoodbye(WireClient client, String target) throws IOException {
        try (client) {
            for (int answered = 1; ; answered++) {
                Answer answer = client.send(WireClient.call(target, "{}")).read();
                assertEquals(200, answer.status());
                if ("close".equals(answer.headers().get("connection"))) {
                    return answered;
                }
            }
        }
    }
}
