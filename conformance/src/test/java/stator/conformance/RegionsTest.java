package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A global table in three regions, in all of which many clients write the same few items, while
 * regions are cut off, slowed down and healed, and on disk while the server is killed. In the end
 * the tables are equal, their indexes hold what they hold, and of each item the last writer won.
 *
 * <p>{@code -Dstator.regions.seconds=N} runs longer, {@code -Dstator.regions.kills=N} kills more
 * often, {@code -Dstator.regions.seed=N} repeats the choices.
 */
class RegionsTest {
    private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-south-1");
    private static final int CLIENTS_OF_REGION = 3;
    private static final int KEYS = 24;
    private static final int KINDS = 3;
    private static final int SECONDS = Integer.getInteger("stator.regions.seconds", 4);
    private static final int KILLS = Integer.getInteger("stator.regions.kills", 1);
    private static final long SEED = Long.getLong("stator.regions.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern ITEM =
            Pattern.compile(
                    "\\{\"id\":\\{\"S\":\"(\\w+)\"},\"tag\":\\{\"S\":\"(\\w+)\"},\"kind\":\\{\"S\":\"(\\w+)\"}}");
    private static final Pattern COUNT = Pattern.compile("\"Count\":(\\d+)");

    private static final String PUT =
            """
            {"TableName": "regions", "Item": {"id": {"S": "%s"}, "tag": {"S": "%s"}, "kind": {"S": "%s"}}}\
            """;
    private static final String UPDATE =
            """
            {"TableName": "regions", "Key": {"id": {"S": "%s"}}, "UpdateExpression": "SET tag = :t, kind = :k",
             "ExpressionAttributeValues": {":t": {"S": "%s"}, ":k": {"S": "%s"}}}\
            """;
    private static final String BATCH =
            """
            {"RequestItems": {"regions": [
             {"PutRequest": {"Item": {"id": {"S": "%s"}, "tag": {"S": "%s"}, "kind": {"S": "%s"}}}},
             {"PutRequest": {"Item": {"id": {"S": "%s"}, "tag": {"S": "%s"}, "kind": {"S": "%s"}}}}]}}\
            """;
    private static final String TRANSACTION =
            """
            {"TransactItems": [
             {"Put": {"TableName": "regions", "Item": {"id": {"S": "%s"}, "tag": {"S": "%s"}, "kind": {"S": "%s"}}}},
             {"Put": {"TableName": "regions", "Item": {"id": {"S": "%s"}, "tag": {"S": "%s"}, "kind": {"S": "%s"}}}}]}\
            """;
    private static final String DELETE =
            """
            {"TableName": "regions", "Key": {"id": {"S": "%s"}}, "ReturnValues": "ALL_OLD"}\
            """;
    private static final String QUERY =
            """
            {"TableName": "regions", "IndexName": "byKind", "KeyConditionExpression": "kind = :k",
             "ExpressionAttributeValues": {":k": {"S": "%s"}}}\
            """;

    private final RegionHistory history = new RegionHistory();
    private final AtomicInteger tags = new AtomicInteger();

    /** Answers that are no success, though nothing could be wrong with the request. */
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int faults;

    @Test
    void regionsConvergeInMemory() throws Exception {
        try (ServerProcess server = ServerProcess.inMemory()) {
            createTables(server);
            writeFor(server, SECONDS * 1_000L, false);
            verify(server);
            report("in memory", 0);
        }
    }

    @Test
    void regionsConvergeOnDiskThoughTheServerIsKilled(@TempDir Path data) throws Exception {
        Supplier<ServerProcess> start = () -> ServerProcess.onDisk(data);
        try (ServerProcess server = start.get()) {
            createTables(server);
        }
        for (int life = 0; life <= KILLS; life++) {
            try (ServerProcess server = start.get()) {
                boolean isLast = life == KILLS;
                writeFor(server, SECONDS * 1_000L / (KILLS + 1), !isLast);
                if (isLast) {
                    verify(server);
                }
            }
        }
        try (ServerProcess server = start.get()) {
            verify(server);
        }
        report("on disk", KILLS);
    }

    private void report(String where, int kills) {
        System.out.println(
                "Regions "
                        + where
                        + ": "
                        + history.answered()
                        + " writes, "
                        + history.unanswered()
                        + " without an answer, "
                        + faults
                        + " faults, "
                        + kills
                        + " kills, -Dstator.regions.seed="
                        + SEED);
    }

    private static void createTables(ServerProcess server) throws Exception {
        WireClient client = new WireClient(server.endpoint(), REGIONS.getFirst());
        client.call(
                "CreateTable",
                """
                {"TableName": "regions", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                  {"AttributeName": "kind", "AttributeType": "S"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "byKind",
                  "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                  "Projection": {"ProjectionType": "ALL"}}]}\
                """);
        for (String region : REGIONS.subList(1, REGIONS.size())) {
            client.call(
                    "UpdateTable",
                    """
                    {"TableName": "regions", "ReplicaUpdates": [{"Create": {"RegionName": "%s"}}]}\
                    """
                            .formatted(region));
            await(
                    "replica in " + region,
                    () ->
                            !client.call("DescribeTable", "{\"TableName\": \"regions\"}")
                                    .contains("CREATING"));
        }
    }

    // The load.

    /** Lets all clients write for a time while regions fail, and ends with or without a kill. */
    private void writeFor(ServerProcess server, long milliseconds, boolean kill) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (String region : REGIONS) {
            WireClient client = new WireClient(server.endpoint(), region);
            for (int i = 0; i < CLIENTS_OF_REGION; i++) {
                SplittableRandom own = random.split();
                writers.add(Thread.ofVirtual().start(() -> write(client, own, stop)));
            }
        }
        long deadline = System.nanoTime() + milliseconds * 1_000_000;
        while (System.nanoTime() < deadline) {
            Thread.sleep(50 + random.nextInt(200));
            fail(server, REGIONS.get(random.nextInt(REGIONS.size())));
        }
        if (kill) {
            server.kill();
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void fail(ServerProcess server, String region) throws Exception {
        switch (random.nextInt(4)) {
            case 0, 1 -> fault(server, "PUT", "/" + region + "/cut");
            case 2 -> fault(server, "PUT", "/" + region + "/delay/" + random.nextInt(500));
            default -> fault(server, "DELETE", "/" + region);
        }
        faults++;
    }

    private static String fault(ServerProcess server, String method, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(server.endpoint() + "/_stator/replication" + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
            return response.body();
        }
    }

    private void write(WireClient client, SplittableRandom random, AtomicBoolean stop) {
        try {
            boolean answered = true;
            while (answered && !stop.get()) {
                int first = random.nextInt(KEYS);
                int second = (first + 1 + random.nextInt(KEYS - 1)) % KEYS;
                answered =
                        switch (random.nextInt(10)) {
                            case 0, 1 -> delete(client, first);
                            case 2, 3 -> send(client, "UpdateItem", UPDATE, List.of(first));
                            case 4 -> send(client, "BatchWriteItem", BATCH, List.of(first, second));
                            case 5 ->
                                    send(
                                            client,
                                            "TransactWriteItems",
                                            TRANSACTION,
                                            List.of(first, second));
                            default -> send(client, "PutItem", PUT, List.of(first));
                        };
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes some items; false if no answer came. */
    private boolean send(WireClient client, String operation, String template, List<Integer> keys)
            throws InterruptedException {
        List<Object> words = new ArrayList<>();
        List<RegionHistory.Write> writes = new ArrayList<>();
        long begin = System.nanoTime();
        for (int key : keys) {
            String tag = "t" + tags.incrementAndGet();
            words.addAll(List.of("k" + key, tag, "g" + key % KINDS));
            writes.add(new RegionHistory.Write("k" + key, Optional.of(tag), begin, begin, false));
        }
        Optional<WireClient.Answer> answer =
                answer(client, operation, template.formatted(words.toArray()));
        long end = System.nanoTime();
        if (answer.filter(this::isRefusal).isEmpty()) {
            writes.forEach(write ->
                    history.add(
                            new RegionHistory.Write(
                                    write.key(),
                                    write.value(),
                                    write.beginNanos(),
                                    end,
                                    answer.isPresent())));
        }
        return answer.isPresent();
    }

    /** A deletion that finds nothing in its region is no write. */
    private boolean delete(WireClient client, int key) throws InterruptedException {
        long begin = System.nanoTime();
        Optional<WireClient.Answer> answer =
                answer(client, "DeleteItem", DELETE.formatted("k" + key));
        boolean mayHaveDeleted =
                answer.isEmpty()
                        || !isRefusal(answer.get())
                                && answer.get().body().contains("\"Attributes\"");
        if (mayHaveDeleted) {
            history.add(
                    new RegionHistory.Write(
                            "k" + key,
                            Optional.empty(),
                            begin,
                            System.nanoTime(),
                            answer.isPresent()));
        }
        return answer.isPresent();
    }

    private static Optional<WireClient.Answer> answer(
            WireClient client, String operation, String body) throws InterruptedException {
        try {
            return Optional.of(client.send(operation, body));
        } catch (IOException killed) {
            return Optional.empty();
        }
    }

    /** Transactions may be refused because of each other; then nothing was applied. */
    private boolean isRefusal(WireClient.Answer answer) {
        if (answer.status() != 200 && !answer.body().contains("TransactionConflict")) {
            refusals.add(answer.toString());
        }
        return answer.status() != 200;
    }

    // What is left.

    /** Heals all regions, waits until all writes have arrived, and looks at what there is. */
    private void verify(ServerProcess server) throws Exception {
        fault(server, "DELETE", "");
        Pattern waiting = Pattern.compile("\"[a-z0-9-]+\": [1-9]");
        await("arrival of all writes", () -> !waiting.matcher(fault(server, "GET", "")).find());
        Map<String, String> first = null;
        for (String region : REGIONS) {
            WireClient client = new WireClient(server.endpoint(), region);
            Map<String, String> items = items(client.call("Scan", "{\"TableName\": \"regions\"}"));
            Map<String, String> indexed = new TreeMap<>();
            for (int kind = 0; kind < KINDS; kind++) {
                indexed.putAll(items(client.call("Query", QUERY.formatted("g" + kind))));
            }
            assertEquals(items, indexed, "index of " + region);
            first = first == null ? items : first;
            assertEquals(first, items, region);
        }
        assertEquals(List.of(), history.violations(first));
        assertEquals(List.of(), List.copyOf(refusals));
        assertTrue(history.answered() > 0);
    }

    /** The tags of items by their keys. */
    private static Map<String, String> items(String body) {
        Map<String, String> items = new TreeMap<>();
        Matcher item = ITEM.matcher(body);
        while (item.find()) {
            items.put(item.group(1), item.group(2));
        }
        Matcher count = COUNT.matcher(body);
        assertTrue(count.find(), body);
        assertEquals(Integer.parseInt(count.group(1)), items.size(), body);
        assertFalse(body.contains("LastEvaluatedKey"), body);
        return items;
    }

    @FunctionalInterface
    private interface Question {
        boolean ask() throws Exception;
    }

    private static void await(String what, Question question) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.ask()) {
            assertTrue(System.nanoTime() < deadline, "no " + what);
            Thread.sleep(20);
        }
    }
}
