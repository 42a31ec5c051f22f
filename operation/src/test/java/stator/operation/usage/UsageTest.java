package stator.operation.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.operation.Response;
import stator.operation.TestOperations;
import stator.operation.settings.OperationSettings;

class UsageTest {
    private static final String TABLE =
            """
            {"TableName": "Tab", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"},
                                      {"AttributeName": "g", "AttributeType": "S"}],
             "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}],
             "GlobalSecondaryIndexes": [{"IndexName": "Gee", "Projection": {"ProjectionType": "ALL"},
               "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}]}]}\
            """;

    private static void call(TestOperations operations, String name, String body) {
        Response response = operations.call(name, body);
        assertEquals(
                200, response.status(), () -> new String(response.body(), StandardCharsets.UTF_8));
    }

    private static List<Minute> minutes(
            TestOperations operations, String metric, String index, String operation) {
        return operations
                .usage()
                .of(
                        new Usage.Series(
                                new Namespace("000000000000", "us-east-1"),
                                metric,
                                metric.equals("UserErrors") ? "" : "Tab",
                                index,
                                operation))
                .since(0);
    }

    @Test
    void capacityAndCallsAreCountedByTheMinute() {
        try (TestOperations operations =
                new TestOperations(DatabaseSettings.DEFAULT, OperationSettings.defaults())) {
            call(operations, "CreateTable", TABLE);
            String item =
                    "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"1\"},\"g\":{\"S\":\"2\"}}}";
            call(operations, "PutItem", item);
            operations.advance(Duration.ofMinutes(2));
            for (int i = 0; i < 3; i++) {
                call(operations, "Scan", "{\"TableName\":\"Tab\",\"ConsistentRead\":true}");
            }
            call(operations, "Scan", "{\"TableName\":\"Tab\",\"IndexName\":\"Gee\"}");
            operations.call("Scan", "{\"TableName\":\"Tab\",\"IndexName\":\"none\"}");

            List<Minute> writes = minutes(operations, "ConsumedWriteCapacityUnits", "", "");
            assertEquals(1, writes.size());
            assertEquals(1, writes.getFirst().sum());
            assertEquals(
                    1,
                    minutes(operations, "ConsumedWriteCapacityUnits", "Gee", "").getFirst().sum());
            Minute reads = minutes(operations, "ConsumedReadCapacityUnits", "", "").getFirst();
            assertEquals(writes.getFirst().minute() + 2, reads.minute());
            assertEquals(3, reads.sum());
            assertEquals(3, reads.count());
            assertEquals(1, reads.max());
            assertEquals(
                    0.5,
                    minutes(operations, "ConsumedReadCapacityUnits", "Gee", "").getFirst().sum());
            assertEquals(
                    4,
                    minutes(operations, "SuccessfulRequestLatency", "", "Scan").getFirst().count());
            assertEquals(1, minutes(operations, "UserErrors", "", "").getFirst().sum());
        }
    }
}
