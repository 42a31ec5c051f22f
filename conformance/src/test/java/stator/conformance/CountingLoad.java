package stator.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Writers that count the items of a table up, each its own ones, whether the server is there or
 * not: a request without an answer is sent again, and its condition tells whether the first was
 * applied. So the numbers at the end are exactly the numbers of changes.
 */
final class CountingLoad implements AutoCloseable {
    static final String TABLE = "counted";
    static final String INDEX = "by-number";

    private static final int WRITERS = 4;
    private static final int ITEMS_PER_WRITER = 8;

    /** Any of them may be asked. Replaced when servers have other addresses. */
    private volatile List<WireClient> clients;

    private final long pauseMillis;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Queue<WireClient.Answer> refusals = new ConcurrentLinkedQueue<>();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stopped;

    /** A load that begins at once, on a table that it creates with a stream. */
    CountingLoad(String endpoint, long pauseMillis) throws IOException, InterruptedException {
        this(pauseMillis, new WireClient(endpoint));
    }

    /** The same by several servers before one store. */
    CountingLoad(long pauseMillis, WireClient... servers) throws IOException, InterruptedException {
        clients = List.of(servers);
        this.pauseMillis = pauseMillis;
        servers[0].createTable(TABLE);
        servers[0].call(
                "UpdateTable",
                """
                {"TableName": "%s", "StreamSpecification":
                 {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}\
                """
                        .formatted(TABLE));
        for (int writer = 0; writer < WRITERS; writer++) {
            int id = writer;
            writers.add(Thread.ofVirtual().start(() -> write(id)));
        }
    }

    private void write(int writer) {
        try {
            for (int turn = 0; !stopped; turn++) {
                String item = "w%d-%d".formatted(writer, turn % ITEMS_PER_WRITER);
                count(item, numbers.getOrDefault(item, 0) + 1);
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String item, int number) throws InterruptedException {
        boolean unsure = false;
        for (int attempt = number; true; attempt++) {
            try {
                List<WireClient> any = clients;
                WireClient client = any.get(attempt % any.size());
                WireClient.Answer answer =
                        client.send(
                                "UpdateItem",
                                """
                                {"TableName": "%s", "Key": {"id": {"S": "%s"}},
                                 "UpdateExpression": "SET n = :new",
                                 "ConditionExpression": "attribute_not_exists(n) OR n = :old",
                                 "ExpressionAttributeValues": {":old": {"N": "%d"}, ":new": {"N": "%d"}}}\
                                """
                                        .formatted(TABLE, item, number - 1, number));
                boolean wasApplied = unsure && answer.body().contains("ConditionalCheckFailed");
                if (answer.status() == 200 || wasApplied) {
                    numbers.put(item, number);
                    return;
                }
                if (answer.status() < 500) {
                    refusals.add(answer);
                    stopped = true;
                    return;
                }
                unsure = true;
            } catch (IOException nobodyKnows) {
                unsure = true;
            }
            Thread.sleep(20);
        }
    }

    /** Where requests go from now on. */
    void use(WireClient... servers) {
        clients = List.of(servers);
    }

    /** Adds an index of the numbers, and waits until it is there. */
    void index() throws IOException, InterruptedException {
        WireClient first = clients.getFirst();
        first.call(
                "UpdateTable",
                """
                {"TableName": "%s",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                  {"AttributeName": "n", "AttributeType": "N"}],
                 "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "%s",
                  "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
                  "Projection": {"ProjectionType": "ALL"}}}]}\
                """
                        .formatted(TABLE, INDEX));
        String described = "{\"TableName\": \"" + TABLE + "\"}";
        while (first.call("DescribeTable", described).contains("\"IndexStatus\":\"CREATING\"")) {
            Thread.sleep(100);
        }
    }

    /** Ends the load; the number of each item. */
    Map<String, Integer> finish() {
        close();
        if (!refusals.isEmpty()) {
            throw new AssertionError("Refused: " + refusals);
        }
        return Map.copyOf(numbers);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
