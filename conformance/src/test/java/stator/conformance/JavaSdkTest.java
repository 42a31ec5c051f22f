package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;
import software.amazon.awssdk.enhanced.dynamodb.model.BatchWriteItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.PutItemEnhancedRequest;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** The AWS SDK for Java v2: the client, the asynchronous client and the enhanced client. */
class JavaSdkTest {
    private static ServerProcess server;
    private static DynamoDbClient client;

    @BeforeAll
    static void start() {
        server = ServerProcess.inMemory();
        client =
                DynamoDbClient.builder()
                        .endpointOverride(URI.create(server.endpoint()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials())
                        .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static void createTable(String name) {
        client.createTable(table ->
                table.tableName(name)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(
                                KeySchemaElement.builder()
                                        .attributeName("id")
                                        .keyType(KeyType.HASH)
                                        .build())
                        .attributeDefinitions(
                                AttributeDefinition.builder()
                                        .attributeName("id")
                                        .attributeType(ScalarAttributeType.S)
                                        .build()));
        client.waiter().waitUntilTableExists(table -> table.tableName(name));
    }

    @Test
    void theClientReadsWhatItWrote() {
        createTable("java-client");
        Map<String, AttributeValue> item =
                Map.of(
                        "id", text("1"),
                        "number", AttributeValue.fromN("-0.5"),
                        "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})),
                        "strings", AttributeValue.fromSs(List.of("a", "b")),
                        "nothing", AttributeValue.fromNul(true),
                        "list", AttributeValue.fromL(List.of(AttributeValue.fromBool(true))),
                        "map", AttributeValue.fromM(Map.of("k", text("v"))));
        client.putItem(put -> put.tableName("java-client").item(item));
        assertEquals(
                item,
                client.getItem(get ->
                                get.tableName("java-client")
                                        .key(Map.of("id", text("1")))
                                        .consistentRead(true))
                        .item());
        ConditionalCheckFailedException failed =
                assertThrows(
                        ConditionalCheckFailedException.class,
                        () ->
                                client.putItem(put ->
                                        put.tableName("java-client")
                                                .item(item)
                                                .conditionExpression("attribute_not_exists(id)")
                                                .returnValuesOnConditionCheckFailure("ALL_OLD")));
        assertEquals(item, failed.item());
        assertEquals(
                List.of("java-client"),
                client.listTables().tableNames().stream().filter("java-client"::equals).toList());
    }

    @Test
    void theAsynchronousClientLosesNoIncrement() {
        createTable("java-async");
        try (DynamoDbAsyncClient async =
                DynamoDbAsyncClient.builder()
                        .endpointOverride(URI.create(server.endpoint()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials())
                        // All want the same item, and on a busy machine the last waits for long.
                        .httpClientBuilder(
                                NettyNioAsyncHttpClient.builder()
                                        .connectionAcquisitionTimeout(Duration.ofMinutes(1)))
                        .build()) {
            var updates =
                    IntStream.range(0, 200)
                            .mapToObj(i ->
                                    async.updateItem(update ->
                                            update.tableName("java-async")
                                                    .key(Map.of("id", text("counter")))
                                                    .updateExpression("ADD hits :one")
                                                    .expressionAttributeValues(
                                                            Map.of(
                                                                    ":one",
                                                                    AttributeValue.fromN("1")))
                                                    .returnValues(ReturnValue.UPDATED_NEW)))
                            .toList();
            Set<String> seen = new java.util.HashSet<>();
            for (var update : updates) {
                UpdateItemResponse answer = update.join();
                seen.add(answer.attributes().get("hits").n());
            }
            assertEquals(200, seen.size());
            assertTrue(seen.contains("200"));
        }
    }

    /** An order as the enhanced client maps it. */
    @DynamoDbBean
    public static final class Order {
        private String customer;
        private Integer number;
        private List<String> lines;

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

        public List<String> getLines() {
            return lines;
        }

        public void setLines(List<String> lines) {
            this.lines = lines;
        }

        static Order of(String customer, int number, String... lines) {
            Order order = new Order();
            order.setCustomer(customer);
            order.setNumber(number);
            order.setLines(List.of(lines));
            return order;
        }
    }

    @Test
    void theEnhancedClientMapsBeans() {
        DynamoDbEnhancedClient enhanced =
                DynamoDbEnhancedClient.builder().dynamoDbClient(client).build();
        DynamoDbTable<Order> orders =
                enhanced.table("java-enhanced", TableSchema.fromBean(Order.class));
        orders.createTable();
        client.waiter().waitUntilTableExists(table -> table.tableName("java-enhanced"));

        WriteBatch.Builder<Order> batch =
                WriteBatch.builder(Order.class).mappedTableResource(orders);
        IntStream.rangeClosed(1, 20)
                .forEach(i -> batch.addPutItem(Order.of("ana", i, "line " + i)));
        enhanced.batchWriteItem(
                BatchWriteItemEnhancedRequest.builder().writeBatches(batch.build()).build());

        assertEquals(
                List.of("line 7"),
                orders.getItem(Key.builder().partitionValue("ana").sortValue(7).build())
                        .getLines());
        List<Integer> seen = new ArrayList<>();
        for (Page<Order> page :
                orders.query(query ->
                        query.limit(6)
                                .queryConditional(
                                        QueryConditional.sortGreaterThan(
                                                Key.builder()
                                                        .partitionValue("ana")
                                                        .sortValue(5)
                                                        .build())))) {
            page.items().forEach(order -> seen.add(order.getNumber()));
        }
        assertEquals(IntStream.rangeClosed(6, 20).boxed().toList(), seen);

        assertThrows(
                ConditionalCheckFailedException.class,
                () ->
                        orders.putItem(
                                PutItemEnhancedRequest.builder(Order.class)
                                        .item(Order.of("ana", 1))
                                        .conditionExpression(
                                                Expression.builder()
                                                        .expression(
                                                                "attribute_not_exists(customer)")
                                                        .build())
                                        .build()));
        Order changed = orders.updateItem(Order.of("ana", 1, "other"));
        assertEquals(List.of("other"), changed.getLines());
        assertEquals(20, orders.scan().items().stream().count());
    }
}
