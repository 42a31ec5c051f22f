package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secondary indexes of a running server. */
class IndexTest {
    private static final int ITEMS = 10_000;
    private static final Pattern COUNT = Pattern.compile("\"Count\":(\\d+)");
    private static final Pattern LAST = Pattern.compile("\"LastEvaluatedKey\":(\\{.*?}})[,}]");

    @Test
    void boto3CreatesIndexesWhileItWritesAndUsesAnOverloadedOne() throws Exception {
        ForeignTest.assumeBoto3();
        try (ServerProcess server = ServerProcess.inMemory()) {
            ForeignTest.runWithBoto3(
                    "indexes_test.py", Map.of("STATOR_ENDPOINT", server.endpoint()));
        }
    }

    @Test
    void onRequestIndexesLagAndItemCollectionsAreLimited() throws Exception {
        try (ServerProcess server =
                ServerProcess.inMemory("--gsi-delay", "1000", "--item-collection-limit", "500")) {
            WireClient client = new WireClient(server.endpoint());
            client.call(
                    "CreateTable",
                    """
                    {"TableName": "slow", "BillingMode": "PAY_PER_REQUEST",
                     "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
                       {"AttributeName": "s", "AttributeType": "S"}, {"AttributeName": "a", "AttributeType": "S"}],
                     "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
                     "LocalSecondaryIndexes": [{"IndexName": "local", "Projection": {"ProjectionType": "ALL"},
                       "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "a", "KeyType": "RANGE"}]}],
                     "GlobalSecondaryIndexes": [{"IndexName": "global", "Projection": {"ProjectionType": "ALL"},
                       "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}]}\
                    """);
            String item = "{\"p\": {\"S\": \"p\"}, \"s\": {\"S\": \"%s\"}, \"a\": {\"S\": \"%s\"}}";
            String put = "{\"TableName\": \"slow\", \"Item\": " + item + "}";
            long written = System.nanoTime();
            client.call("PutItem", put.formatted("1", "x"));
            String global =
                    client.call("Scan", "{\"TableName\": \"slow\", \"IndexName\": \"global\"}");
            if (System.nanoTime() - written < 900_000_000L) {
                assertTrue(global.contains("\"Count\":0"), global);
            }
            String local =
                    client.call("Scan", "{\"TableName\": \"slow\", \"IndexName\": \"local\"}");
            assertTrue(local.contains("\"Count\":1"), local);
            Thread.sleep(1_100);
            global = client.call("Scan", "{\"TableName\": \"slow\", \"IndexName\": \"global\"}");
            assertTrue(global.contains("\"Count\":1"), global);

            WireClient.Answer refused = client.send("PutItem", put.formatted("2", "y".repeat(300)));
            assertEquals(400, refused.status());
            assertEquals(
                    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ItemCollectionSizeLimitExceededException\","
                            + "\"message\":\"Collection size exceeded.\"}",
                    refused.body());
        }
    }

    /** kill -9 while items are added to an index; the next server finishes the work. */
    @Test
    void anIndexIsFinishedAfterKillNine(@TempDir Path data) throws Exception {
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            WireClient client = new WireClient(server.endpoint());
            client.createTable("indexed");
            fill(client);
            Thread creation = Thread.ofVirtual().start(() -> createIndex(client));
            while (status(client).isEmpty()) {
                Thread.sleep(1);
            }
            Thread.sleep(30);
            server.kill();
            creation.join();
        }
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            WireClient client = new WireClient(server.endpoint());
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!status(client).equals("ACTIVE") && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertEquals("ACTIVE", status(client));
            assertEquals(ITEMS, countAll(client));
        }
    }

    private static void fill(WireClient client) throws Exception {
        for (int from = 0; from < ITEMS; from += 25) {
            StringBuilder puts = new StringBuilder();
            for (int i = from; i < from + 25; i++) {
                puts.append(i == from ? "" : ",")
                        .append(
                                """
                                {"PutRequest": {"Item": {"id": {"S": "i%d"}, "g": {"N": "%d"}}}}\
                                """
                                        .formatted(i, i % 7));
            }
            client.call("BatchWriteItem", "{\"RequestItems\": {\"indexed\": [" + puts + "]}}");
        }
    }

    private static void createIndex(WireClient client) {
        try {
            client.send(
                    "UpdateTable",
                    """
                    {"TableName": "indexed", "AttributeDefinitions": [{"AttributeName": "g", "AttributeType": "N"}],
                     "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "byNumber",
                       "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                       "Projection": {"ProjectionType": "KEYS_ONLY"}}}]}\
                    """);
        } catch (IOException killed) {
            // The request was committed: the index was seen before the kill.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The status of the index; empty if there is none. */
    private static String status(WireClient client) throws Exception {
        String table = client.call("DescribeTable", "{\"TableName\": \"indexed\"}");
        Matcher status = Pattern.compile("\"IndexStatus\":\"(\\w+)\"").matcher(table);
        return status.find() ? status.group(1) : "";
    }

    private static int countAll(WireClient client) throws Exception {
        int sum = 0;
        String start = "";
        while (true) {
            String page =
                    client.call(
                            "Scan",
                            "{\"TableName\": \"indexed\", \"IndexName\": \"byNumber\", \"Select\": \"COUNT\""
                                    + start
                                    + "}");
            Matcher count = COUNT.matcher(page);
            assertTrue(count.find(), page);
            sum += Integer.parseInt(count.group(1));
            Matcher last = LAST.matcher(page);
            if (!last.find()) {
                return sum;
            }
            start = ", \"ExclusiveStartKey\": " + last.group(1);
        }
    }
}
