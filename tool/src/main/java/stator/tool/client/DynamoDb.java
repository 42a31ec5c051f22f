package stator.tool.client;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import stator.identity.signature.OutgoingSignature;

/** Calls of the API. Thread-safe. */
public final class DynamoDb implements AutoCloseable {
    private static final String TARGET = "DynamoDB_20120810.";

    /** Nobody knows whether a lost call of these was carried out, and twice would be wrong. */
    private static final Set<String> NOT_REPEATED =
            Set.of("CreateBackup", "RestoreTableFromBackup", "RestoreTableToPointInTime");

    private final Connection connection;
    private final Clock clock;

    public DynamoDb(Endpoint endpoint, Clock clock, BackOff backOff) {
        connection = new Connection(endpoint, backOff);
        this.clock = clock;
    }

    public Endpoint endpoint() {
        return connection.endpoint();
    }

    BackOff backOff() {
        return connection.backOff();
    }

    /** Calls an operation with a request as text. */
    public Answer call(String operation, String request) throws InterruptedException {
        return Answer.read(call(operation, request.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Calls an operation.
     *
     * @return the body of the answer
     * @throws ServiceException if the service refuses
     * @throws ToolException if it cannot be reached, or fails again and again
     */
    public byte[] call(String operation, byte[] request) throws InterruptedException {
        return connection.exchange(
                () -> signed(operation, request), !NOT_REPEATED.contains(operation));
    }

    private HttpRequest.Builder signed(String operation, byte[] request) {
        Endpoint endpoint = connection.endpoint();
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(endpoint.uri().resolve("/"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request));
        new OutgoingSignature(
                        endpoint.credentials(),
                        endpoint.region(),
                        "dynamodb",
                        OutgoingSignature.JSON_1_0,
                        clock.instant())
                .headers(endpoint.host(), TARGET + operation, request)
                .forEach(builder::header);
        return builder;
    }

    @Override
    public void close() {
        connection.close();
    }
}
