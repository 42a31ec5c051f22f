package stator.server.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.operation.settings.KinesisSink.Record;

/** Records on their way to a Kinesis endpoint, which here is a few lines, and into files. */
class KinesisEndpointTest {
    private static final String STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/one";
    private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: (\\d+)");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-21T10:15:30Z"), ZoneOffset.UTC);

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> headers = new CopyOnWriteArrayList<>();
    private volatile String status = "200 OK";
    private volatile String answer = "{\"FailedRecordCount\":0,\"Records\":[]}";
    private ServerSocket socket;

    @BeforeEach
    void start() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
    }

    private void serve() {
        while (true) {
            try (Socket connection = socket.accept()) {
                answer(connection);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        Matcher length = LENGTH.matcher(head);
        assertTrue(length.find());
        byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
        headers.add(head.toString());
        bodies.add(new String(body, StandardCharsets.UTF_8));
        connection
                .getOutputStream()
                .write(
                        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                                .formatted(status, answer.length(), answer)
                                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void recordsArePutWithASignature() throws IOException {
        try (KinesisEndpoint endpoint = endpoint()) {
            endpoint.put(STREAM, List.of(record("p", "{}"), record("q", "[]")));
        }
        assertEquals(
                List.of(
                        "{\"StreamName\":\"one\",\"Records\":[{\"PartitionKey\":\"p\",\"Data\":\"e30=\"},"
                                + "{\"PartitionKey\":\"q\",\"Data\":\"W10=\"}]}"),
                bodies);
        assertTrue(
                headers.getFirst()
                        .contains(
                                "Authorization: AWS4-HMAC-SHA256"
                                        + " Credential=AKID/20261121/eu-west-1/kinesis/aws4_request, "),
                headers.getFirst());
    }

    @Test
    void noCallIsLargerThanKinesisTakes() throws IOException {
        Record large = record("p", "x".repeat(900_000));
        try (KinesisEndpoint endpoint = endpoint()) {
            endpoint.put(STREAM, List.of(large, large, large, large, large, large));
        }
        assertEquals(2, bodies.size());
    }

    @Test
    void whatWasNotTakenIsAFailure() {
        try (KinesisEndpoint endpoint = endpoint()) {
            answer = "{\"FailedRecordCount\": 1}";
            assertThrows(IOException.class, () -> endpoint.put(STREAM, List.of(record("p", "{}"))));
            status = "400 Bad Request";
            answer = "{\"__type\":\"ResourceNotFoundException\"}";
            assertThrows(IOException.class, () -> endpoint.put(STREAM, List.of(record("p", "{}"))));
        }
    }

    @Test
    void aStreamCanBeAFile(@TempDir Path directory) throws IOException {
        for (String data : List.of("{\"n\":1}", "{\"n\":2}")) {
            try (KinesisFiles files = new KinesisFiles(directory.resolve("streams"))) {
                files.put(STREAM, List.of(record("p", data)));
            }
        }
        assertEquals(
                "{\"n\":1}\n{\"n\":2}\n",
                Files.readString(directory.resolve("streams/eu-west-1-000000000000-one.jsonl")));
    }

    private KinesisEndpoint endpoint() {
        return new KinesisEndpoint(
                URI.create("http://127.0.0.1:" + socket.getLocalPort()),
                CLOCK,
                Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "SECRET"));
    }

    private static Record record(String partitionKey, String data) {
        return new Record(partitionKey, data.getBytes(StandardCharsets.UTF_8));
    }
}
