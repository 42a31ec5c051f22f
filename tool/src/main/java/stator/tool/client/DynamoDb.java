package stator.tool.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import stator.identity.signature.OutgoingSignature;
import stator.protocol.JsonTree;

/**
 * Calls of the API. What may succeed if it is tried again is tried again: throttling, errors of the
 * server, broken connections. Thread-safe.
 */
public final class DynamoDb implements AutoCloseable {
    private static final String TARGET = "DynamoDB_20120810.";
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS_MAX = 12;
    private static final Set<String> THROTTLING =
            Set.of(
                    "ProvisionedThroughputExceededException",
                    "ThrottlingException",
                    "RequestLimitExceeded",
                    "TransactionInProgressException");

    /** Nobody knows whether a lost call of these was carried out, and twice would be wrong. */
    private static final Set<String> NOT_REPEATED =
            Set.of("CreateBackup", "RestoreTableFromBackup", "RestoreTableToPointInTime");

    private final Endpoint endpoint;
    private final Clock clock;
    private final BackOff backOff;
    private final HttpClient http;

    public DynamoDb(Endpoint endpoint, Clock clock, BackOff backOff) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.backOff = backOff;
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_PATIENCE)
                        .build();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    BackOff backOff() {
        return backOff;
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
        for (int failed = 0; ; failed++) {
            boolean isLast = failed == ATTEMPTS_MAX - 1;
            try {
                HttpResponse<byte[]> answer = send(operation, request);
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
                if (isLast || !isTransient(answer)) {
                    throw refusal(answer);
                }
            } catch (ConnectException | HttpConnectTimeoutException e) {
                throw new ToolException(
                        "Nobody answers at "
                                + endpoint.uri()
                                + ". Is the server running? --endpoint-url says where it is.",
                        e);
            } catch (IOException e) {
                if (isLast || NOT_REPEATED.contains(operation)) {
                    throw new ToolException(
                            "The connection to " + endpoint.uri() + " broke: " + reason(e), e);
                }
            }
            backOff.await(failed);
        }
    }

    private HttpResponse<byte[]> send(String operation, byte[] request)
            throws IOException, InterruptedException {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(endpoint.uri().resolve("/"))
                        .timeout(ANSWER_PATIENCE)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request));
        new OutgoingSignature(
                        endpoint.credentials(),
                        endpoint.region(),
                        "dynamodb",
                        OutgoingSignature.JSON_1_0,
                        clock.instant())
                .headers(endpoint.host(), TARGET + operation, request)
                .forEach(builder::header);
        return http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String reason(IOException e) {
        if (e instanceof HttpTimeoutException) {
            return "no answer within " + ANSWER_PATIENCE.toSeconds() + " s";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static boolean isTransient(HttpResponse<byte[]> answer) {
        return answer.statusCode() >= 500 || THROTTLING.contains(refusal(answer).type());
    }

    private static ServiceException refusal(HttpResponse<byte[]> answer) {
        Answer error =
                JsonTree.parse(new String(answer.body(), StandardCharsets.UTF_8))
                        .map(Answer::new)
                        .orElse(new Answer(""));
        String type = error.at("__type").text().orElse("HTTP status " + answer.statusCode());
        String message =
                error.at("message").text().or(() -> error.at("Message").text()).orElse(type);
        return new ServiceException(type.substring(type.indexOf('#') + 1), message);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
