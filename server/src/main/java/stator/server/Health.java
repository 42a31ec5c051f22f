package stator.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/** What the server says of itself, in AWS's words at the root and in LocalStack's elsewhere. */
final class Health {
    private final Reply root;
    private final Reply services;

    Health(String region) {
        // The blank at the end is AWS's.
        root =
                Reply.of(
                        HttpResponseStatus.OK,
                        "",
                        "healthy: dynamodb." + region + ".amazonaws.com ");
        services =
                Reply.of(
                        HttpResponseStatus.OK,
                        Reply.JSON,
                        "{\"services\": {\"dynamodb\": \"running\", \"dynamodbstreams\":"
                                + " \"running\"}, \"edition\": \"community\", \"version\": \""
                                + Version.NUMBER
                                + "\"}");
    }

    /** The answer to a GET of a path, if it is a question about health. */
    Optional<Reply> answer(String path) {
        return switch (path) {
            case "/" -> Optional.of(root);
            case "/health", "/_localstack/health" -> Optional.of(services);
            default -> Optional.empty();
        };
    }
}
