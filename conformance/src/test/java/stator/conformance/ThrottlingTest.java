package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingReason;

/** Enforced capacity as programs meet it: SDKs retry what is throttled, and are told why it was. */
class ThrottlingTest {
    private static final int UNITS = 40;
    private static final String KEY =
            "\"KeySchema\": [{\"AttributeName\": \"id\", \"KeyType\": \"HASH\"}],"
                    + " \"AttributeDefinitions\": [{\"AttributeName\": \"id\", \"AttributeType\": \"S\"}]";

    private static ServerProcess server;
    private static RegionClients once;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.inMemory("--enforce-capacity", "--burst-seconds", "1");
        once = new RegionClients(server.endpoint());
        String capacity =
                "\"ReadCapacityUnits\": %1$d, \"WriteCapacityUnits\": %1$d".formatted(UNITS);
        for (String name : List.of("provisioned", "retried")) {
            once.call(
                    "CreateTable",
                    "{\"TableName\": \"%s\", %s, \"ProvisionedThroughput\": {%s}}"
                            .formatted(name, KEY, capacity));
        }
        once.call(
                "CreateTable",
                """
                {"TableName": "on-demand", %s, "BillingMode": "PAY_PER_REQUEST",
                 "OnDemandThroughput": {"MaxReadRequestUnits": %d, "MaxWriteRequestUnits": %d}}\
                """
                        .formatted(KEY, UNITS, UNITS));
    }

    @AfterAll
    static void stop() {
        once.close();
        server.close();
    }

    @Test
    void boto3RetriesInBothModes() throws Exception {
        ForeignTest.runWithBoto3(
                "throttling_test.py", Map.of("STATOR_ENDPOINT", server.endpoint()));
    }

    @Test
    void javaRetriesInBothModes() {
        for (RetryMode mode : List.of(RetryMode.STANDARD, RetryMode.ADAPTIVE_V2)) {
            RetryStrategy strategy =
                    AwsRetryStrategy.forRetryMode(mode).toBuilder().maxAttempts(12).build();
            long start = System.nanoTime();
            try (DynamoDbClient client =
                    DynamoDbClient.builder()
                            .endpointOverride(URI.create(server.endpoint()))
                            .region(Region.US_EAST_1)
                            .credentialsProvider(
                                    StaticCredentialsProvider.create(
                                            AwsBasicCredentials.create("test", "test")))
                            .overrideConfiguration(calls -> calls.retryStrategy(strategy))
                            .build()) {
                for (int i = 0; i < 2 * UNITS; i++) {
                    put(client, "retried", i);
                }
            }
            assertTrue(System.nanoTime() - start > 500_000_000L, "was never throttled");
        }
    }

    @Test
    void exceptionsSayWhatWasExceeded() {
        ProvisionedThroughputExceededException provisioned =
                assertThrows(
                        ProvisionedThroughputExceededException.class,
                        () -> putTooMany("provisioned"));
        assertEquals(
                List.of(reason("TableWriteProvisionedThroughputExceeded", "provisioned")),
                provisioned.throttlingReasons());
        ThrottlingException onDemand =
                assertThrows(ThrottlingException.class, () -> putTooMany("on-demand"));
        assertEquals(
                List.of(reason("TableWriteMaxOnDemandThroughputExceeded", "on-demand")),
                onDemand.throttlingReasons());
        for (DynamoDbException exception : List.of(provisioned, onDemand)) {
            assertTrue(exception.isThrottlingException());
        }
    }

    private static void putTooMany(String table) {
        for (int i = 0; i < 10 * UNITS; i++) {
            put(once.home(), table, i);
        }
    }

    private static void put(DynamoDbClient client, String table, int number) {
        client.putItem(
                put -> put.tableName(table).item(Map.of("id", AttributeValue.fromS("i" + number))));
    }

    private static ThrottlingReason reason(String reason, String table) {
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + table;
        return ThrottlingReason.builder().reason(reason).resource(arn).build();
    }
}
