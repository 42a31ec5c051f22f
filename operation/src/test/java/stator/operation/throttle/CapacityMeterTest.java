package stator.operation.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Table;
import stator.operation.Response;
import stator.operation.TestOperations;
import stator.operation.settings.CallWatcher;
import stator.operation.settings.CapacityEnforcement;
import stator.operation.settings.OperationSettings;
import stator.operation.throttle.CapacityLimit.Direction;

final class CapacityMeterTest {
    private static final String TABLE =
            """
            {"TableName": "Tab", "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "ProvisionedThroughput":
             {"ReadCapacityUnits": 40000, "WriteCapacityUnits": 40000}}\
            """;

    @Test
    void aBucketIsFullFirstAndIsRefilledUpToItsLimit() {
        CapacityBucket bucket = new CapacityBucket();
        assertTrue(bucket.admits(2, 300, 1_000));
        bucket.spend(599);
        assertTrue(bucket.admits(2, 300, 1_000));
        bucket.spend(5);
        assertFalse(bucket.admits(2, 300, 1_000), "in debt");
        assertFalse(bucket.admits(2, 300, 2_000));
        assertTrue(bucket.admits(2, 300, 3_001));
        assertTrue(bucket.admits(2, 300, 10_000_000));
        bucket.spend(600);
        assertFalse(bucket.admits(2, 300, 10_000_000), "no more than the limit was kept");
    }

    @Test
    void aClockThatGoesBackAddsNothing() {
        CapacityBucket bucket = new CapacityBucket();
        assertTrue(bucket.admits(1, 1, 5_000));
        bucket.spend(1);
        assertFalse(bucket.admits(1, 1, 1_000));
        assertTrue(bucket.admits(1, 1, 2_000));
    }

    @Test
    void aSingleKeyGetsNoMoreThanAPartitionHas() {
        CapacityEnforcement enforced = new CapacityEnforcement(300);
        OperationSettings settings = OperationSettings.defaults().withEnforcement(enforced);
        try (TestOperations operations = new TestOperations(DatabaseSettings.DEFAULT, settings)) {
            call(operations, "CreateTable", TABLE);
            for (int i = 0; i < 10; i++) {
                assertEquals("", put(operations, "hot"));
            }
            assertTrue(put(operations, "hot").contains("\"TableWriteKeyRangeThroughputExceeded\""));
            assertEquals("", put(operations, "cold"));
            operations.advance(Duration.ofMillis(100));
            assertEquals("", put(operations, "hot"));
        }
    }

    @Test
    void whatWasUsedOfTablesThatAreGoneIsForgotten() {
        try (TestOperations operations = new TestOperations()) {
            CapacityMeter meter =
                    new CapacityMeter(
                            operations::tables,
                            Clock.systemUTC(),
                            CapacityEnforcement.OFF,
                            operations.usage(),
                            CallWatcher.NONE);
            call(operations, "CreateTable", TABLE);
            Table gone = operations.tables().getFirst();
            spend(meter, gone, "");
            call(operations, "DeleteTable", "{\"TableName\": \"Tab\"}");
            call(operations, "CreateTable", TABLE);
            Table there = operations.tables().getFirst();
            spend(meter, there, "");
            for (int i = 0; i < CapacityMeter.NEW_UNTIL_SWEEP; i++) {
                spend(meter, there, "index" + i);
            }
            assertEquals(0, meter.consumption(gone, "", Direction.WRITE).units());
            assertEquals(1, meter.consumption(there, "", Direction.WRITE).units());
        }
    }

    private static void spend(CapacityMeter meter, Table table, String index) {
        meter.spend(table, index, Direction.WRITE, CapacityMeter.NO_PARTITION, 1);
    }

    /** Puts 100 KB, and returns what is wrong. */
    private static String put(TestOperations operations, String key) {
        String item =
                """
                {"TableName": "Tab", "Item": {"p": {"S": "%s"}, "v": {"S": "%s"}}}\
                """;
        return call(operations, "PutItem", item.formatted(key, "x".repeat(102_300)));
    }

    private static String call(TestOperations operations, String operation, String json) {
        Response response = operations.call(operation, json);
        return response.status() == 200
                ? ""
                : new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
