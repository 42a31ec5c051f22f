package stator.operation.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stator.operation.Response;
import stator.operation.TestOperations;

/** Writes of many callers to the same items lose nothing. */
class ItemConcurrencyTest {
    private static final int CALLERS = 8;
    private static final int CALLS = 400;
    private static final Pattern COUNT = Pattern.compile("\"n\":\\{\"N\":\"(\\d+)\"}");

    @Test
    void unconditionalIncrementsAreAllCounted() throws Exception {
        try (TestOperations operations = withTable()) {
            inParallel(() -> {
                for (int i = 0; i < CALLS; i++) {
                    succeed(
                            operations,
                            "UpdateItem",
                            """
                            {"TableName":"items","Key":{"pk":{"S":"counter"}},\
                            "UpdateExpression":"SET n = if_not_exists(n, :zero) + :one",\
                            "ExpressionAttributeValues":{":zero":{"N":"0"},":one":{"N":"1"}}}\
                            """);
                }
                return null;
            });
            assertEquals(CALLERS * CALLS, count(operations));
        }
    }

    @Test
    void conditionalIncrementsSucceedOnceForEachValue() throws Exception {
        try (TestOperations operations = withTable()) {
            succeed(operations, "PutItem", "{\"TableName\":\"items\",\"Item\":" + counter(0) + "}");
            AtomicInteger succeeded = new AtomicInteger();
            inParallel(() -> {
                for (int i = 0; i < CALLS; i++) {
                    int seen = count(operations);
                    Response response = operations.call("PutItem", replace(seen, seen + 1));
                    if (response.status() == 200) {
                        succeeded.incrementAndGet();
                    } else {
                        assertTrue(
                                text(response).contains("ConditionalCheckFailed"), text(response));
                    }
                }
                return null;
            });
            assertEquals(succeeded.get(), count(operations));
        }
    }

    private static String counter(int value) {
        return "{\"pk\":{\"S\":\"counter\"},\"n\":{\"N\":\"" + value + "\"}}";
    }

    private static String replace(int seen, int value) {
        return "{\"TableName\":\"items\",\"Item\":"
                + counter(value)
                + ",\"ConditionExpression\":\"n = :seen\",\"ExpressionAttributeValues\":"
                + "{\":seen\":{\"N\":\""
                + seen
                + "\"}}}";
    }

    private static TestOperations withTable() {
        TestOperations operations = new TestOperations();
        succeed(
                operations,
                "CreateTable",
                """
                {"TableName":"items","BillingMode":"PAY_PER_REQUEST",\
                "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],\
                "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]}\
                """);
        return operations;
    }

    private static int count(TestOperations operations) {
        String item =
                succeed(
                        operations,
                        "GetItem",
                        "{\"TableName\":\"items\",\"Key\":{\"pk\":{\"S\":\"counter\"}},"
                                + "\"ConsistentRead\":true}");
        Matcher count = COUNT.matcher(item);
        assertTrue(count.find(), item);
        return Integer.parseInt(count.group(1));
    }

    private static String succeed(TestOperations operations, String operation, String json) {
        Response response = operations.call(operation, json);
        assertEquals(200, response.status(), text(response));
        return text(response);
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }

    private static void inParallel(Callable<Void> caller)
            throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<Void>> done = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                done.add(callers.submit(caller));
            }
            for (Future<Void> each : done) {
                each.get();
            }
        }
    }
}
