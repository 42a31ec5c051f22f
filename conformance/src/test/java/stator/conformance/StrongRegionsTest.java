package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalTableWitnessGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.MultiRegionConsistency;
import software.amazon.awssdk.services.dynamodb.model.ReplicatedWriteConflictException;
import software.amazon.awssdk.services.dynamodb.model.ReplicationGroupUpdate;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.WitnessStatus;

/** A global table with strong consistency between regions, through the AWS SDK for Java. */
class StrongRegionsTest {
    private static final String TABLE = "strong";
    private static final String FAULTS = "/_stator/replication";

    private static final AtomicInteger attempts = new AtomicInteger();

    private static ServerProcess server;
    private static WireClient wire;

    /** In us-east-1. */
    private static DynamoDbClient first;

    /** In us-east-2; does not try again. */
    private static DynamoDbClient second;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.inMemory();
        wire = new WireClient(server.endpoint());
        wire.createTable(TABLE);
        first = client(Region.US_EAST_1, 10);
        second = client(Region.US_EAST_2, 1);
        ReplicationGroupUpdate replica =
                ReplicationGroupUpdate.builder()
                        .create(create -> create.regionName("us-east-2"))
                        .build();
        GlobalTableWitnessGroupUpdate witness =
                GlobalTableWitnessGroupUpdate.builder()
                        .create(create -> create.regionName("us-west-2"))
                        .build();
        first.updateTable(update ->
                update.tableName(TABLE)
                        .multiRegionConsistency(MultiRegionConsistency.STRONG)
                        .replicaUpdates(replica)
                        .globalTableWitnessUpdates(witness));
        first.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
        second.waiter().waitUntilTableExists(table -> table.tableName(TABLE));
    }

    private static DynamoDbClient client(Region region, int attemptsMax) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(region)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(configuration ->
                        configuration
                                .addExecutionInterceptor(new Counting())
                                .retryStrategy(strategy -> strategy.maxAttempts(attemptsMax)))
                .build();
    }

    private static final class Counting implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(
                Context.BeforeTransmission context, ExecutionAttributes attributes) {
            attempts.incrementAndGet();
        }
    }

    @AfterEach
    void heal() throws Exception {
        wire.administer("DELETE", FAULTS);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        server.close();
    }

    private static Map<String, AttributeValue> item(String id, String value) {
        return Map.of("id", AttributeValue.fromS(id), "v", AttributeValue.fromS(value));
    }

    private static void put(DynamoDbClient client, String id, String value) {
        client.putItem(put -> put.tableName(TABLE).item(item(id, value)));
    }

    private static Map<String, AttributeValue> get(
            DynamoDbClient client, String id, boolean consistent) {
        return client.getItem(get ->
                        get.tableName(TABLE)
                                .key(Map.of("id", AttributeValue.fromS(id)))
                                .consistentRead(consistent))
                .item();
    }

    @Test
    void theTableSaysWhatItIs() {
        for (DynamoDbClient client : List.of(first, second)) {
            TableDescription table =
                    client.describeTable(describe -> describe.tableName(TABLE)).table();
            assertEquals(MultiRegionConsistency.STRONG, table.multiRegionConsistency());
            assertEquals(1, table.replicas().size());
            assertEquals("us-west-2", table.globalTableWitnesses().getFirst().regionName());
            assertEquals(
                    WitnessStatus.ACTIVE, table.globalTableWitnesses().getFirst().witnessStatus());
        }
    }

    @Test
    void aWriteThatConflictsWithAnotherRegionIsTriedAgain() throws Exception {
        put(first, "conflict", "before");
        wire.administer("PUT", FAULTS + "/us-east-2/delay/500");
        Thread slow = Thread.ofVirtual().start(() -> put(second, "conflict", "slow"));
        Thread.sleep(200);
        wire.administer("DELETE", FAULTS);
        attempts.set(0);
        put(first, "conflict", "fast");
        slow.join();
        assertTrue(attempts.get() > 1, "It was not tried again");
        assertEquals(item("conflict", "fast"), get(second, "conflict", true));
    }

    @Test
    void theConflictHasItsOwnException() throws Exception {
        wire.administer("PUT", FAULTS + "/us-east-1/delay/500");
        Thread slow = Thread.ofVirtual().start(() -> put(first, "own", "slow"));
        Thread.sleep(200);
        wire.administer("DELETE", FAULTS);
        ReplicatedWriteConflictException conflict =
                assertThrows(
                        ReplicatedWriteConflictException.class, () -> put(second, "own", "fast"));
        assertTrue(conflict.getMessage().startsWith("One or more items in this request are being"));
        slow.join();
        assertEquals(item("own", "slow"), get(second, "own", true));
    }

    @Test
    void aRegionThatIsCutOffComesBackWithEverything() throws Exception {
        put(second, "cut", "before");
        wire.administer("PUT", FAULTS + "/us-east-2/cut");
        put(first, "cut", "after");
        assertThrows(InternalServerErrorException.class, () -> put(second, "cut", "lost"));
        assertThrows(InternalServerErrorException.class, () -> get(second, "cut", true));
        assertEquals(item("cut", "before"), get(second, "cut", false));
        wire.administer("DELETE", FAULTS);
        Map<String, AttributeValue> found = Map.of();
        for (int i = 0; i < 500 && !found.equals(item("cut", "after")); i++) {
            Thread.sleep(10);
            found = get(second, "cut", false);
        }
        assertEquals(item("cut", "after"), found);
    }
}
