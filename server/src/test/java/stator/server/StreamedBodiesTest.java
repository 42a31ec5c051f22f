package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.door.Door;
import stator.door.ErrorForm;
import stator.door.Marks;
import stator.door.Nameplate;
import stator.door.metric.CallMetrics;
import stator.http.HttpLimits;
import stator.http.HttpServer;
import stator.operation.DynamoDbService;
import stator.server.WireClient.Answer;

/** Bodies that are read while they arrive, and answers that are read while they are sent. */
@Timeout(120)
class StreamedBodiesTest {
    private static final long PLENTY = 1L << 30;
    private static final int MILLIS = 20_000;

    /** What one streamed request may hold, whatever it carries. */
    private static final long BYTES_OF_ONE = 700 * 1024;

    private final StreamingService service = new StreamingService();
    private HttpServer http;
    private Door door;
    private WireClient client;

    private void start(HttpLimits limits) throws IOException {
        Configuration configuration = TestServer.with(limits, List.of(), List.of());
        EchoCalls calls = new EchoCalls();
        door =
                StatorServer.door(
                        configuration,
                        List.of(
                                DynamoDbService.nameplate(() -> new DynamoDbService(calls)),
                                Nameplate.of(
                                                "streaming",
                                                Marks.none()
                                                        .path((method, path) ->
                                                                path.startsWith("/stream/")),
                                                new ErrorForm.RestXml(),
                                                () -> service)
                                        .unsigned()
                                        .streams()),
                        new CallMetrics(DynamoDbService.NAME));
        http = new HttpServer(door, limits, TestServer.CLOCK, new Random(1));
        int port = StatorServer.listen(http, configuration.network().listen()).getFirst().getPort();
        client = new WireClient(port);
    }

    private void start() throws IOException {
        start(TestServer.limits(MILLIS, 10, PLENTY));
    }

    @AfterEach
    void stop() throws Exception {
        service.release.countDown();
        client.close();
        for (int i = 0; i < 500 && http.reservedBytes() != 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, http.reservedBytes(), "memory was not given back");
        http.close();
        door.close();
    }

    private static String head(String path, String... headers) {
        return "PUT "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\n"
                + String.join("", headers)
                + "\r\n";
    }

    private static String length(long bytes) {
        return "Content-Length: " + bytes + "\r\n";
    }

    @Test
    void takesABodyThatIsLongerThanAnyMemory() throws IOException {
        start();
        long bytes = 300L << 20;
        client.send(head("/stream/count", length(bytes)));
        byte[] piece = new byte[1 << 20];
        for (long sent = 0; sent < bytes; sent += piece.length) {
            client.send(piece);
            assertTrue(http.reservedBytes() < BYTES_OF_ONE, "holds " + http.reservedBytes());
        }
        assertEquals(bytes + " bytes", client.read().text());
    }

    @Test
    void takesABodyInChunks() throws IOException {
        start();
        client.send(
                head("/stream/echo", "Transfer-Encoding: chunked\r\n")
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertEquals("abcde", client.read().text());
        client.send(head("/stream/echo", length(2)) + "xy");
        assertEquals("xy", client.read().text());
    }

    @Test
    void aRequestWithoutABodyHasAnEmptyOne() throws IOException {
        start();
        client.send(head("/stream/count"));
        assertEquals("0 bytes", client.read().text());
        client.send(head("/stream/count", length(0)));
        assertEquals("0 bytes", client.read().text());
    }

    @Test
    void otherServicesAreNotMeant() throws IOException {
        start();
        client.send(WireClient.call("X.Do", "{\"a\":1}"));
        assertTrue(client.read().text().endsWith("|{\"a\":1}"));
        client.send(head("/other", length((16 << 20) + 1)));
        assertEquals(413, client.read().status());
    }

    @Test
    void takesNoMoreThanSomebodyReads() throws Exception {
        start();
        long bytes = 64L << 20;
        AtomicLong sent = new AtomicLong();
        client.send(head("/stream/held", length(bytes)));
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            byte[] piece = new byte[1 << 16];
                            while (sent.get() < bytes) {
                                try {
                                    client.send(piece);
                                } catch (IOException e) {
                                    return;
                                }
                                sent.addAndGet(piece.length);
                            }
                        });
        long before = -1;
        while (sent.get() != before) {
            before = sent.get();
            Thread.sleep(300);
        }
        assertTrue(before < bytes / 2, "took " + before);
        assertTrue(http.reservedBytes() < BYTES_OF_ONE, "holds " + http.reservedBytes());
        service.release.countDown();
        assertEquals(bytes + " bytes", client.read().text());
        sender.join();
    }

    @Test
    void asksForTheBodyWhenItIsWanted() throws IOException {
        start();
        client.send(head("/stream/count", length(3), "Expect: 100-continue\r\n"));
        assertEquals(100, client.read().status());
        client.send("abc");
        assertEquals("3 bytes", client.read().text());
    }

    @Test
    void doesNotAskForABodyThatNobodyWants() throws IOException {
        start();
        client.send(head("/stream/refuse", length(3), "Expect: 100-continue\r\n"));
        Answer answer = client.read();
        assertEquals(404, answer.status());
        assertEquals("close", answer.headers().get("connection"));
        assertTrue(client.isClosedByServer());
    }

    @Test
    void goesOnAfterAShortBodyThatNobodyRead() throws IOException {
        start();
        String body = "x".repeat(500_000);
        client.send(head("/stream/refuse", length(body.length())) + body);
        client.send(head("/stream/echo", length(2)) + "xy");
        assertEquals(404, client.read().status());
        assertEquals("xy", client.read().text());
    }

    @Test
    void endsAfterALongBodyThatNobodyRead() throws IOException {
        start();
        client.send(head("/stream/refuse", length(1L << 40)) + "x".repeat(100_000));
        Answer answer = client.read();
        assertEquals(404, answer.status());
        assertEquals("close", answer.headers().get("connection"));
        assertTrue(client.isClosedByServer());
    }

    @Test
    void tellsWhoReadsThatTheClientIsGone() throws Exception {
        start();
        client.send(head("/stream/count", length(10)) + "abc");
        while (service.begun.get() == 0) {
            Thread.sleep(5);
        }
        client.close();
        service.awaitBroken("INCOMPLETE");
    }

    @Test
    void answersAClientThatEndsItsSideTooSoon() throws IOException {
        start();
        client.send(head("/stream/count", length(10)) + "abc").endOutput();
        assertEquals("INCOMPLETE", client.read().text());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void endsClientsThatSendNextToNothing() throws IOException {
        start(TestServer.limits(1_000, 10, PLENTY));
        client.send(head("/stream/count", length(10)) + "abc");
        assertEquals("TOO_SLOW", client.read().text());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void waitsForThoseWhoReadSlowly() throws Exception {
        start(TestServer.limits(1_000, 10, PLENTY));
        client.send(head("/stream/held", length(1 << 20)) + "x".repeat(1 << 20));
        Thread.sleep(3_000);
        service.release.countDown();
        assertEquals((1 << 20) + " bytes", client.read().text());
    }

    @Test
    void refusesChunksThatCouldBeReadDifferently() throws IOException {
        start();
        client.send(head("/stream/count", "Transfer-Encoding: chunked\r\n") + "3 \r\nabc\r\n");
        assertEquals("MALFORMED", client.read().text());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void keepsTheOrderOfPipelinedRequests() throws IOException {
        start();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String body = i + "-".repeat(20_000);
            requests.append(head("/stream/echo", length(body.length()))).append(body);
            requests.append(WireClient.call("X.Slow", "{\"i\":" + i + "}"));
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        client.send(requests.toString());
                    } catch (IOException e) {
                        // The answers that fail to come tell of it.
                    }
                });
        for (int i = 0; i < 20; i++) {
            assertTrue(client.read().text().startsWith(i + "-"), "answer " + i);
            assertTrue(client.read().text().endsWith("{\"i\":" + i + "}"), "answer " + i);
        }
    }

    @Test
    void refusesWhatThereIsNoMemoryFor() throws IOException {
        start(TestServer.limits(MILLIS, 10, 100_000));
        client.send(head("/stream/count", length(1 << 20)));
        Answer answer = client.read();
        assertEquals(503, answer.status());
        assertTrue(answer.text().contains("<Code>SlowDown</Code>"), answer.text());
    }

    // Answers.

    @Test
    void sendsAnAnswerThatIsLongerThanAnyMemory() throws IOException {
        start();
        long bytes = 300L << 20;
        client.send(head("/stream/bytes/" + bytes));
        assertEquals(bytes, client.readCounting(http::reservedBytes, BYTES_OF_ONE));
        client.send(head("/stream/echo", length(2)) + "xy");
        assertEquals("xy", client.read().text());
    }

    @Test
    void readsNoMoreOfAnAnswerThanTheClientTakes() throws Exception {
        start(TestServer.limits(2_000, 10, PLENTY));
        client.send(head("/stream/bytes/" + (1L << 40)));
        service.awaitClosed();
        assertTrue(service.readBytes.get() < 64 << 20, "read " + service.readBytes.get());
        while (http.connectionCount() > 0) {
            Thread.sleep(20);
        }
    }

    @Test
    void letsGoOfTheSourceWhenTheClientIsGone() throws Exception {
        start();
        client.send(head("/stream/bytes/" + (1L << 40)));
        client.read(true);
        client.close();
        service.awaitClosed();
    }

    @Test
    void answersHeadWithTheLengthAlone() throws IOException {
        start();
        client.send("HEAD /stream/bytes/123456 HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Answer answer = client.read(true);
        assertEquals("123456", answer.headers().get("content-length"));
        assertFalse(answer.headers().containsKey("transfer-encoding"));
        service.awaitClosed();
        client.send(head("/stream/echo", length(2)) + "xy");
        assertEquals("xy", client.read().text());
    }

    @Test
    void sendsAnEmptySource() throws IOException {
        start();
        client.send(head("/stream/bytes/0"));
        assertEquals("0", client.read().headers().get("content-length"));
    }

    @Test
    void sendsWhatHasNoLengthInChunks() throws IOException {
        start();
        client.send(head("/stream/chunks/200000"));
        Answer answer = client.read(true);
        assertEquals("chunked", answer.headers().get("transfer-encoding"));
        assertFalse(answer.headers().containsKey("content-length"));
        assertEquals(200_000, client.readChunks());
        client.send(head("/stream/echo", length(2)) + "xy");
        assertEquals("xy", client.read().text());
    }

    @Test
    void knowsThatOldClientsReadNoChunks() throws IOException {
        start();
        client.send("GET /stream/chunks/200000 HTTP/1.0\r\nHost: localhost\r\n\r\n");
        Answer answer = client.read(true);
        assertFalse(answer.headers().containsKey("transfer-encoding"));
        assertEquals(200_000, client.readToEnd());
    }

    @Test
    void aSourceThatFailsEndsTheConnection() throws IOException {
        start();
        client.send(head("/stream/fail/1000000"));
        assertThrows(IOException.class, () -> client.readCounting(() -> 0, 1));
    }

    @Test
    void anAnswerWithoutContentHasNoLength() throws IOException {
        start();
        client.send(head("/stream/nothing"));
        Answer answer = client.read();
        assertEquals(204, answer.status());
        assertFalse(answer.headers().containsKey("content-length"));
    }
}
