package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items of a running server whose time to live is over. */
class TimeToLiveTest {
    private static final int ITEMS = 10_000;
    private static final int DEADLINE_MILLIS = 30_000;
    private static final Pattern COUNT = Pattern.compile("\"ItemCount\":(\\d+)");

    @Test
    void boto3SeesItemsGoByThemselvesAndOnDemand() throws Exception {
        ForeignTest.assumeBoto3();
        try (ServerProcess server = ServerProcess.inMemory()) {
            ForeignTest.runWithBoto3(
                    "time_to_live_test.py", Map.of("STATOR_ENDPOINT", server.endpoint()));
        }
    }

    /** kill -9 in the middle of the sweep; the next server finishes it and takes nothing else. */
    @Test
    void aSweepIsFinishedAfterKillNine(@TempDir Path data) throws Exception {
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            WireClient client = new WireClient(server.endpoint());
            client.createTable("expiring");
            fill(client);
            client.call(
                    "UpdateTimeToLive",
                    """
                    {"TableName": "expiring",
                     "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": true}}\
                    """);
            await(client, ITEMS - 100);
            server.kill();
        }
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            WireClient client = new WireClient(server.endpoint());
            await(client, ITEMS / 2);
            Thread.sleep(100);
            assertEquals(ITEMS / 2, count(client));
            String odd = client.call("GetItem", key(1));
            assertTrue(odd.contains("Item"), odd);
            String even = client.call("GetItem", key(2));
            assertEquals("{}", even);
        }
    }

    private static String key(int i) {
        return "{\"TableName\": \"expiring\", \"Key\": {\"id\": {\"S\": \"i%d\"}}}".formatted(i);
    }

    /** Every second item has expired. */
    private static void fill(WireClient client) throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        for (int from = 0; from < ITEMS; from += 25) {
            StringBuilder puts = new StringBuilder();
            for (int i = from; i < from + 25; i++) {
                puts.append(i == from ? "" : ",")
                        .append(
                                """
                                {"PutRequest": {"Item": {"id": {"S": "i%d"}, "ttl": {"N": "%d"}}}}\
                                """
                                        .formatted(i, i % 2 == 0 ? now - i : now + 100_000));
            }
            client.call("BatchWriteItem", "{\"RequestItems\": {\"expiring\": [" + puts + "]}}");
        }
    }

    /** Waits until there are so few items. */
    private static void await(WireClient client, int items) throws Exception {
        long deadline = System.nanoTime() + DEADLINE_MILLIS * 1_000_000L;
        while (count(client) > items) {
            assertTrue(System.nanoTime() < deadline, "items are not deleted");
            Thread.sleep(1);
        }
    }

    private static int count(WireClient client) throws Exception {
        Matcher count =
                COUNT.matcher(client.call("DescribeTable", "{\"TableName\": \"expiring\"}"));
        assertTrue(count.find());
        return Integer.parseInt(count.group(1));
    }
}
