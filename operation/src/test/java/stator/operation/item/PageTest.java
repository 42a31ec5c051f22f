package stator.operation.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.operation.Response;
import stator.operation.TestOperations;

/** Responses that are full before everything was read. */
class PageTest {
    /** With names and keys, an item of these is exactly 64 KB, so that 16 of them are 1 MB. */
    private static final int ITEM_BYTES = 64 * 1024;

    private static final int ITEMS = 40;
    private static final Pattern LAST_KEY = Pattern.compile("\"LastEvaluatedKey\":(\\{.*?}})");

    private final TestOperations operations = new TestOperations();

    @BeforeEach
    void fill() {
        call(
                "CreateTable",
                """
                {"TableName":"items","BillingMode":"PAY_PER_REQUEST",\
                "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},\
                {"AttributeName":"sk","AttributeType":"S"},{"AttributeName":"l","AttributeType":"S"}],\
                "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},\
                {"AttributeName":"sk","KeyType":"RANGE"}],\
                "LocalSecondaryIndexes":[{"IndexName":"byL","KeySchema":[\
                {"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"l","KeyType":"RANGE"}],\
                "Projection":{"ProjectionType":"KEYS_ONLY"}}]}\
                """);
        for (int i = 0; i < ITEMS; i++) {
            // pk 2+1, sk 2+3, l 1+3, v 1: thirteen bytes beside the value of v.
            call(
                    "PutItem",
                    "{\"TableName\":\"items\",\"Item\":{\"pk\":{\"S\":\"p\"},\"sk\":{\"S\":\"%03d\"},"
                                    .formatted(i)
                            + "\"l\":{\"S\":\"%03d\"},\"v\":{\"S\":\"".formatted(ITEMS - i)
                            + "x".repeat(ITEM_BYTES - 13)
                            + "\"}}}");
        }
    }

    @AfterEach
    void close() {
        operations.close();
    }

    @Test
    void aPageEndsWithTheItemThatMakesItOneMegabyte() {
        assertEquals(List.of(16, 16, 8), pages("Query", QUERY));
        assertEquals(List.of(16, 16, 8), pages("Scan", "{\"TableName\":\"items\"%s}"));
    }

    @Test
    void aPageIsMeasuredBeforeFilterAndProjection() {
        String filtered =
                QUERY.replace(
                        "%s",
                        ",\"FilterExpression\":\"attribute_not_exists(v)\",\"Select\":\"COUNT\"%s");
        assertEquals(List.of(0, 0, 0), pages("Query", filtered));
        String projected = QUERY.replace("%s", ",\"ProjectionExpression\":\"sk\"%s");
        assertEquals(List.of(16, 16, 8), pages("Query", projected));
    }

    @Test
    void aPageThatFetchesIsMeasuredWithWhatItFetches() {
        String fetching =
                QUERY.replace("%s", ",\"IndexName\":\"byL\",\"Select\":\"ALL_ATTRIBUTES\"%s");
        assertEquals(List.of(16, 16, 8), pages("Query", fetching));
        String entries = QUERY.replace("%s", ",\"IndexName\":\"byL\"%s");
        assertEquals(List.of(40), pages("Query", entries));
    }

    @Test
    void aPageThatIsFullWithTheLastItemHasALastEvaluatedKey() {
        String last =
                QUERY.replace("pk = :p", "pk = :p AND sk < :s")
                        .replace("{\":p\"", "{\":s\":{\"S\":\"016\"},\":p\"");
        String page = call("Query", last.formatted(""));
        assertEquals(16, count(page));
        assertTrue(LAST_KEY.matcher(page).find());
    }

    @Test
    void aBatchHandsBackTheKeysThatDidNotFit() {
        // 16 MB are 42 items of 390 KB.
        for (int i = 0; i < 50; i++) {
            call(
                    "PutItem",
                    "{\"TableName\":\"items\",\"Item\":{\"pk\":{\"S\":\"big\"},\"sk\":{\"S\":\"%03d\"},"
                                    .formatted(i)
                            + "\"v\":{\"S\":\""
                            + "x".repeat(390 * 1024)
                            + "\"}}}");
        }
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            keys.append(i == 0 ? "" : ",")
                    .append("{\"pk\":{\"S\":\"big\"},\"sk\":{\"S\":\"%03d\"}}".formatted(i));
        }
        String answer =
                call(
                        "BatchGetItem",
                        "{\"RequestItems\":{\"items\":{\"Keys\":["
                                + keys
                                + "],\"ConsistentRead\":true,\"ProjectionExpression\":\"#s\","
                                + "\"ExpressionAttributeNames\":{\"#s\":\"sk\"}}}}");
        String unprocessed = answer.substring(answer.indexOf("\"UnprocessedKeys\""));
        assertFalse(unprocessed.contains("\"041\""));
        assertTrue(unprocessed.contains("{\"pk\":{\"S\":\"big\"},\"sk\":{\"S\":\"042\"}}"));
        assertTrue(unprocessed.contains("\"ConsistentRead\":true"));
        assertTrue(unprocessed.contains("\"ProjectionExpression\":\"#s\""));
        assertTrue(unprocessed.contains("\"ExpressionAttributeNames\":{\"#s\":\"sk\"}"));
    }

    private static final String QUERY =
            "{\"TableName\":\"items\",\"KeyConditionExpression\":\"pk = :p\","
                    + "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"p\"}}%s}";

    /** The counts of all pages. */
    private List<Integer> pages(String operation, String request) {
        List<Integer> counts = new ArrayList<>();
        String start = "";
        while (true) {
            String page = call(operation, request.formatted(start));
            counts.add(count(page));
            Matcher last = LAST_KEY.matcher(page);
            if (!last.find()) {
                return counts;
            }
            start = ",\"ExclusiveStartKey\":" + last.group(1);
        }
    }

    private static int count(String page) {
        Matcher count = Pattern.compile("\"Count\":(\\d+)").matcher(page);
        assertTrue(count.find());
        return Integer.parseInt(count.group(1));
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        String text = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(200, response.status(), text);
        return text;
    }
}
