package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Sends good requests with damage of many kinds to the first door. Whatever comes, it answers with
 * JSON, and never that it failed: no request is a reason for a 500.
 *
 * <p>Replay a failing run with {@code -Dfuzz.seed=…}; run longer with {@code -Dfuzz.rounds=…}.
 */
class MutationFuzzTest {
    private static final List<String> SEEDS =
            List.of(
                    "PutItem {\"TableName\":\"fuzz\",\"Item\":{\"pk\":{\"S\":\"a\"},\"n\":{\"N\":\"-12.5e3\"},"
                            + "\"b\":{\"B\":\"AAEC/w==\"},\"t\":{\"BOOL\":true},\"0\":{\"NULL\":true},"
                            + "\"ss\":{\"SS\":[\"a\",\"b\"]},\"ns\":{\"NS\":[\"1\",\"2\"]},\"bs\":{\"BS\":[\"AA==\"]},"
                            + "\"l\":{\"L\":[{\"S\":\"x\"},{\"M\":{\"y\":{\"N\":\"1\"}}}]}},"
                            + "\"ReturnValues\":\"ALL_OLD\",\"ReturnConsumedCapacity\":\"INDEXES\"}",
                    "PutItem {\"TableName\":\"fuzz\",\"Item\":{\"pk\":{\"S\":\"a\"}},\"ConditionExpression\":"
                            + "\"attribute_not_exists(#p) OR (n BETWEEN :a AND :b AND size(l[0].x) > :a)\","
                            + "\"ExpressionAttributeNames\":{\"#p\":\"pk\"},"
                            + "\"ExpressionAttributeValues\":{\":a\":{\"N\":\"1\"},\":b\":{\"N\":\"9\"}}}",
                    "PutItem {\"TableName\":\"fuzz\",\"Item\":{\"pk\":{\"S\":\"a\"}},\"Expected\":{\"n\":"
                            + "{\"ComparisonOperator\":\"BETWEEN\",\"AttributeValueList\":[{\"N\":\"1\"},{\"N\":\"2\"}]},"
                            + "\"x\":{\"Exists\":false},\"y\":{\"Value\":{\"S\":\"z\"}}},\"ConditionalOperator\":\"OR\"}",
                    "GetItem {\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"ConsistentRead\":true,"
                            + "\"ProjectionExpression\":\"pk, l[1].y, #n\",\"ExpressionAttributeNames\":{\"#n\":\"n\"}}",
                    "GetItem {\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"AttributesToGet\":[\"pk\",\"n\"]}",
                    "UpdateItem {\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"UpdateExpression\":"
                            + "\"SET n = if_not_exists(n, :a) + :a, l[1] = :b REMOVE t ADD ns :s DELETE ss :d\","
                            + "\"ExpressionAttributeValues\":{\":a\":{\"N\":\"1\"},\":b\":{\"S\":\"x\"},"
                            + "\":s\":{\"NS\":[\"7\"]},\":d\":{\"SS\":[\"a\"]}},\"ReturnValues\":\"ALL_NEW\"}",
                    "UpdateItem {\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"b\"}},\"AttributeUpdates\":"
                            + "{\"n\":{\"Action\":\"ADD\",\"Value\":{\"N\":\"1\"}},\"x\":{\"Action\":\"DELETE\"},"
                            + "\"y\":{\"Value\":{\"S\":\"z\"}}},\"ReturnValues\":\"UPDATED_NEW\"}",
                    "DeleteItem {\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"b\"}},\"ReturnValues\":\"ALL_OLD\","
                            + "\"ReturnItemCollectionMetrics\":\"SIZE\"}",
                    "Query {\"TableName\":\"fuzz\",\"KeyConditionExpression\":\"pk = :p\",\"FilterExpression\":\"n > :z\","
                            + "\"ExpressionAttributeValues\":{\":p\":{\"S\":\"a\"},\":z\":{\"N\":\"0\"}},\"Limit\":5,"
                            + "\"ScanIndexForward\":false,\"Select\":\"ALL_ATTRIBUTES\"}",
                    "Query {\"TableName\":\"fuzz\",\"KeyConditions\":{\"pk\":{\"ComparisonOperator\":\"EQ\","
                            + "\"AttributeValueList\":[{\"S\":\"a\"}]}},\"QueryFilter\":{\"n\":{\"ComparisonOperator\":"
                            + "\"NOT_NULL\"}},\"ExclusiveStartKey\":{\"pk\":{\"S\":\"a\"}}}",
                    "Scan {\"TableName\":\"fuzz\",\"Segment\":0,\"TotalSegments\":2,\"Limit\":3,\"ScanFilter\":{\"n\":"
                            + "{\"ComparisonOperator\":\"GT\",\"AttributeValueList\":[{\"N\":\"0\"}]}}}",
                    "BatchGetItem {\"RequestItems\":{\"fuzz\":{\"Keys\":[{\"pk\":{\"S\":\"a\"}},{\"pk\":{\"S\":\"b\"}}],"
                            + "\"ProjectionExpression\":\"pk\"}},\"ReturnConsumedCapacity\":\"TOTAL\"}",
                    "BatchWriteItem {\"RequestItems\":{\"fuzz\":[{\"PutRequest\":{\"Item\":{\"pk\":{\"S\":\"c\"}}}},"
                            + "{\"DeleteRequest\":{\"Key\":{\"pk\":{\"S\":\"b\"}}}}]}}",
                    "TransactWriteItems {\"TransactItems\":[{\"Put\":{\"TableName\":\"fuzz\",\"Item\":{\"pk\":{\"S\":\"d\"}}}},"
                            + "{\"Update\":{\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"a\"}},\"UpdateExpression\":"
                            + "\"SET q = :q\",\"ExpressionAttributeValues\":{\":q\":{\"N\":\"1\"}}}},"
                            + "{\"ConditionCheck\":{\"TableName\":\"fuzz\",\"Key\":{\"pk\":{\"S\":\"e\"}},"
                            + "\"ConditionExpression\":\"attribute_not_exists(pk)\"}}],\"ClientRequestToken\":\"t\"}",
                    "CreateTable {\"TableName\":\"fuzz2\",\"AttributeDefinitions\":[{\"AttributeName\":\"pk\","
                            + "\"AttributeType\":\"S\"},{\"AttributeName\":\"g\",\"AttributeType\":\"N\"}],\"KeySchema\":"
                            + "[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}],\"BillingMode\":\"PAY_PER_REQUEST\","
                            + "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"gsi\",\"KeySchema\":[{\"AttributeName\":\"g\","
                            + "\"KeyType\":\"HASH\"}],\"Projection\":{\"ProjectionType\":\"ALL\"}}],\"Tags\":[{\"Key\":\"k\","
                            + "\"Value\":\"v\"}]}",
                    "UpdateTable {\"TableName\":\"fuzz2\",\"GlobalSecondaryIndexUpdates\":[{\"Delete\":{\"IndexName\":"
                            + "\"gsi\"}}],\"StreamSpecification\":{\"StreamEnabled\":false}}",
                    "DescribeTable {\"TableName\":\"fuzz\"}",
                    "ListTables {\"Limit\":2,\"ExclusiveStartTableName\":\"abc\"}",
                    "UpdateTimeToLive {\"TableName\":\"fuzz\",\"TimeToLiveSpecification\":{\"AttributeName\":\"t\","
                            + "\"Enabled\":true}}",
                    "TagResource {\"ResourceArn\":\"arn:aws:dynamodb:us-east-1:000000000000:table/fuzz\","
                            + "\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]}",
                    "DeleteTable {\"TableName\":\"fuzz2\"}");

    private static final List<String> PIECES =
            List.of(
                    "null",
                    "true",
                    "[]",
                    "{}",
                    "\"\"",
                    "\"x\"",
                    "0",
                    "-1",
                    "1e400",
                    "99999999999999999999",
                    "{\"S\":\"\"}",
                    "{\"N\":\"1e125\"}",
                    "{\"NULL\":true}",
                    "[[[[]]]]",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "{\"M\":{}}",
                    "{\"L\":[]}",
                    "{\"SS\":[\"\"]}",
                    "{\"B\":\"\"}",
                    "\":a\"",
                    "\"#n\"",
                    "\"a[0].b\"",
                    "\"pk\"",
                    "{\"pk\":{\"S\":\"a\"}}",
                    "\"((((\"",
                    "\"a = :a AND\"",
                    "\"fuzz\"",
                    "\"NONE\"");

    private static final int FAILURES_REPORTED_MAX = 20;

    private final long seed = Long.getLong("fuzz.seed", 20_261_121L);
    private final int rounds = Integer.getInteger("fuzz.rounds", 30_000);
    private final Random random = new Random(seed);
    private final List<String> failures = new ArrayList<>();

    @Test
    void noDamagedRequestIsAnsweredWithAFailureOfOurs() {
        Operations operations = open();
        for (int round = 0; round < rounds; round++) {
            String request = SEEDS.get(random.nextInt(SEEDS.size()));
            int damages = 1 + random.nextInt(3);
            for (int i = 0; i < damages; i++) {
                request = damaged(request);
            }
            check(operations, request, round);
        }
        assertEquals("", String.join("\n", failures), "seed " + seed);
    }

    @Test
    void noValueInTheWrongPlaceIsAnsweredWithAFailureOfOurs() {
        Operations operations = open();
        for (String request : SEEDS) {
            for (int start : valueStarts(request)) {
                for (String piece : PIECES) {
                    String replaced =
                            request.substring(0, start)
                                    + piece
                                    + request.substring(endOfValue(request, start));
                    check(operations, replaced, start);
                }
            }
        }
        assertEquals("", String.join("\n", failures));
    }

    /** Over a database with the table that the requests are about. */
    private static Operations open() {
        Database database =
                Database.open(
                        new MemoryStore(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(1));
        Operations operations =
                Operations.open(
                        database, OperationSettings.defaults(), Clock.systemUTC(), new Random(2));
        String create = SEEDS.stream().filter(s -> s.startsWith("CreateTable")).findFirst().get();
        assertEquals(200, send(operations, create.replace("fuzz2", "fuzz")).status());
        for (String seedRequest : SEEDS) {
            send(operations, seedRequest);
        }
        return operations;
    }

    /** Where members of objects and elements of lists have their values. */
    private static List<Integer> valueStarts(String request) {
        List<Integer> starts = new ArrayList<>();
        boolean quoted = false;
        for (int at = request.indexOf(' ') + 1; at < request.length() - 1; at++) {
            char c = request.charAt(at);
            if (c == '"' && request.charAt(at - 1) != '\\') {
                quoted = !quoted;
            }
            if (!quoted && (c == ':' || c == '[' || c == ',')) {
                starts.add(at + 1);
            }
        }
        return starts;
    }

    private void check(Operations operations, String request, int round) {
        Response response = send(operations, request);
        String answer = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        if (response.status() >= 500 && failures.size() < FAILURES_REPORTED_MAX) {
            failures.add("round " + round + ": " + request + "\n" + answer);
        }
        assertEquals(response.status() == 200, response.errorType().isEmpty(), request);
        try (JsonParser parser =
                new JsonFactory()
                        .createParser(
                                ObjectReadContext.empty(), response.body(), 0, response.length())) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
        }
    }

    private static Response send(Operations operations, String request) {
        int space = request.indexOf(' ');
        return operations.execute(
                new Call(
                        Optional.of("DynamoDB_20120810." + request.substring(0, space)),
                        request.substring(space + 1).getBytes(StandardCharsets.UTF_8),
                        "000000000000",
                        "us-east-1"));
    }

    /** One kind of damage, most of which leave the JSON well-formed. */
    private String damaged(String request) {
        int body = request.indexOf(' ') + 1;
        int at = body + random.nextInt(Math.max(1, request.length() - body));
        return switch (random.nextInt(8)) {
            case 0 ->
                    request.substring(0, at)
                            + request.substring(Math.min(at + 1, request.length()));
            case 1 ->
                    request.substring(0, at)
                            + (char) (0x20 + random.nextInt(0x5f))
                            + request.substring(at);
            case 2 -> request.substring(0, at);
            case 3 -> otherRequestsPart(request, at);
            default -> withValueReplaced(request, at);
        };
    }

    private String otherRequestsPart(String request, int at) {
        String other = SEEDS.get(random.nextInt(SEEDS.size()));
        int from = other.indexOf(' ') + 1 + random.nextInt(other.length() - other.indexOf(' ') - 1);
        return request.substring(0, at) + other.substring(from);
    }

    /** The first JSON value after {@code at}, replaced by a piece. */
    private String withValueReplaced(String request, int at) {
        int colon = request.indexOf(':', at);
        if (colon < 0 || colon + 1 >= request.length()) {
            return request;
        }
        int end = endOfValue(request, colon + 1);
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        return request.substring(0, colon + 1) + piece + request.substring(end);
    }

    private static int endOfValue(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int at = start; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && text.charAt(at - 1) != '\\') {
                quoted = !quoted;
            }
            if (quoted) {
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                return at;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            if (depth == 0 && (c == '"' || c == '}' || c == ']')) {
                return at + 1;
            }
        }
        return text.length();
    }
}
