package stator.operation.kinesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.archive.Archive;
import stator.operation.settings.KinesisSink;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;

class KinesisDeliveryTest {
    private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/one";
    private static final String TABLE =
            "{\"TableName\":\"tab\",\"AttributeDefinitions\":[{\"AttributeName\":\"pk\","
                    + "\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"pk\","
                    + "\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\"}";

    /** Keeps the records, and fails as often as it is told to. */
    private static final class Kept implements KinesisSink {
        private final List<String> records = new CopyOnWriteArrayList<>();
        private int failures;

        @Override
        public void put(String streamArn, List<Record> given) throws IOException {
            assertEquals(STREAM, streamArn);
            if (failures-- > 0) {
                throw new IOException("failed on purpose");
            }
            given.forEach(record -> records.add(new String(record.data(), StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {}
    }

    @Test
    void changesAreDeliveredInOrderAlsoAfterFailuresAndARestart() throws InterruptedException {
        Random random = new Random(1);
        Clock clock = Clock.systemUTC();
        Kept kept = new Kept();
        kept.failures = 1;
        Database database =
                Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, random);
        Archive archive =
                Archive.open(database, new MemoryBucket(), new MemoryBuckets(), clock, random);
        try (database;
                archive) {
            Operations operations =
                    Operations.open(
                            database,
                            archive,
                            OperationSettings.defaults().withKinesis(true),
                            clock,
                            random);
            call(operations, "CreateTable", TABLE);
            put(operations, "before", 0);
            call(
                    operations,
                    "EnableKinesisStreamingDestination",
                    "{\"TableName\":\"tab\",\"StreamArn\":\"" + STREAM + "\"}");
            KinesisDelivery first = KinesisDelivery.start(database, kept, clock, random);
            put(operations, "a", 1);
            put(operations, "a", 2);
            await(kept, 2);
            first.close();
            put(operations, "a", 3);
            call(
                    operations,
                    "DeleteItem",
                    "{\"TableName\":\"tab\",\"Key\":{\"pk\":{\"S\":\"a\"}}}");
            KinesisDelivery second = KinesisDelivery.start(database, kept, clock, random);
            await(kept, 4);
            second.close();
        }
        List<String> events = new ArrayList<>();
        for (String record : kept.records) {
            events.add(record.replaceAll(".*\"eventName\":\"(\\w+)\".*", "$1"));
            assertTrue(record.startsWith("{\"awsRegion\":\"us-east-1\",\"eventID\":\""), record);
            assertTrue(record.endsWith("},\"eventSource\":\"aws:dynamodb\"}"), record);
        }
        assertEquals(List.of("INSERT", "MODIFY", "MODIFY", "REMOVE"), events);
        assertTrue(
                kept.records
                        .get(1)
                        .contains(
                                "\"Keys\":{\"pk\":{\"S\":\"a\"}},\"NewImage\":{\"pk\":{\"S\":\"a\"},"
                                        + "\"n\":{\"N\":\"2\"}},\"OldImage\":{\"pk\":{\"S\":\"a\"},"
                                        + "\"n\":{\"N\":\"1\"}},\"SizeBytes\":"),
                kept.records.get(1));
    }

    private static void put(Operations operations, String key, int number) {
        call(
                operations,
                "PutItem",
                "{\"TableName\":\"tab\",\"Item\":{\"pk\":{\"S\":\""
                        + key
                        + "\"},\"n\":{\"N\":\""
                        + number
                        + "\"}}}");
    }

    private static void call(Operations operations, String operation, String json) {
        Response response =
                operations.execute(
                        new Call(
                                Optional.of("DynamoDB_20120810." + operation),
                                json.getBytes(StandardCharsets.UTF_8),
                                "000000000000",
                                "us-east-1"));
        assertEquals(200, response.status(), operation);
    }

    private static void await(Kept kept, int records) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (kept.records.size() < records && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertEquals(records, kept.records.size());
    }
}
