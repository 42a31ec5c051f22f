package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.settings.OperationSettings;
import stator.storage.MemoryStore;

class OperationsTest {
    private final List<String> observed = new ArrayList<>();
    private final Operations operations =
            Operations.open(
                    Database.open(
                            new MemoryStore(),
                            DatabaseSettings.DEFAULT,
                            Clock.systemUTC(),
                            new Random(1)),
                    OperationSettings.defaults(),
                    Clock.systemUTC(),
                    new Random(2),
                    (call, response, nanos) ->
                            observed.add(call.target().orElse("-") + " " + response.status()));

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
    void everyCallIsObserved() {
        call("DynamoDB_20120810.ListTables", "{}");
        call("DynamoDB_20120810.Nothing", "{}");
        assertEquals(
                List.of("DynamoDB_20120810.ListTables 200", "DynamoDB_20120810.Nothing 400"),
                observed);
        assertTrue(operations.mayBlock(Optional.of("DynamoDB_20120810.Query")));
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
