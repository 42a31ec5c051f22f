package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Global indexes come and go while items are written, in transactions of two or alone. */
final class IndexRecovery extends RecoveryPart {
    private static final String TABLE = "indexed";
    private static final int ITEMS_PER_WRITER = 1_500;
    private static final int GROUPS = 20;
    private static final int INDEXES_MAX = 2;

    private int indexesMade;

    @Override
    void prepare(RegionClients clients) {
        clients.call(
                "CreateTable",
                """
                {"TableName": "indexed", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}\
                """);
        SplittableRandom random = new SplittableRandom(1);
        for (int writer = 0; writer < WRITERS; writer++) {
            for (int first = 0; first < ITEMS_PER_WRITER; first += 25) {
                fill(clients.home(), writer, first, random);
            }
        }
    }

    private void fill(DynamoDbClient client, int writer, int first, SplittableRandom random) {
        Map<String, Optional<Map<String, AttributeValue>>> changes = new HashMap<>();
        List<WriteRequest> puts = new ArrayList<>();
        for (int number = first; number < first + 25; number++) {
            Map<String, AttributeValue> item = item(id(writer, number), random);
            changes.put(id(writer, number), Optional.of(item));
            puts.add(
                    WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(item).build())
                            .build());
        }
        ledger(writer)
                .change(
                        changes,
                        () ->
                                client.batchWriteItem(
                                        batch -> batch.requestItems(Map.of(TABLE, puts))));
    }

    /** Every fourth item belongs into no index. */
    private static Map<String, AttributeValue> item(String id, SplittableRandom random) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("id", text(id));
        item.put("value", number(random.nextInt(1_000_000)));
        if (random.nextInt(4) > 0) {
            item.put("group", number(random.nextInt(GROUPS)));
        }
        return item;
    }

    @Override
    void write(RegionClients clients, int writer, WriterLedger ledger, SplittableRandom random) {
        String id = id(writer, random.nextInt(ITEMS_PER_WRITER));
        String other = id(writer, random.nextInt(ITEMS_PER_WRITER));
        DynamoDbClient client = clients.home();
        int kind = random.nextInt(6);
        if (kind == 0) {
            ledger.change(
                    Map.of(id, Optional.empty()),
                    () ->
                            client.deleteItem(
                                    delete -> delete.tableName(TABLE).key(Map.of("id", text(id)))));
        } else if (kind == 1 && !id.equals(other)) {
            exchange(client, ledger, id, other, random);
        } else {
            Map<String, AttributeValue> item = item(id, random);
            ledger.change(
                    Map.of(id, Optional.of(item)),
                    () -> client.putItem(put -> put.tableName(TABLE).item(item)));
        }
    }

    private static void exchange(
            DynamoDbClient client,
            WriterLedger ledger,
            String id,
            String other,
            SplittableRandom random) {
        Map<String, AttributeValue> item = item(id, random);
        List<TransactWriteItem> both =
                List.of(
                        TransactWriteItem.builder()
                                .put(put -> put.tableName(TABLE).item(item))
                                .build(),
                        TransactWriteItem.builder()
                                .delete(delete ->
                                        delete.tableName(TABLE).key(Map.of("id", text(other))))
                                .build());
        ledger.change(
                Map.of(id, Optional.of(item), other, Optional.empty()),
                () -> client.transactWriteItems(transaction -> transaction.transactItems(both)));
    }

    /** Makes an index, or deletes the oldest one. */
    @Override
    void occupy(RegionClients clients, SplittableRandom random) {
        List<GlobalSecondaryIndexDescription> indexes = table(clients).globalSecondaryIndexes();
        String update =
                indexes.size() == INDEXES_MAX
                        ? """
                        {"Delete": {"IndexName": "%s"}}\
                        """
                                .formatted(indexes.getFirst().indexName())
                        : """
                        {"Create": {"IndexName": "byGroup%d", "Projection": {"ProjectionType": "ALL"},
                          "KeySchema": [{"AttributeName": "group", "KeyType": "HASH"}]}}\
                        """
                                .formatted(indexesMade++);
        clients.call(
                "UpdateTable",
                """
                {"TableName": "indexed", "GlobalSecondaryIndexUpdates": [%s],
                 "AttributeDefinitions": [{"AttributeName": "group", "AttributeType": "N"}]}\
                """
                        .formatted(update));
    }

    @Override
    boolean isUnfinished(RegionClients clients) {
        return table(clients).globalSecondaryIndexes().stream()
                .anyMatch(index -> index.indexStatus() != IndexStatus.ACTIVE);
    }

    @Override
    void verify(RegionClients clients) throws InterruptedException {
        Map<String, Map<String, AttributeValue>> items = RegionClients.scan(clients.home(), TABLE);
        settle(items, item -> false);
        await("all indexes are complete", () -> !isUnfinished(clients));
        TableDescription table = table(clients);
        assertEquals(items.size(), table.itemCount());
        Map<String, Map<String, AttributeValue>> grouped = new HashMap<>(items);
        grouped.values().removeIf(item -> !item.containsKey("group"));
        for (GlobalSecondaryIndexDescription index : table.globalSecondaryIndexes()) {
            assertEquals(grouped.size(), index.itemCount());
            assertEquals(
                    grouped, RegionClients.scanIndex(clients.home(), TABLE, index.indexName()));
            assertEquals(grouped, queried(clients.home(), index.indexName()));
        }
    }

    private static TableDescription table(RegionClients clients) {
        return clients.home().describeTable(table -> table.tableName(TABLE)).table();
    }

    private static Map<String, Map<String, AttributeValue>> queried(
            DynamoDbClient client, String index) {
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        IntStream.range(0, GROUPS)
                .forEach(group ->
                        client.queryPaginator(query ->
                                        query.tableName(TABLE)
                                                .indexName(index)
                                                .keyConditionExpression("#g = :g")
                                                .expressionAttributeNames(Map.of("#g", "group"))
                                                .expressionAttributeValues(
                                                        Map.of(":g", number(group))))
                                .items()
                                .forEach(found::add));
        return RegionClients.byId(found);
    }
}
