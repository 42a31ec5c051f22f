package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.door.testing.StandingClock;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.archive.Archive;
import stator.operation.settings.OperationSettings;
import stator.storage.Store;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/**
 * Tables on disk, restored to a hundred random instants of a recorded history while others write:
 * the items and both indexes are as they were. {@code -Dstator.restore.seed=N} replays a history.
 */
class RestoreInstantsTest {
    private static final int INSTANTS = 100;
    private static final int WRITERS = 4;
    private static final int WRITES = 10;
    private static final long SEED = Long.getLong("stator.restore.seed", System.nanoTime());

    @TempDir Path directory;

    private final StandingClock clock = new StandingClock("2026-11-21T12:00:00Z");
    private final SplittableRandom random = new SplittableRandom(SEED);
    private Operations operations;
    private Archive archive;

    /** What the table holds: items by their keys. */
    private final Map<String, String> model = new ConcurrentHashMap<>();

    /** What it held at the end of each second. */
    private final TreeMap<Long, Map<String, String>> history = new TreeMap<>();

    @Test
    void aTableIsRestoredAsItStoodAtAnyInstant() throws Exception {
        Random ids = new Random(SEED);
        Store store = RocksStore.open(directory, RocksSettings.DEFAULT.with(new Durability.None()));
        Database database = Database.open(store, DatabaseSettings.DEFAULT, clock, ids);
        archive = Archive.inMemory(database, clock, ids);
        operations = Operations.open(database, archive, OperationSettings.defaults(), clock, ids);
        try {
            createTable();
            record();
            restoreWhileOthersWrite();
        } finally {
            archive.close();
            database.close();
        }
    }

    private String call(String operation, String json) {
        Response response =
                operations.execute(
                        new Call(
                                Optional.of("DynamoDB_20120810." + operation),
                                json.getBytes(StandardCharsets.UTF_8),
                                "000000000000",
                                "us-east-1"));
        String text = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(200, response.status(), text);
        return text;
    }

    private void createTable() {
        call(
                "CreateTable",
                """
                {"TableName": "source", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
                  {"AttributeName": "s", "AttributeType": "N"},
                  {"AttributeName": "l", "AttributeType": "N"},
                  {"AttributeName": "g", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                  {"AttributeName": "s", "KeyType": "RANGE"}],
                 "LocalSecondaryIndexes": [{"IndexName": "local",
                  "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"},
                   {"AttributeName": "l", "KeyType": "RANGE"}],
                  "Projection": {"ProjectionType": "ALL"}}],
                 "GlobalSecondaryIndexes": [{"IndexName": "global",
                  "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                  "Projection": {"ProjectionType": "ALL"}}]}\
                """);
        call(
                "UpdateContinuousBackups",
                """
                {"TableName": "source",
                 "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}\
                """);
    }

    /** In each second several threads write; what there is at its end is recorded. */
    private void record() throws InterruptedException {
        history.put(clock.millis(), Map.of());
        for (int second = 0; second < INSTANTS; second++) {
            clock.advance(Duration.ofSeconds(1));
            List<Thread> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                SplittableRandom own = random.split();
                writers.add(Thread.ofPlatform().start(() -> write(number, own, model)));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            history.put(clock.millis(), Map.copyOf(model));
        }
    }

    /** Writers share partitions but no items. */
    private void write(int writer, SplittableRandom own, Map<String, String> noted) {
        for (int i = 0; i < WRITES; i++) {
            String key =
                    "\"p\":{\"S\":\"p%d\"},\"s\":{\"N\":\"%d\"}"
                            .formatted(own.nextInt(5), own.nextInt(8) * WRITERS + writer);
            if (own.nextInt(3) == 0) {
                call("DeleteItem", "{\"TableName\": \"source\", \"Key\": {" + key + "}}");
                noted.remove(key);
                continue;
            }
            String item = "{" + key + attribute(own, "l", "N") + attribute(own, "g", "S") + "}";
            call("PutItem", "{\"TableName\": \"source\", \"Item\": " + item + "}");
            noted.put(key, item);
        }
    }

    /** An index key that one item in three does not have. */
    private static String attribute(SplittableRandom own, String name, String type) {
        return own.nextInt(3) == 0
                ? ""
                : ",\"%s\":{\"%s\":\"%d\"}".formatted(name, type, own.nextInt(100));
    }

    private void restoreWhileOthersWrite() throws Exception {
        clock.advance(Duration.ofSeconds(5));
        for (int i = 0; i < INSTANTS; i++) {
            SplittableRandom own = random.split();
            Thread writer =
                    Thread.ofPlatform().start(() -> write(0, own, new ConcurrentHashMap<>()));
            restore(history.firstKey() + random.nextLong(INSTANTS * 1_000L));
            writer.join();
        }
    }

    private void restore(long millis) throws IOException {
        // A time in whole seconds means the end of the second, and so the next state.
        long instant = millis % 1_000 == 0 ? millis + 1 : millis;
        call(
                "RestoreTableToPointInTime",
                """
                {"SourceTableName": "source", "TargetTableName": "restored", "RestoreDateTime": %d.%03d}\
                """
                        .formatted(instant / 1_000, instant % 1_000));
        archive.awaitJobs(Duration.ofSeconds(30));
        Map<String, String> then = history.floorEntry(instant).getValue();
        String what = "at " + Instant.ofEpochMilli(instant) + ", -Dstator.restore.seed=" + SEED;
        assertEquals(items(then, ""), scan(""), what);
        assertEquals(items(then, "\"l\":"), scan(", \"IndexName\": \"local\""), what);
        assertEquals(items(then, "\"g\":"), scan(", \"IndexName\": \"global\""), what);
        call("DeleteTable", "{\"TableName\": \"restored\"}");
    }

    private static TreeSet<String> items(Map<String, String> state, String having) {
        return state.values().stream()
                .filter(item -> item.contains(having))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TreeSet<String> scan(String index) {
        String found = call("Scan", "{\"TableName\": \"restored\"" + index + "}");
        String items = found.substring(found.indexOf('[') + 1, found.lastIndexOf(']'));
        return items.isEmpty()
                ? new TreeSet<>()
                : new TreeSet<>(Arrays.asList(items.split(",(?=\\{\"p\")")));
    }
}
