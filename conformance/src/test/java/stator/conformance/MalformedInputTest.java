package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests that were once good: bytes flipped, JSON cut and spliced, expressions,
 * numbers and keys replaced by nasty ones. Each gets an answer of the API, never a 500, a hang or a
 * lost connection; afterwards the server works as before.
 *
 * <p>{@code -Dstator.fuzz.requests=N} runs longer, {@code -Dstator.fuzz.seed=N} replays a run.
 */
class MalformedInputTest {
    private static final int REQUESTS = Integer.getInteger("stator.fuzz.requests", 4000);
    private static final long SEED = Long.getLong("stator.fuzz.seed", System.nanoTime());

    private static final List<Map.Entry<String, String>> GOOD =
            List.of(
                    Map.entry(
                            "PutItem",
                            """
                            {"TableName":"fuzz","Item":{"id":{"S":"1"},"n":{"N":"12.5"},"b":{"B":"AAEC"},"l":{"L":[{"S":"x"},{"NULL":true}]},
                             "m":{"M":{"k":{"BOOL":true}}},"ss":{"SS":["a","b"]},"ns":{"NS":["1","2"]}},"ReturnValues":"ALL_OLD",
                             "ConditionExpression":"attribute_not_exists(#i) OR n < :n","ExpressionAttributeNames":{"#i":"id"},
                             "ExpressionAttributeValues":{":n":{"N":"100"}},"ReturnConsumedCapacity":"INDEXES"}\
                            """),
                    Map.entry(
                            "GetItem",
                            """
                            {"TableName":"fuzz","Key":{"id":{"S":"1"}},"ProjectionExpression":"l[0], m.k, #n","ConsistentRead":true,
                             "ExpressionAttributeNames":{"#n":"n"}}\
                            """),
                    Map.entry(
                            "UpdateItem",
                            """
                            {"TableName":"fuzz","Key":{"id":{"S":"1"}},"UpdateExpression":"SET a = if_not_exists(a, :z) + :o, l[5] = :z, m.k = :z REMOVE ss ADD ns :s DELETE x :s",
                             "ConditionExpression":"size(l) BETWEEN :z AND :h AND NOT (contains(l, :o) OR id IN (:z, :o))",
                             "ExpressionAttributeValues":{":z":{"N":"0"},":o":{"N":"1"},":h":{"N":"1000"},":s":{"NS":["7"]}},"ReturnValues":"UPDATED_NEW"}\
                            """),
                    Map.entry(
                            "Query",
                            """
                            {"TableName":"fuzz","KeyConditionExpression":"id = :i","FilterExpression":"n > :n OR begins_with(id, :i)","Limit":10,
                             "ScanIndexForward":false,"ExpressionAttributeValues":{":i":{"S":"1"},":n":{"N":"-1e10"}},"Select":"ALL_ATTRIBUTES"}\
                            """),
                    Map.entry(
                            "Scan",
                            """
                            {"TableName":"fuzz","FilterExpression":"attribute_type(n, :t)","Segment":0,"TotalSegments":2,"Limit":5,
                             "ExclusiveStartKey":{"id":{"S":"0"}},"ExpressionAttributeValues":{":t":{"S":"N"}}}\
                            """),
                    Map.entry(
                            "BatchGetItem",
                            """
                            {"RequestItems":{"fuzz":{"Keys":[{"id":{"S":"1"}},{"id":{"S":"2"}}],"AttributesToGet":["n"]}}}\
                            """),
                    Map.entry(
                            "BatchWriteItem",
                            """
                            {"RequestItems":{"fuzz":[{"PutRequest":{"Item":{"id":{"S":"3"}}}},{"DeleteRequest":{"Key":{"id":{"S":"4"}}}}]}}\
                            """),
                    Map.entry(
                            "DeleteItem",
                            """
                            {"TableName":"fuzz","Key":{"id":{"S":"1"}},"Expected":{"n":{"ComparisonOperator":"GE","AttributeValueList":[{"N":"1"}]}},
                             "ConditionalOperator":"AND"}\
                            """),
                    Map.entry(
                            "UpdateItem",
                            """
                            {"TableName":"fuzz","Key":{"id":{"S":"1"}},"AttributeUpdates":{"c":{"Action":"ADD","Value":{"N":"1"}},"d":{"Action":"DELETE"}}}\
                            """),
                    Map.entry(
                            "CreateTable",
                            """
                            {"TableName":"fuzz","BillingMode":"PROVISIONED","ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1},
                             "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"r","KeyType":"RANGE"}],
                             "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},{"AttributeName":"r","AttributeType":"N"}],
                             "GlobalSecondaryIndexes":[{"IndexName":"gsi","KeySchema":[{"AttributeName":"r","KeyType":"HASH"}],
                             "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x"]},
                             "ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1}}],"Tags":[{"Key":"k","Value":"v"}]}\
                            """),
                    Map.entry(
                            "UpdateTable",
                            """
                            {"TableName":"fuzz","DeletionProtectionEnabled":false,"StreamSpecification":{"StreamEnabled":false}}\
                            """),
                    Map.entry("ListTables", "{\"Limit\":10,\"ExclusiveStartTableName\":\"abc\"}"),
                    Map.entry("DescribeTable", "{\"TableName\":\"fuzz\"}"),
                    Map.entry(
                            "TagResource",
                            """
                            {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/fuzz","Tags":[{"Key":"a","Value":"b"}]}\
                            """));

    private static final List<String> NASTY =
            List.of(
                    "\"\"",
                    "null",
                    "true",
                    "-1",
                    "1e400",
                    "99999999999999999999999",
                    "{}",
                    "[]",
                    "[null]",
                    "{\"S\":\"\"}",
                    "{\"N\":\"NaN\"}",
                    "{\"N\":\"1e126\"}",
                    "{\"N\":\"0x10\"}",
                    "{\"B\":\"@@@\"}",
                    "{\"NS\":[\"1\",\"1.0\"]}",
                    "{\"M\":{\"\":{\"S\":\"x\"}}}",
                    "{\"S\":\"a\",\"N\":\"1\"}",
                    "{\"NULL\":false}",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "\"arn:aws:dynamodb:::table/\"",
                    "\"((((((((\"",
                    "\"a = :b AND\"",
                    "\"#\"",
                    "\":\"",
                    "\"SET\"",
                    "\"SET a = a + a + a\"",
                    "\"l[99999999999]\"",
                    "\"a.b.c[0][1]..d\"",
                    "\"" + "x".repeat(5000) + "\"",
                    "[".repeat(500),
                    "{\"L\":[".repeat(200),
                    "1.5",
                    "\"NaN\"",
                    "\"-0\"");

    @Test
    void everyMutatedRequestIsAnswered() throws Exception {
        System.out.println(
                "Malformed input: " + REQUESTS + " requests, -Dstator.fuzz.seed=" + SEED);
        try (ServerProcess server = ServerProcess.inMemory()) {
            WireClient client = new WireClient(server.endpoint());
            client.createTable("fuzz");
            SplittableRandom random = new SplittableRandom(SEED);
            int refused = 0;
            for (int i = 0; i < REQUESTS; i++) {
                Map.Entry<String, String> good = GOOD.get(random.nextInt(GOOD.size()));
                byte[] body = mutate(good.getValue(), random);
                WireClient.Answer answer = client.send(good.getKey(), body);
                if (answer.status() != 200 && answer.status() != 400) {
                    fail(
                            good.getKey()
                                    + " number "
                                    + i
                                    + " answered "
                                    + answer
                                    + "\nto "
                                    + new String(body, StandardCharsets.UTF_8));
                }
                if (answer.status() == 400) {
                    refused++;
                    assertTrue(answer.body().contains("\"__type\""), answer.body());
                }
            }
            assertTrue(
                    refused > REQUESTS / 4,
                    "Too few requests were refused for the mutations to be any good: " + refused);
            client.call(
                    "PutItem", "{\"TableName\":\"fuzz\",\"Item\":{\"id\":{\"S\":\"still here\"}}}");
            assertTrue(server.isAlive());
        }
    }

    private static byte[] mutate(String good, SplittableRandom random) {
        String text = good;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            text =
                    switch (random.nextInt(5)) {
                        case 0 -> replaceValue(text, random);
                        case 1 -> cut(text, random);
                        case 2 -> splice(text, random);
                        case 3 -> replaceWord(text, random);
                        default -> text;
                    };
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
        }
        return bytes;
    }

    /** Puts a nasty value in the place of one that follows a colon. */
    private static String replaceValue(String text, SplittableRandom random) {
        int colon = text.indexOf("\":", random.nextInt(text.length() + 1));
        if (colon < 0) {
            return text;
        }
        int end = colon + 2;
        int depth = 0;
        boolean quoted = false;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            quoted ^= c == '"';
            if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']') && --depth < 0
                    || !quoted && depth == 0 && c == ',') {
                break;
            }
        }
        return text.substring(0, colon + 2)
                + NASTY.get(random.nextInt(NASTY.size()))
                + text.substring(end);
    }

    private static String cut(String text, SplittableRandom random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(20));
        return text.substring(0, from) + text.substring(to);
    }

    private static String splice(String text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + NASTY.get(random.nextInt(NASTY.size())) + text.substring(at);
    }

    /** Swaps one word of the request, in an expression as likely as elsewhere. */
    private static String replaceWord(String text, SplittableRandom random) {
        String[] words = {
            "AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", ":z", "#n", "size(", "(", ")",
            ",", "[0]", ".", "=", "<>"
        };
        String from = words[random.nextInt(words.length)];
        return text.replace(from, words[random.nextInt(words.length)]);
    }
}
