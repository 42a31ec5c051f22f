package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.model.LongWork;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;

/** Pages that are small are answered where others wait, and long ones are left alone. */
class TriedOperationsTest {
    private static final long UNITS_MAX = 512 << 10;
    private static final String ALL_OF_A =
            """
            {"TableName":"Things","KeyConditionExpression":"p = :p",
            "ExpressionAttributeValues":{":p":{"S":"a"}}}\
            """;

    private final Database database =
            Database.open(
                    new MemoryStore(), DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1));

    private final Operations operations =
            Operations.open(
                    database, OperationSettings.defaults(), Clock.systemUTC(), new Random(2));

    @BeforeEach
    void createTable() {
        done(
                "CreateTable",
                """
                {"TableName":"Things","BillingMode":"PAY_PER_REQUEST",
                "KeySchema":[{"AttributeName":"p","KeyType":"HASH"},{"AttributeName":"s","KeyType":"RANGE"}],
                "AttributeDefinitions":[{"AttributeName":"p","AttributeType":"S"},
                {"AttributeName":"s","AttributeType":"N"}]}\
                """);
    }

    private static Call call(String operation, String json) {
        return new Call(
                Optional.of(target(operation)),
                json.getBytes(StandardCharsets.UTF_8),
                "000000000000",
                "us-east-1");
    }

    private static String target(String operation) {
        return "DynamoDB_20120810." + operation;
    }

    private String done(String operation, String json) {
        return text(operations.execute(call(operation, json)));
    }

    private Optional<String> tried(String operation, String json) {
        return LongWork.tryBriefly(UNITS_MAX, () -> operations.execute(call(operation, json)))
                .map(TriedOperationsTest::text);
    }

    private static String text(Response response) {
        String body = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(200, response.status(), body);
        return body;
    }

    private void fill(int items, int bytes) {
        String text = "x".repeat(bytes);
        for (int i = 0; i < items; i++) {
            String item = "{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"%d\"},\"t\":{\"S\":\"%s\"}}";
            done("PutItem", "{\"TableName\":\"Things\",\"Item\":" + item.formatted(i, text) + "}");
        }
    }

    @Test
    void smallPagesAreAnsweredInPlace() {
        fill(20, 700);
        assertEquals(done("Query", ALL_OF_A), tried("Query", ALL_OF_A).orElseThrow());
        String scan = "{\"TableName\":\"Things\",\"Limit\":10}";
        assertEquals(done("Scan", scan), tried("Scan", scan).orElseThrow());
    }

    @Test
    void longPagesAreLeftToOthersUnlessTheyAreCutShort() {
        fill(20, 10_000);
        assertEquals(Optional.empty(), tried("Query", ALL_OF_A));
        assertTrue(done("Query", ALL_OF_A).contains("\"Count\":20"));
        String few = ALL_OF_A.replace("\"TableName\"", "\"Limit\":5,\"TableName\"");
        assertEquals(done("Query", few), tried("Query", few).orElseThrow());
    }

    @Test
    void aFilterThatComputesForLongIsLeftToOthers() {
        fill(20, 2_000);
        StringBuilder filter = new StringBuilder("contains(t, :none)");
        for (int i = 0; i < 40; i++) {
            filter.append(" OR contains(t, :none)");
        }
        String slow =
                ALL_OF_A.replace(
                                "\"TableName\"",
                                "\"FilterExpression\":\"" + filter + "\",\"TableName\"")
                        .replace("{\":p\"", "{\":none\":{\"S\":\"xxxxxxxxxxxy\"},\":p\"");
        assertEquals(Optional.empty(), tried("Query", slow));
        assertTrue(done("Query", slow).contains("\"Count\":0"));
    }

    @Test
    void smallBatchesAreAnsweredInPlace() {
        fill(25, 700);
        String batch = batch(25);
        assertEquals(done("BatchGetItem", batch), tried("BatchGetItem", batch).orElseThrow());
        String transaction = transaction(25);
        assertEquals(
                done("TransactGetItems", transaction),
                tried("TransactGetItems", transaction).orElseThrow());
    }

    /** What a batch consumes is counted once, wherever it is read in the end. */
    @ParameterizedTest
    @CsvSource({"30, 100", "20, 10000"})
    void longBatchesAreLeftToOthersAndConsumeNothing(int items, int bytes) {
        fill(items, bytes);
        assertEquals(Optional.empty(), tried("BatchGetItem", batch(items)));
        assertEquals(0, consumedUnits());
        done("BatchGetItem", batch(items));
        double units = consumedUnits();
        assertTrue(units > 0);
        if (bytes > 1_000) {
            assertEquals(Optional.empty(), tried("TransactGetItems", transaction(items)));
            assertEquals(units, consumedUnits());
        }
    }

    private double consumedUnits() {
        Namespace namespace = new Namespace("000000000000", "us-east-1");
        return operations.consumedUnits(
                database.tables().find(namespace, "Things").orElseThrow(), "", true);
    }

    private static String batch(int items) {
        return "{\"RequestItems\":{\"Things\":{\"Keys\":["
                + each(items, "{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"%d\"}}")
                + "]}}}";
    }

    private static String transaction(int items) {
        String get =
                "{\"Get\":{\"TableName\":\"Things\",\"Key\":{\"p\":{\"S\":\"a\"},\"s\":{\"N\":\"%d\"}}}}";
        return "{\"TransactItems\":[" + each(items, get) + "]}";
    }

    private static String each(int items, String format) {
        return IntStream.range(0, items)
                .mapToObj(format::formatted)
                .collect(Collectors.joining(","));
    }

    @Test
    void whatIsMostlyInVainIsSeldomTriedAndComesBack() {
        fill(20, 10_000);
        assertFalse(operations.mayBlock(Optional.of(target("Query"))));
        for (int i = 0; i < 100; i++) {
            tried("Query", ALL_OF_A);
        }
        assertTrue(operations.mayBlock(Optional.of(target("Query"))));
        assertFalse(operations.mayBlock(Optional.of(target("Scan"))));
        String few = ALL_OF_A.replace("\"TableName\"", "\"Limit\":1,\"TableName\"");
        int tries = 0;
        for (int i = 0; i < 10_000; i++) {
            if (!operations.mayBlock(Optional.of(target("Query")))) {
                tried("Query", few).orElseThrow();
                tries++;
            }
        }
        assertTrue(tries > 9_000 / 2, tries + " tries");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetItem",
                "BatchGetItem",
                "TransactGetItems",
                "Query",
                "Scan",
                "PutItem",
                "UpdateItem",
                "DeleteItem"
            })
    void inMemoryNothingOfThisWaits(String operation) {
        assertFalse(operations.mayBlock(Optional.of(target(operation))));
    }
}
