package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;

class OperationsTest {
    private final Operations operations =
            Operations.open(
                    Database.open(
                            new MemoryStore(),
                            DatabaseSettings.DEFAULT,
                            Clock.systemUTC(),
                            new Random(1)),
                    OperationSettings.defaults(),
                    Clock.systemUTC(),
                    new Random(2));

    @Test
    void aCallIsRoutedByItsTarget() {
        assertEquals("200 {\"TableNames\":[]}", call("DynamoDB_20120810.ListTables", "{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DynamoDB_20120810.NoSuchOperation",
                "DynamoDB_20120810.listTables",
                "DynamoDB_20120810.",
                "DynamoDB_20111205.ListTables",
                "DynamoDBStreams_20120810.ListTables",
                "DynamoDB_20120810.ListStreams",
                "ListTables",
                ""
            })
    void anyOtherTargetIsAnUnknownOperation(String target) {
        assertEquals(
                "400 {\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}",
                call(target, "{}"));
        assertFalse(operations.mayBlock(Optional.of(target)));
    }

    @Test
    void aBodyThatIsNotJsonIsASerializationException() {
        assertEquals(
                "400 {\"__type\":\"com.amazon.coral.service#SerializationException\"}",
                call("DynamoDB_20120810.ListTables", ""));
    }

    @Test
    void whatTouchesOneItemIsNotHandedToAnotherThread() {
        assertTrue(operations.mayBlock(Optional.of("DynamoDB_20120810.BatchWriteItem")));
        assertFalse(operations.mayBlock(Optional.of("DynamoDB_20120810.PutItem")));
    }

    private String call(String target, String body) {
        Response response =
                operations.execute(
                        new Call(
                                Optional.of(target),
                                body.getBytes(StandardCharsets.UTF_8),
                                "000000000000",
                                "us-east-1"));
        return response.status()
                + " "
                + new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
