package stator.operation.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.operation.Response;
import stator.operation.TestOperations;

final class FaultsTest {
    private static final String KEY = "\"Key\": {\"p\": {\"S\": \"a\"}}";

    private final TestOperations operations = new TestOperations();

    @BeforeEach
    void createTables() {
        for (String name : new String[] {"orders", "other"}) {
            call(
                    "CreateTable",
                    """
                    {"TableName": "%s", "AttributeDefinitions": [{"AttributeName": "p", "AttributeType": "S"}],
                     "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}\
                    """
                            .formatted(name));
        }
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        return response.status()
                + " "
                + new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    private void inject(String fault) {
        operations.faults().replace("{\"Faults\": [" + fault + "]}");
    }

    @Test
    void anErrorHasAwsForm() {
        inject("{\"Table\": \"orders\", \"Error\": \"ProvisionedThroughputExceededException\"}");
        assertEquals(
                "400 {\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\","
                        + "\"ThrottlingReasons\":[{\"reason\":\"TableReadProvisionedThroughputExceeded\","
                        + "\"resource\":\"arn:aws:dynamodb:us-east-1:000000000000:table/orders\"}],"
                        + "\"message\":\"The level of configured provisioned throughput for the table was"
                        + " exceeded. Consider increasing your provisioning level with the UpdateTable"
                        + " API.\"}",
                call("GetItem", "{\"TableName\": \"orders\", " + KEY + "}"));
        assertEquals("200 {}", call("GetItem", "{\"TableName\": \"other\", " + KEY + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GetItem              | {'TableName': 'orders', 'Key': {'p': {'S': 'a'}}}",
                "GetItem              | {'TableName': 'arn:aws:dynamodb:us-east-1:000000000000:table/orders', 'Key': {'p': {'S': 'a'}}}",
                "BatchGetItem         | {'RequestItems': {'other': {'Keys': [{'p': {'S': 'a'}}]}, 'orders': {'Keys': [{'p': {'S': 'a'}}]}}}",
                "BatchWriteItem       | {'RequestItems': {'orders': [{'DeleteRequest': {'Key': {'p': {'S': 'a'}}}}]}}",
                "TransactGetItems     | {'TransactItems': [{'Get': {'TableName': 'orders', 'Key': {'p': {'S': 'a'}}}}]}",
                "TransactWriteItems   | {'TransactItems': [{'Delete': {'TableName': 'orders', 'Key': {'p': {'S': 'a'}}}}]}",
                "ExecuteStatement     | {'Statement': 'SELECT * FROM \"orders\"'}",
                "ExecuteStatement     | {'Statement': 'select * from orders'}",
                "BatchExecuteStatement| {'Statements': [{'Statement': 'SELECT * FROM orders'}]}",
                "ExecuteTransaction   | {'TransactStatements': [{'Statement': 'UPDATE orders SET a = 1'}]}",
                "DescribeTable        | {'TableName': 'orders'}",
            })
    void everyOperationIsStruckByItsTables(String operation, String json) {
        String request = json.replace("\"", "\\\"").replace('\'', '"');
        inject("{\"Table\": \"ord*\", \"Error\": \"InternalServerError\"}");
        assertTrue(call(operation, request).startsWith("500 "));
        inject("{\"Table\": \"order\", \"Error\": \"InternalServerError\"}");
        assertTrue(!call(operation, request).startsWith("500 "));
    }

    @Test
    void aCallOfNoTableIsStruckByFaultsOfAll() {
        inject("{\"Operation\": \"List*\", \"Error\": \"ServiceUnavailableException\"}");
        assertTrue(call("ListTables", "{}").startsWith("503 "));
        assertTrue(call("DescribeTable", "{\"TableName\": \"orders\"}").startsWith("200 "));
    }

    @Test
    void aFaultIsOverWhenItStruckOftenEnough() {
        inject("{\"Operation\": \"ListTables\", \"Error\": \"ThrottlingException\", \"Count\": 2}");
        assertTrue(call("ListTables", "{}").startsWith("400 "));
        assertTrue(call("ListTables", "{}").startsWith("400 "));
        assertTrue(call("ListTables", "{}").startsWith("200 "));
        assertTrue(operations.faults().describe().endsWith("\"Count\":2,\"Struck\":2}]}"));
        operations.faults().clear();
        assertEquals("{\"Faults\":[]}", operations.faults().describe());
    }

    @Test
    void aShareOfTheCallsIsStruck() {
        inject(
                "{\"Operation\": \"ListTables\", \"Error\": \"ThrottlingException\", \"Probability\": 0.25}");
        int struck = 0;
        for (int i = 0; i < 1_000; i++) {
            struck += call("ListTables", "{}").startsWith("400 ") ? 1 : 0;
        }
        assertTrue(struck > 180 && struck < 320, "" + struck);
    }

    @Test
    void anAnswerMayBeLostThatWasApplied() {
        String put = "{\"TableName\": \"orders\", \"Item\": {\"p\": {\"S\": \"a\"}}}";
        String get = "{\"TableName\": \"orders\", " + KEY + "}";
        inject("{\"Operation\": \"PutItem\", \"Error\": \"InternalServerError\", \"Count\": 1}");
        assertTrue(call("PutItem", put).startsWith("500 "));
        assertEquals("200 {}", call("GetItem", get));
        inject(
                "{\"Operation\": \"PutItem\", \"Error\": \"InternalServerError\", \"Applied\": true,"
                        + " \"Message\": \"lost\"}");
        assertTrue(call("PutItem", put).endsWith("\"message\":\"lost\"}"));
        assertTrue(call("GetItem", get).contains("Item"));
    }

    @Test
    void aCallIsDelayed() {
        inject("{\"Operation\": \"ListTables\", \"LatencyMillis\": 50}");
        long start = System.nanoTime();
        assertTrue(call("ListTables", "{}").startsWith("200 "));
        assertTrue(System.nanoTime() - start >= 50_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"Error\": \"Nonsense\"}                                        | Error must be one of",
                "{}                                                               | A fault needs an Error or LatencyMillis.",
                "{\"error\": \"ThrottlingException\"}                             | A fault has no member 'error'",
                "{\"LatencyMillis\": \"5\"}                                       | LatencyMillis must not be in quotes.",
                "{\"LatencyMillis\": 5.5}                                         | LatencyMillis must be a whole number.",
                "{\"LatencyMillis\": 60001}                                       | LatencyMillis must be from 0 to 60000.",
                "{\"LatencyMillis\": 5, \"Probability\": 0}                       | Probability must be above 0 and at most 1.",
                "{\"LatencyMillis\": 5, \"Count\": 0}                             | Count must be positive.",
                "{\"LatencyMillis\": 5, \"Table\": 5}                             | Table must be a text.",
                "{\"LatencyMillis\": 5, \"Applied\": 1}                           | Applied must be true or false.",
                "{\"LatencyMillis\": 5, \"Applied\": true}                        | Applied and Message need an Error.",
                "{\"Error\": \"ThrottlingException\", \"Applied\": true}          | Applied needs an error that may be answered",
                "5                                                                | Each element of Faults must be an object.",
                "{                                                                | The body must be JSON of the form",
            })
    void whatCannotBeUnderstoodIsRefusedAndChangesNothing(String fault, String message) {
        inject("{\"LatencyMillis\": 1}");
        String before = operations.faults().describe();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> inject(fault));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        assertEquals(before, operations.faults().describe());
    }

    @Test
    void whatIsShownCanBePutAgain() {
        inject("{\"Table\": \"a*b\", \"Error\": \"ThrottlingException\", \"Count\": 3}");
        String shown = operations.faults().describe();
        operations.faults().replace(shown);
        assertEquals(shown, operations.faults().describe());
    }
}
