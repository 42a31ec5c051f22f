package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.enhanced.dynamodb.Document;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbAtomicCounter;
import software.amazon.awssdk.enhanced.dynamodb.extensions.annotations.DynamoDbVersionAttribute;
import software.amazon.awssdk.enhanced.dynamodb.mapper.Order;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondaryPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSecondarySortKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchGetItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactGetItemsEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.TransactWriteItemsEnhancedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Indexes, versions, counters and transactions of the enhanced client of the AWS SDK for Java. */
class EnhancedClientTest {
    private static final int PURCHASES = 12;

    private static ServerProcess server;
    private static DynamoDbClient client;
    private static DynamoDbEnhancedClient enhanced;
    private static DynamoDbTable<Purchase> purchases;

    @BeforeAll
    static void start() {
        server = ServerProcess.inMemory();
        client =
                DynamoDbClient.builder()
                        .endpointOverride(URI.create(server.endpoint()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .build();
        enhanced = DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
        purchases = enhanced.table("purchases", TableSchema.fromBean(Purchase.class));
        purchases.createTable();
        client.waiter().waitUntilTableExists(table -> table.tableName("purchases"));
        IntStream.range(0, PURCHASES)
                .mapToObj(i -> purchase("ana", i, i % 3 == 0 ? "shipped" : "open"))
                .forEach(purchases::putItem);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    /** A purchase in a table with three indexes, one of them with two partition keys. */
    @DynamoDbBean
    public static final class Purchase {
        private String customer;
        private Integer number;
        private String status;
        private String country;
        private String day;
        private Long version;
        private Long changes;

        @DynamoDbPartitionKey
        public String getCustomer() {
            return customer;
        }

        public void setCustomer(String customer) {
            this.customer = customer;
        }

        @DynamoDbSortKey
        public Integer getNumber() {
            return number;
        }

        public void setNumber(Integer number) {
            this.number = number;
        }

        @DynamoDbSecondaryPartitionKey(indexNames = "byStatus")
        public String getStatus() {
            return status;
        }

        public void setStatus(String status) {
            this.status = status;
        }

        @DynamoDbSecondaryPartitionKey(indexNames = "byRegion", order = Order.FIRST)
        public String getCountry() {
            return country;
        }

        public void setCountry(String country) {
            this.country = country;
        }

        @DynamoDbSecondarySortKey(indexNames = {"byStatus", "byDay"})
        @DynamoDbSecondaryPartitionKey(indexNames = "byRegion", order = Order.SECOND)
        public String getDay() {
            return day;
        }

        public void setDay(String day) {
            this.day = day;
        }

        @DynamoDbVersionAttribute
        public Long getVersion() {
            return version;
        }

        public void setVersion(Long version) {
            this.version = version;
        }

        @DynamoDbAtomicCounter
        public Long getChanges() {
            return changes;
        }

        public void setChanges(Long changes) {
            this.changes = changes;
        }
    }

    private static Purchase purchase(String customer, int number, String status) {
        Purchase purchase = new Purchase();
        purchase.setCustomer(customer);
        purchase.setNumber(number);
        purchase.setStatus(status);
        purchase.setCountry("EC");
        purchase.setDay("2026-11-0" + (1 + number % 2));
        return purchase;
    }

    private static Key key(String customer, int number) {
        return Key.builder().partitionValue(customer).sortValue(number).build();
    }

    private static Expression expression(String text) {
        return Expression.builder().expression(text).build();
    }

    private static List<Integer> numbers(
            String index, Consumer<QueryEnhancedRequest.Builder> query) {
        List<Integer> found = new ArrayList<>();
        for (Page<Purchase> page : purchases.index(index).query(query)) {
            page.items().forEach(purchase -> found.add(purchase.getNumber()));
        }
        return found;
    }

    @Test
    void pagesOfIndexesShowEachItemOnceAlsoUnderEqualKeys() {
        QueryConditional open = QueryConditional.keyEqualTo(k -> k.partitionValue("open"));
        List<Integer> whole = numbers("byStatus", query -> query.queryConditional(open));
        assertEquals(8, whole.stream().distinct().count());
        for (int limit = 1; limit < 10; limit++) {
            int size = limit;
            assertEquals(
                    whole, numbers("byStatus", query -> query.queryConditional(open).limit(size)));
            assertEquals(
                    whole.reversed(),
                    numbers(
                            "byStatus",
                            query ->
                                    query.queryConditional(open)
                                            .limit(size)
                                            .scanIndexForward(false)));
        }
    }

    @Test
    void localIndexesAndIndexesWithTwoPartitionKeysAreQueried() {
        assertEquals(
                List.of(0, 2, 4, 6, 8, 10),
                numbers(
                        "byDay",
                        query ->
                                query.consistentRead(true)
                                        .queryConditional(
                                                QueryConditional.sortBeginsWith(k ->
                                                        k.partitionValue("ana")
                                                                .sortValue("2026-11-01")))));
        List<Integer> found =
                numbers(
                        "byRegion",
                        query ->
                                query.queryConditional(
                                        QueryConditional.keyEqualTo(k ->
                                                k.addPartitionValue("EC")
                                                        .addPartitionValue("2026-11-02"))));
        assertEquals(List.of(1, 3, 5, 7, 9, 11), found.stream().sorted().toList());
    }

    @Test
    void aVersionGuardsAgainstLostUpdatesAndACounterCounts() {
        purchases.putItem(purchase("eva", 1, "open"));
        Purchase mine = purchases.getItem(key("eva", 1));
        Purchase theirs = purchases.getItem(key("eva", 1));
        mine.setStatus("shipped");
        Purchase changed = purchases.updateItem(mine);
        assertEquals(mine.getVersion() + 1, changed.getVersion());
        assertEquals(mine.getChanges() + 1, changed.getChanges());
        theirs.setStatus("lost");
        assertThrows(ConditionalCheckFailedException.class, () -> purchases.updateItem(theirs));
        assertEquals("shipped", purchases.getItem(key("eva", 1)).getStatus());
    }

    @Test
    void aTransactionIsAppliedAsAWholeOrNotAtAll() {
        enhanced.transactWriteItems(
                TransactWriteItemsEnhancedRequest.builder()
                        .addPutItem(purchases, purchase("tom", 1, "open"))
                        .addPutItem(purchases, purchase("tom", 2, "open"))
                        .addConditionCheck(
                                purchases,
                                check ->
                                        check.key(key("ana", 0))
                                                .conditionExpression(
                                                        expression("attribute_exists(customer)")))
                        .build());
        TransactionCanceledException cancelled =
                assertThrows(
                        TransactionCanceledException.class,
                        () ->
                                enhanced.transactWriteItems(
                                        TransactWriteItemsEnhancedRequest.builder()
                                                .addDeleteItem(purchases, key("tom", 1))
                                                .addConditionCheck(
                                                        purchases,
                                                        check ->
                                                                check.key(key("nobody", 0))
                                                                        .conditionExpression(
                                                                                expression(
                                                                                        "attribute_exists(customer)")))
                                                .build()));
        assertEquals(
                List.of("None", "ConditionalCheckFailed"),
                cancelled.cancellationReasons().stream().map(CancellationReason::code).toList());
        List<Document> read =
                enhanced.transactGetItems(
                        TransactGetItemsEnhancedRequest.builder()
                                .addGetItem(purchases, key("tom", 1))
                                .addGetItem(purchases, key("nobody", 0))
                                .build());
        assertEquals("open", read.getFirst().getItem(purchases).getStatus());
        assertNull(read.getLast().getItem(purchases));
    }

    @Test
    void aBatchReadsManyKeys() {
        ReadBatch.Builder<Purchase> batch =
                ReadBatch.builder(Purchase.class).mappedTableResource(purchases);
        IntStream.range(0, PURCHASES).forEach(i -> batch.addGetItem(key("ana", i)));
        long found =
                enhanced
                        .batchGetItem(
                                BatchGetItemEnhancedRequest.builder()
                                        .readBatches(batch.build())
                                        .build())
                        .resultsForTable(purchases)
                        .stream()
                        .count();
        assertEquals(PURCHASES, found);
    }
}
