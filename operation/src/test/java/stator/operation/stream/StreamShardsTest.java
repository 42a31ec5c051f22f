package stator.operation.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.operation.Response;
import stator.operation.TestOperations;

/** What the operations show of shards that come to their end, and of changes by the server. */
class StreamShardsTest {
    private static final Duration LIFETIME = Duration.ofHours(4);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private TestOperations operations;
    private String arn;

    @BeforeEach
    void createTable() {
        operations =
                new TestOperations(
                        DatabaseSettings.DEFAULT.with(
                                new ChangeLogSettings(86_400_000, LIFETIME.toMillis(), 0)));
        String table =
                call(
                        "CreateTable",
                        """
                        {"TableName": "abc", "BillingMode": "PAY_PER_REQUEST",
                         "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                         "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                         "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "OLD_IMAGE"}}\
                        """);
        arn = all("LatestStreamArn", table).getFirst();
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private String call(String operation, String json) {
        Response response = operations.call(operation, json);
        String body = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(200, response.status(), body);
        return body;
    }

    private String refusal(String operation, String json) {
        Response response = operations.call(operation, json);
        String body = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        assertEquals(400, response.status(), body);
        return body;
    }

    /** The texts of all members of a name. */
    private static List<String> all(String member, String json) {
        Matcher matcher = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(json);
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private void put(String key) {
        call(
                "PutItem",
                "{\"TableName\": \"abc\", \"Item\": {\"pk\": {\"S\": \"%s\"}}}".formatted(key));
    }

    private String describe(String more) {
        return call("DescribeStream", "{\"StreamArn\": \"%s\"%s}".formatted(arn, more));
    }

    /** Lets the open shard become old, and waits until its child is there. */
    private void roll() throws InterruptedException {
        int before = all("ShardId", describe("")).size();
        operations.advance(LIFETIME);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (all("ShardId", describe("")).size() == before) {
            assertTrue(System.nanoTime() < deadline, "no child comes");
            Thread.sleep(5);
        }
    }

    private String iterator(String shard, String type) {
        return all("ShardIterator", call("GetShardIterator", iteratorRequest(shard, type)))
                .getFirst();
    }

    private String iteratorRequest(String shard, String type) {
        return "{\"StreamArn\": \"%s\", \"ShardId\": \"%s\", \"ShardIteratorType\": %s}"
                .formatted(arn, shard, type);
    }

    private String records(String iterator) {
        return call("GetRecords", "{\"ShardIterator\": \"%s\"}".formatted(iterator));
    }

    @Test
    void aShardEndsAndItsChildGoesOn() throws InterruptedException {
        put("a");
        String root = all("ShardId", describe("")).getFirst();
        String open = records(iterator(root, "\"LATEST\""));
        assertEquals(1, all("NextShardIterator", open).size());
        roll();
        put("b");
        String first = records(iterator(root, "\"TRIM_HORIZON\""));
        assertEquals(List.of(), all("NextShardIterator", first));
        assertEquals(1, all("eventID", first).size());
        assertEquals("{\"Records\":[]}", records(iterator(root, "\"LATEST\"")));
        String stream = describe("");
        List<String> shards = all("ShardId", stream);
        assertEquals(List.of(root), all("ParentShardId", stream));
        assertEquals(
                all("EndingSequenceNumber", stream).getFirst(),
                all("StartingSequenceNumber", stream).getLast());
        String second = records(iterator(shards.getLast(), "\"TRIM_HORIZON\""));
        assertEquals(1, all("eventID", second).size());
        assertEquals(1, all("NextShardIterator", second).size());
    }

    @Test
    void shardsAreDescribedInPagesAndByTheirParent() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            put("a" + i);
            roll();
        }
        List<String> shards = all("ShardId", describe(""));
        assertEquals(5, shards.size());
        List<String> paged = new ArrayList<>();
        String start = "";
        do {
            String page = describe(", \"Limit\": 2" + start);
            paged.addAll(all("ShardId", page));
            List<String> last = all("LastEvaluatedShardId", page);
            assertEquals(last.isEmpty(), paged.size() == 5, page);
            start =
                    last.isEmpty()
                            ? ""
                            : ", \"ExclusiveStartShardId\": \"%s\"".formatted(paged.getLast());
        } while (!start.isEmpty());
        assertEquals(shards, paged);
        String filter = ", \"ShardFilter\": {\"Type\": \"CHILD_SHARDS\", \"ShardId\": \"%s\"}";
        String children = describe(filter.formatted(shards.get(2)));
        assertEquals(List.of(shards.get(3)), all("ShardId", children));
        assertEquals(List.of(), all("ShardId", describe(filter.formatted(shards.get(4)))));
    }

    @Test
    void whatIsOlderThanADayIsTrimmed() throws InterruptedException {
        put("a");
        String root = all("ShardId", describe("")).getFirst();
        String horizon = iterator(root, "\"TRIM_HORIZON\"");
        String sequenceNumber = all("SequenceNumber", records(horizon)).getFirst();
        String after =
                "\"AT_SEQUENCE_NUMBER\", \"SequenceNumber\": \"%s\"".formatted(sequenceNumber);
        operations.advance(Duration.ofHours(24).minusMinutes(1));
        String at = iterator(root, after);
        assertEquals(1, all("eventID", records(at)).size());
        operations.advance(Duration.ofMinutes(2));
        String trimmed = "TrimmedDataAccessException";
        String message = "The data you are trying to access has been trimmed";
        String late = refusal("GetRecords", "{\"ShardIterator\": \"%s\"}".formatted(at));
        assertTrue(late.contains(trimmed) && late.contains(message), late);
        String again = refusal("GetShardIterator", iteratorRequest(root, after));
        assertTrue(again.contains(trimmed) && again.contains(message), again);
        assertEquals(List.of(), all("eventID", records(iterator(root, "\"TRIM_HORIZON\""))));
    }

    @Test
    void onlyTimeToLiveHasAnIdentityAndOnlyInItsRegion() {
        call(
                "UpdateTable",
                """
                {"TableName": "abc", "StreamSpecification": {"StreamEnabled": false}}\
                """);
        String table =
                call(
                        "UpdateTable",
                        """
                        {"TableName": "abc", "StreamSpecification":
                         {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}\
                        """);
        arn = all("LatestStreamArn", table).getFirst();
        call(
                "UpdateTimeToLive",
                """
                {"TableName": "abc", "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": true}}\
                """);
        call(
                "UpdateTable",
                """
                {"TableName": "abc", "ReplicaUpdates": [{"Create": {"RegionName": "us-west-2"}}]}\
                """);
        operations.advance(Duration.ZERO);
        call(
                "PutItem",
                """
                {"TableName": "abc", "Item": {"pk": {"S": "e"}, "ttl": {"N": "%d"}}}\
                """
                        .formatted(1_795_262_400 + 60));
        put("kept");
        call("DeleteItem", "{\"TableName\": \"abc\", \"Key\": {\"pk\": {\"S\": \"kept\"}}}");
        operations.advance(Duration.ofMinutes(2));
        operations.removeExpiredItems();
        operations.advance(Duration.ZERO);
        Map<String, String> identities =
                Map.of(
                        "us-east-1",
                        "\"userIdentity\":{\"PrincipalId\":\"dynamodb.amazonaws.com\",\"Type\":\"Service\"}",
                        "us-west-2",
                        "");
        identities.forEach((region, identity) -> {
            operations.caller("000000000000", region);
            arn =
                    all("LatestStreamArn", call("DescribeTable", "{\"TableName\": \"abc\"}"))
                            .getFirst();
            String page =
                    records(iterator(all("ShardId", describe("")).getFirst(), "\"TRIM_HORIZON\""));
            assertEquals(
                    List.of("INSERT", "INSERT", "REMOVE", "REMOVE"), all("eventName", page), page);
            assertTrue(page.contains(identity), page);
            assertEquals(identity.isEmpty() ? 1 : 2, page.split("userIdentity").length, page);
        });
    }
}
