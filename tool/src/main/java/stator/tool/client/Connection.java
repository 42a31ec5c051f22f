package stator.tool.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import stator.protocol.JsonTree;

/**
 * Requests to an endpoint and their answers. What may succeed if it is tried again is tried again:
 * throttling, errors of the server, broken connections. Thread-safe.
 */
final class Connection implements AutoCloseable {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
    private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS_MAX = 12;
    private static final Set<String> THROTTLING =
            Set.of(
                    "ProvisionedThroughputExceededException",
                    "ThrottlingException",
                    "RequestLimitExceeded",
                    "TransactionInProgressException");

    private final Endpoint endpoint;
    private final BackOff backOff;
    private final HttpClient http;

    Connection(Endpoint endpoint, BackOff backOff) {
        this.endpoint = endpoint;
        this.backOff = backOff;
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_PATIENCE)
                        .build();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    BackOff backOff() {
        return backOff;
    }

    /**
     * Sends a request.
     *
     * @param request makes it, signed anew for each attempt
     * @param isRepeated whether it may be sent again when nobody knows whether it arrived
     * @return the body of the answer
     * @throws ServiceException if the service refuses
     * @throws ToolException if it cannot be reached, or fails again and again
     */
    byte[] exchange(Supplier<HttpRequest.Builder> request, boolean isRepeated)
            throws InterruptedException {
        for (int failed = 0; ; failed++) {
            boolean isLast = failed == ATTEMPTS_MAX - 1;
            try {
                HttpResponse<byte[]> answer =
                        http.send(
                                request.get().timeout(ANSWER_PATIENCE).build(),
                                HttpResponse.BodyHandlers.ofByteArray());
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
                if (isLast || !isRepeated) {
                    throw new ToolException(
                            "The connection to " + endpoint.uri() + " broke: " + reason(e), e);
                }
            }
            backOff.await(failed);
        }
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
