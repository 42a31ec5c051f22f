package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.door.caller.AuthMode;
import stator.identity.account.KeyPair;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.rocksdb.Durability;
import stator.tool.Terminal;
import stator.tool.Tool;

/** {@code stator check}, against a running server. */
class CheckTest {
    private static final KeyPair KEY =
            new KeyPair("AKIDEXAMPLEEXAMPLE00", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

    /** Of the table that is made first; its index comes next. */
    private static final int SPACE = 64;

    private static final int ITEMS = 30;

    @TempDir private Path folder;

    private record Result(int exit, String out, String err) {}

    private Result check(StatorServer server, KeyPair key) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit =
                Tool.run(
                        new String[] {"check"},
                        Map.of(
                                "HOME",
                                folder.toString(),
                                "AWS_ACCESS_KEY_ID",
                                key.id(),
                                "AWS_SECRET_ACCESS_KEY",
                                key.secret(),
                                "AWS_ENDPOINT_URL",
                                "http://localhost:" + server.port()),
                        new Terminal(
                                InputStream.nullInputStream(),
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false));
        return new Result(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void call(StatorServer server, String operation, String json)
            throws IOException {
        try (WireClient client = new WireClient(server.port())) {
            WireClient.Answer answer =
                    client.send(
                                    WireClient.call(
                                            "DynamoDB_20120810." + operation,
                                            json.replace('\'', '"')))
                            .read();
            assertEquals(200, answer.status(), answer.text());
        }
    }

    private static void fill(StatorServer server) throws IOException {
        call(
                server,
                "CreateTable",
                "{'TableName': 'Music', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions':"
                        + " [{'AttributeName': 'Artist', 'AttributeType': 'S'}, {'AttributeName':"
                        + " 'Genre', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName':"
                        + " 'Artist', 'KeyType': 'HASH'}], 'GlobalSecondaryIndexes': [{'IndexName':"
                        + " 'ByGenre', 'KeySchema': [{'AttributeName': 'Genre', 'KeyType':"
                        + " 'HASH'}], 'Projection': {'ProjectionType': 'ALL'}}],"
                        + " 'StreamSpecification': {'StreamEnabled': true, 'StreamViewType':"
                        + " 'NEW_AND_OLD_IMAGES'}}");
        for (int i = 0; i < ITEMS; i++) {
            call(
                    server,
                    "PutItem",
                    "{'TableName': 'Music', 'Item': {'Artist': {'S': 'a%d'}, 'Genre': {'S': 'g'}}}"
                            .formatted(i));
        }
    }

    @Test
    void printsWhatThereIsAndWhatIsWrongWithIt() throws IOException {
        Configuration configuration =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(folder.resolve("data"), new Durability.None()));
        try (StatorServer server = StatorServer.start(configuration)) {
            fill(server);
            Result result = check(server, KEY);
            assertEquals(Tool.OK, result.exit(), result.out() + result.err());
            assertEquals(
                    "table                                 items          bytes        records\n"
                            + "000000000000 eu-west-1 Music             30            440"
                            + "             30\n"
                            + "  index ByGenre                          30\n"
                            + "ok: 1 table, 30 items in all\n",
                    result.out());
            assertEquals("", result.err());
        }
        RowKey lost = loseAnItem(configuration);
        try (StatorServer server = StatorServer.start(configuration)) {
            Result result = check(server, KEY);
            assertEquals(Tool.FAILED, result.exit(), result.out() + result.err());
            String key =
                    "{Artist: {\"S\": \""
                            + new String(lost.partition(), StandardCharsets.UTF_8).trim()
                            + "\"}}: ";
            List<String> lines =
                    result.out()
                            .lines()
                            .filter(line -> line.startsWith("000000000000 eu-west-1 Music, "))
                            .toList();
            assertEquals(6, lines.size(), result.out());
            assertTrue(
                    lines.get(0).contains(", index ByGenre " + key + "a row of no"),
                    lines::toString);
            assertTrue(
                    lines.get(1).endsWith("counters: there are 29 items, and counted are 30"),
                    lines::toString);
            for (String line : lines.subList(2, 5)) {
                assertTrue(line.contains("counters: "), lines::toString);
            }
            assertTrue(lines.get(5).contains("log of changes " + key), lines::toString);
            assertTrue(result.out().endsWith("not ok: 1 of 1 table, 29 items in all\n"));
        }
    }

    /** Takes an item away below the database, and nothing that belongs to it. */
    private static RowKey loseAnItem(Configuration configuration) {
        try (Store store = configuration.data().engine().open()) {
            List<RowKey> keys = new ArrayList<>();
            store.scan(
                    SpaceScan.all(SPACE, (byte) 0),
                    Consistency.STRONG,
                    (key, row) -> {
                        keys.add(key);
                        return false;
                    });
            store.update(
                    keys,
                    (rows, batch) -> {
                        batch.delete(keys.getFirst());
                        return true;
                    });
            return keys.getFirst();
        }
    }

    @Test
    void isForAdministrators() throws IOException {
        Configuration closed =
                Configuration.inMemory()
                        .withSecurity(Security.of(AuthMode.ENFORCE).withRootKey(KEY));
        try (StatorServer server = StatorServer.start(closed)) {
            Result admitted = check(server, KEY);
            assertEquals(Tool.OK, admitted.exit(), admitted.err());
            assertEquals("ok: 0 tables, 0 items in all\n", admitted.out());
            Result refused = check(server, new KeyPair("AKIDSOMEBODYELSE0000", KEY.secret()));
            assertEquals(Tool.FAILED, refused.exit());
            assertEquals("", refused.out());
            assertFalse(refused.err().isBlank());
        }
    }

    @Test
    void saysWhereThereIsNothingOfTheKind() throws IOException {
        try (StatorServer server = StatorServer.start(Configuration.inMemory());
                WireClient client = new WireClient(server.port())) {
            String head = "GET /_stator/check HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assertEquals("{\"State\":\"NONE\"}", client.send(head).read().text());
            String other = head.replace("check", "cheque");
            assertEquals(404, client.send(other).read().status());
        }
    }
}
