package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.door.caller.AuthMode;
import stator.identity.Credentials;
import stator.identity.account.KeyPair;
import stator.identity.signature.OutgoingSignature;
import stator.server.WireClient.Answer;
import stator.server.security.KeyFileException;
import stator.server.security.Tls;
import stator.storage.rocksdb.Durability;

/** Nobody gets in who does not belong, and whoever does not is told so in AWS's words. */
class EnforcedServerTest {
    private static final KeyPair KEY =
            new KeyPair("AKIDEXAMPLEEXAMPLE00", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    private static Configuration configuration(AuthMode mode) {
        return Configuration.inMemory().withSecurity(Security.of(mode).withRootKey(KEY));
    }

    @Test
    void answersWhoeverSignsWithAKeyOfTheServer() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.ENFORCE))) {
            Answer answer = listTables(server, KEY, Instant.now());

            assertEquals(200, answer.status());
            assertEquals("{\"TableNames\":[]}", answer.text());
        }
    }

    @Test
    void refusesAnUnknownKey() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.ENFORCE))) {
            KeyPair other = new KeyPair("AKIDSOMEBODYELSE0000", KEY.secret());

            Answer answer = listTables(server, other, Instant.now());

            assertEquals(400, answer.status());
            assertEquals(
                    "{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\","
                            + "\"message\":\"The security token included in the request is"
                            + " invalid.\"}",
                    answer.text());
        }
    }

    @Test
    void refusesAnotherSecretAndTellsWhatShouldHaveBeenSigned() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.ENFORCE))) {
            KeyPair other = new KeyPair(KEY.id(), KEY.secret() + "x");

            Answer answer = listTables(server, other, Instant.now());

            assertEquals(400, answer.status());
            String start =
                    "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\","
                            + "\"message\":\"The request signature we calculated does not match the"
                            + " signature you provided. Check your AWS Secret Access Key and"
                            + " signing method. Consult the service documentation for details.\\n\\n"
                            + "The Canonical String for this request should have been\\n'POST\\n/";
            assertTrue(answer.text().startsWith(start), answer.text());
            assertFalse(answer.text().contains(KEY.secret()));
        }
    }

    @Test
    void refusesSignaturesOfAnotherTime() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.ENFORCE))) {
            Instant now = Instant.now();

            Answer late = listTables(server, KEY, now.minusSeconds(400));
            Answer early = listTables(server, KEY, now.plusSeconds(400));

            String time = "[0-9]{8}T[0-9]{6}Z";
            String late5 =
                    ".*InvalidSignatureException\",\"message\":\"Signature expired: %s is now"
                            + " earlier than %s \\(%s - 5 min\\.\\)\".*";
            assertTrue(late.text().matches(late5.replace("%s", time)), late.text());
            String early5 =
                    ".*InvalidSignatureException\",\"message\":\"Signature not yet current: %s is"
                            + " still later than %s \\(%s \\+ 5 min\\.\\)\".*";
            assertTrue(early.text().matches(early5.replace("%s", time)), early.text());
        }
    }

    @Test
    void bearsClocksAsFarOffAsItIsTold() throws Exception {
        Security patient =
                new Security(
                        AuthMode.ENFORCE,
                        Duration.ofMinutes(15),
                        Security.KEY_BESIDE_DATA,
                        KEY,
                        "",
                        Tls.OFF,
                        Security.NO_AUDIT);
        Configuration configuration = Configuration.inMemory().withSecurity(patient);
        try (StatorServer server = StatorServer.start(configuration)) {
            Instant now = Instant.now();
            assertEquals(200, listTables(server, KEY, now.minusSeconds(800)).status());
            assertEquals(400, listTables(server, KEY, now.minusSeconds(1000)).status());
        }
    }

    @Test
    void warnsOfWhatItWouldRefuse() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.WARN))) {
            KeyPair other = new KeyPair("anything", "anything");

            Answer warned = listTables(server, other, Instant.now());
            Answer known = listTables(server, KEY, Instant.now());

            assertEquals(200, warned.status());
            assertEquals(
                    "The security token included in the request is invalid.",
                    warned.headers().get("x-stator-denied"));
            assertEquals(200, known.status());
            assertFalse(known.headers().containsKey("x-stator-denied"));
            assertTrue(
                    metrics(server)
                            .contains(
                                    "stator_denials_total{service=\"dynamodb\",reason=\"signature\"} 1\n"));
        }
    }

    @Test
    void letsOnlyAdministratorsUseWhatIsOurs() throws Exception {
        Configuration configuration =
                Configuration.inMemory()
                        .withSecurity(
                                Security.of(AuthMode.ENFORCE)
                                        .withRootKey(KEY)
                                        .withMetricsToken("scrape"));
        try (StatorServer server = StatorServer.start(configuration)) {
            for (String path :
                    List.of(
                            "/metrics",
                            "/_stator/faults",
                            "/_stator/replication",
                            "/_stator/requests")) {
                assertEquals(403, get(server, path, Map.of()).status(), path);
                assertEquals(200, get(server, path, signed(server, path)).status(), path);
            }
            String bearer = "Bearer scrape";
            assertEquals(200, get(server, "/metrics", Map.of("Authorization", bearer)).status());
            assertEquals(
                    403, get(server, "/metrics", Map.of("Authorization", bearer + "x")).status());
            assertEquals(
                    403, get(server, "/_stator/faults", Map.of("Authorization", bearer)).status());
            assertEquals(200, get(server, "/health", Map.of()).status());
        }
        try (StatorServer server = StatorServer.start(configuration(AuthMode.WARN))) {
            Answer warned = get(server, "/metrics", Map.of());
            assertEquals(200, warned.status());
            assertEquals("Missing Authentication Token", warned.headers().get("x-stator-denied"));
        }
    }

    @Test
    void makesAndEndsKeysWhileItRuns() throws Exception {
        try (StatorServer server = StatorServer.start(configuration(AuthMode.ENFORCE))) {
            String account = "/_stator/keys/123456789012";
            assertEquals(403, ask(server, "POST", account, Map.of()).status());

            Answer made = ask(server, "POST", account, signed(server, "POST", account, KEY));

            String[] words = made.text().split("\"");
            KeyPair other = new KeyPair(words[7], words[11]);
            assertEquals(200, listTables(server, other, Instant.now()).status());
            Answer stranger = ask(server, "POST", account, signed(server, "POST", account, other));
            assertEquals(403, stranger.status());

            String key = "/_stator/keys/" + other.id();
            assertEquals(
                    200, ask(server, "DELETE", key, signed(server, "DELETE", key, KEY)).status());
            assertEquals(400, listTables(server, other, Instant.now()).status());
            String last = "/_stator/keys/" + KEY.id();
            assertEquals(
                    409, ask(server, "DELETE", last, signed(server, "DELETE", last, KEY)).status());
        }
    }

    @Test
    void makesRemovesAndRotatesKeysWhileItIsStopped(@TempDir Path directory) throws Exception {
        Configuration configuration =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, new Durability.None()))
                        .withSecurity(Security.of(AuthMode.ENFORCE));
        KeyPair first;
        try (StatorServer server = StatorServer.start(configuration)) {
            first = server.newRootKey().orElseThrow();
        }
        String rotated = keyCommand(directory, "--rotate", first.id());
        KeyPair second =
                new KeyPair(
                        rotated.replaceAll("(?s).*KEY_ID=(\\S+).*", "$1"),
                        rotated.replaceAll("(?s).*ACCESS_KEY=(\\S+).*", "$1"));
        try (StatorServer server = StatorServer.start(configuration)) {
            assertEquals(400, listTables(server, first, Instant.now()).status());
            assertEquals(200, listTables(server, second, Instant.now()).status());
        }
        keyCommand(directory, "--make", "--account", "123456789012");
        String shown = keyCommand(directory);
        assertTrue(shown.startsWith("000000000000  " + second.id() + "\n123456789012  "), shown);
        assertFalse(shown.contains(second.secret()));
    }

    private static String keyCommand(Path directory, String... more) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(List.of("--data", directory.toString()));
        arguments.addAll(List.of(more));
        KeyCommand.run(
                arguments.toArray(String[]::new),
                new PrintStream(output, true, StandardCharsets.UTF_8));
        return output.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> signed(StatorServer server, String path) {
        return signed(server, "GET", path, KEY);
    }

    private static Map<String, String> signed(
            StatorServer server, String method, String path, KeyPair key) {
        return new OutgoingSignature(
                        new Credentials(key.id(), key.secret()),
                        "us-east-1",
                        "stator",
                        "",
                        Instant.now())
                .objectHeaders(method, "localhost:" + server.port(), path, "", new byte[0]);
    }

    private static Answer get(StatorServer server, String path, Map<String, String> headers)
            throws IOException {
        return ask(server, "GET", path, headers);
    }

    private static Answer ask(
            StatorServer server, String method, String path, Map<String, String> headers)
            throws IOException {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost:");
        request.append(server.port()).append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        try (WireClient client = new WireClient(server.port())) {
            return client.send(request + "\r\n").read();
        }
    }

    @Test
    void looksAtNobodyUnlessToldTo() throws Exception {
        try (StatorServer server = StatorServer.start(Configuration.inMemory())) {
            Answer answer = listTables(server, new KeyPair("any", "any"), Instant.EPOCH);
            assertEquals(200, answer.status());
            assertFalse(answer.headers().containsKey("x-stator-denied"));
        }
    }

    @Test
    void makesTheFirstKeyOnceAndKeepsIt(@TempDir Path directory) throws Exception {
        Configuration configuration =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, new Durability.None()))
                        .withSecurity(Security.of(AuthMode.ENFORCE));
        KeyPair made;
        try (StatorServer server = StatorServer.start(configuration)) {
            made = server.newRootKey().orElseThrow();
            assertEquals(200, listTables(server, made, Instant.now()).status());
        }
        try (StatorServer server = StatorServer.start(configuration)) {
            assertTrue(server.newRootKey().isEmpty());
            assertEquals(200, listTables(server, made, Instant.now()).status());
        }
        Path keyFile = directory.resolve("identity.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
        assertNoFileHolds(made.secret(), directory);

        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-r--r--"));
        KeyFileException open =
                assertThrows(KeyFileException.class, () -> StatorServer.start(configuration));
        assertTrue(open.getMessage().contains("chmod 600"), open.getMessage());

        Files.delete(keyFile);
        KeyFileException lost =
                assertThrows(KeyFileException.class, () -> StatorServer.start(configuration));
        assertTrue(lost.getMessage().contains("another key file"), lost.getMessage());
    }

    private static void assertNoFileHolds(String secret, Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertFalse(bytes.contains(secret), file.toString());
            }
        }
    }

    private static Answer listTables(StatorServer server, KeyPair key, Instant signedAt)
            throws IOException {
        URI url = URI.create("http://localhost:" + server.port() + "/");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        OutgoingSignature signature =
                new OutgoingSignature(
                        new Credentials(key.id(), key.secret()),
                        "us-east-1",
                        "dynamodb",
                        OutgoingSignature.JSON_1_0,
                        signedAt);
        Map<String, String> headers =
                signature.headers(
                        OutgoingSignature.host(url), "DynamoDB_20120810.ListTables", body);
        StringBuilder request = new StringBuilder("POST / HTTP/1.1\r\nHost: ");
        request.append(OutgoingSignature.host(url)).append("\r\nContent-Length: 2\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        try (WireClient client = new WireClient(server.port())) {
            return client.send(request + "\r\n{}").read();
        }
    }

    private static String metrics(StatorServer server) throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            return client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").read().text();
        }
    }
}
