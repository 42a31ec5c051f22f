package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.server.WireClient.Answer;

/** Clients that dawdle, and clients that are too many. */
@Timeout(120)
class SlowAndManyClientsTest {
    private static final long PLENTY = 1L << 30;

    /** When a client is too slow. Long enough that a busy machine does not make it so. */
    private static final int SLOW_MILLIS = 1_000;

    @Test
    void closesAnIdleConnection() throws IOException {
        try (TestServer server = new TestServer(TestServer.limits(SLOW_MILLIS, 10, PLENTY));
                WireClient client = server.connect()) {
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void answersUnfinishedHeadersWith408() throws IOException {
        try (TestServer server = new TestServer(TestServer.limits(SLOW_MILLIS, 10, PLENTY));
                WireClient client = server.connect()) {
            assertEquals(408, client.send("POST / HTTP/1.1\r\nHost: loc").read().status());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void answersAnUnfinishedBodyWith408AndGivesItsMemoryBack() throws IOException {
        try (TestServer server = new TestServer(TestServer.limits(SLOW_MILLIS, 10, PLENTY));
                WireClient client = server.connect()) {
            String call = WireClient.call("X.Do", "{\"a\":1}");
            assertEquals(408, client.send(call.substring(0, call.length() - 1)).read().status());
            assertEquals(0, server.http.reservedBytes());
        }
    }

    @Test
    void waitsForItsOwnSlowCalls() throws IOException {
        try (TestServer server = new TestServer(TestServer.limits(SLOW_MILLIS, 10, PLENTY));
                WireClient client = server.connect()) {
            client.send(WireClient.call("X.Held", "{}"));
            new Thread(() -> releaseLater(server)).start();
            assertEquals(200, client.read().status());
        }
    }

    private static void releaseLater(TestServer server) {
        try {
            Thread.sleep(3 * SLOW_MILLIS / 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.calls.release.countDown();
    }

    @Test
    void cutsOffAClientThatDoesNotTakeItsAnswers() throws Exception {
        try (TestServer server = new TestServer(TestServer.limits(SLOW_MILLIS, 10, PLENTY));
                WireClient client = server.connect()) {
            client.send(WireClient.call("X.Big", "{}").repeat(30));
            while (server.http.connectionCount() > 0) {
                Thread.sleep(20);
            }
            assertEquals(0, server.http.reservedBytes());
        }
    }

    @Test
    void takesNoMoreConnectionsThanAllowed() throws Exception {
        try (TestServer server = new TestServer(TestServer.limits(5_000, 3, PLENTY))) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                clients.add(server.connect());
                clients.getLast().send(WireClient.call("X.Do", "{}"));
                assertEquals(200, clients.getLast().read().status());
            }
            try (WireClient tooMany = server.connect()) {
                assertThrows(
                        IOException.class,
                        () -> tooMany.send(WireClient.call("X.Do", "{}")).read());
            }
            clients.getFirst().close();
            while (server.http.connectionCount() > 2) {
                Thread.sleep(5);
            }
            try (WireClient another = server.connect()) {
                assertEquals(200, another.send(WireClient.call("X.Do", "{}")).read().status());
            }
            for (WireClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shedsRequestsForWhichThereIsNoMemoryAndKeepsTheConnection() throws Exception {
        try (TestServer server = new TestServer(TestServer.limits(5_000, 10, 20_000));
                WireClient holder = server.connect();
                WireClient client = server.connect()) {
            holder.send(WireClient.call("X.Held", "{}" + " ".repeat(3_000)));
            while (server.calls.begun.get() == 0) {
                Thread.sleep(5);
            }
            Answer shed = client.send(WireClient.call("X.Do", "{}")).read();
            assertEquals(400, shed.status());
            assertTrue(shed.text().contains("#ThrottlingException"));
            assertEquals(1, server.calls.begun.get());
            server.calls.release.countDown();
            assertEquals(200, holder.read().status());
            assertEquals(200, client.send(WireClient.call("X.Do", "{}")).read().status());
        }
    }
}
