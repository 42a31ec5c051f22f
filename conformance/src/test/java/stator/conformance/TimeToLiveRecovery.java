package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Items expire, or are written anew just before they do. No writer deletes any, so every deletion
 * must be one of time to live, of an item that had expired, with its record in the stream.
 */
final class TimeToLiveRecovery extends RecoveryPart {
    private static final String TABLE = "expiring";
    private static final String INDEX = "byExpiry";
    private static final int ITEMS_PER_WRITER = 200;
    private static final int BURST = 1_000;
    private static final long YEARS_5_SECONDS = 5 * 365 * 86_400L;

    private final StreamReplay stream = new StreamReplay();

    @Override
    void prepare(RegionClients clients) {
        clients.call(
                "CreateTable",
                """
                {"TableName": "expiring", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                   {"AttributeName": "expires", "AttributeType": "N"}],
                 "GlobalSecondaryIndexes": [{"IndexName": "byExpiry", "Projection": {"ProjectionType": "ALL"},
                   "KeySchema": [{"AttributeName": "expires", "KeyType": "HASH"}]}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}\
                """);
        clients.call(
                "UpdateTimeToLive",
                """
                {"TableName": "expiring",
                 "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": true}}\
                """);
        stream.follow(
                clients.home()
                        .describeTable(table -> table.tableName(TABLE))
                        .table()
                        .latestStreamArn());
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1_000;
    }

    private static boolean hasExpired(Map<String, AttributeValue> item, long now) {
        long expires = Long.parseLong(item.get("expires").n());
        return expires <= now && expires > now - YEARS_5_SECONDS + 60;
    }

    @Override
    void write(RegionClients clients, int writer, WriterLedger ledger, SplittableRandom random) {
        String id = id(writer, random.nextInt(ITEMS_PER_WRITER));
        long now = seconds();
        long expires =
                oneOf(
                        List.of(now - 5, now, now + 1, now + 2, now + 9_999, now - 2_000_000_000),
                        random);
        Map<String, AttributeValue> item =
                Map.of(
                        "id", text(id),
                        "expires", number(expires),
                        "value", number(random.nextInt(1_000_000)));
        ledger.change(
                Map.of(id, Optional.of(item)),
                () -> clients.home().putItem(put -> put.tableName(TABLE).item(item)));
    }

    /** Writes so many expired items that a sweep takes several batches. */
    @Override
    void occupy(RegionClients clients, SplittableRandom random) {
        long now = seconds();
        for (int first = 0; first < BURST; first += 25) {
            List<WriteRequest> puts = new ArrayList<>();
            IntStream.range(first, first + 25)
                    .forEach(number -> {
                        Map<String, AttributeValue> item =
                                Map.of(
                                        "id",
                                        text("burst-" + number),
                                        "expires",
                                        number(now - number));
                        puts.add(
                                WriteRequest.builder()
                                        .putRequest(PutRequest.builder().item(item).build())
                                        .build());
                    });
            clients.home().batchWriteItem(batch -> batch.requestItems(Map.of(TABLE, puts)));
        }
    }

    @Override
    boolean isUnfinished(RegionClients clients) {
        long now = seconds();
        return RegionClients.scan(clients.home(), TABLE).values().stream()
                .anyMatch(item -> hasExpired(item, now));
    }

    @Override
    void verify(RegionClients clients) throws InterruptedException {
        await("all expired items are deleted", () -> !isUnfinished(clients));
        // Items go on expiring, so the index and the stream are compared with the table until a
        // moment is met in which nothing happens; what is wrong would stay wrong.
        await(
                "index, stream and table agree",
                () -> {
                    Map<String, Map<String, AttributeValue>> items =
                            RegionClients.scan(clients.home(), TABLE);
                    stream.read(clients.streams(), TimeToLiveRecovery::check);
                    return items.equals(stream.items())
                            && items.equals(RegionClients.scanIndex(clients.home(), TABLE, INDEX))
                            && items.equals(RegionClients.scan(clients.home(), TABLE));
                });
        long later = seconds();
        settle(stream.items(), item -> hasExpired(item, later));
        assertTrue(stream.items().keySet().stream().noneMatch(id -> id.startsWith("burst")));
    }

    private static void check(Record change) {
        if (change.eventName() == OperationType.REMOVE) {
            assertEquals("dynamodb.amazonaws.com", change.userIdentity().principalId());
            long when = change.dynamodb().approximateCreationDateTime().getEpochSecond();
            assertTrue(hasExpired(change.dynamodb().oldImage(), when), "unexpired: " + change);
        }
    }
}
