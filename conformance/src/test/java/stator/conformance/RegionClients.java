package stator.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.paginators.ScanIterable;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Clients of one server, one for each region. They send every request once, so that of each one it
 * is known whether it was answered.
 */
final class RegionClients implements AutoCloseable {
    private final String endpoint;
    private final Map<String, DynamoDbClient> clients = new HashMap<>();
    private final DynamoDbStreamsClient streams;
    private final WireClient control;

    RegionClients(String endpoint) {
        this.endpoint = endpoint;
        streams = set(DynamoDbStreamsClient.builder(), "us-east-1").build();
        control = new WireClient(endpoint);
    }

    private <B extends AwsClientBuilder<B, ?>> B set(B builder, String region) {
        return builder.endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .overrideConfiguration(calls ->
                        calls.retryStrategy(AwsRetryStrategy.doNotRetry())
                                .apiCallTimeout(Duration.ofSeconds(30)));
    }

    /** The client of the home region. */
    DynamoDbClient home() {
        return in("us-east-1");
    }

    synchronized DynamoDbClient in(String region) {
        return clients.computeIfAbsent(region, name -> set(DynamoDbClient.builder(), name).build());
    }

    /** The streams of the home region. */
    DynamoDbStreamsClient streams() {
        return streams;
    }

    /** Creates or changes a table of the home region by a request that is written out. */
    void call(String operation, String request) {
        try {
            control.call(operation, request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets a region neither send writes to the others nor get any, as long as the server runs. */
    void cut(String region) {
        URI resource = URI.create(endpoint + "/_stator/replication/" + region + "/cut");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(resource)
                            .PUT(HttpRequest.BodyPublishers.noBody())
                            .build();
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table's items, read consistently, by their {@code id}. */
    static Map<String, Map<String, AttributeValue>> scan(DynamoDbClient client, String table) {
        return items(client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)));
    }

    /** The entries of a global index, by their {@code id}. */
    static Map<String, Map<String, AttributeValue>> scanIndex(
            DynamoDbClient client, String table, String index) {
        return items(client.scanPaginator(scan -> scan.tableName(table).indexName(index)));
    }

    private static Map<String, Map<String, AttributeValue>> items(ScanIterable pages) {
        return byId(pages.items().stream().toList());
    }

    /** Items by their {@code id}; one that is there twice is an error. */
    static Map<String, Map<String, AttributeValue>> byId(List<Map<String, AttributeValue>> items) {
        return items.stream().collect(Collectors.toMap(item -> item.get("id").s(), item -> item));
    }

    @Override
    public void close() {
        clients.values().forEach(DynamoDbClient::close);
        streams.close();
    }
}
