package stator.admin;

import java.util.Optional;
import stator.door.Reply;

/** What the server says of itself, in AWS's words at the root and in LocalStack's elsewhere. */
final class Health implements Resource {
    private final Reply root;
    private final Reply services;

    Health(String region, String version) {
        // The blank at the end is AWS's.
        root = Reply.of(200, "", "healthy: dynamodb." + region + ".amazonaws.com ");
        services =
                Reply.of(
                        200,
                        Reply.JSON,
                        Json.of(
                                Members.of(
                                        "services",
                                        Members.of(
                                                "dynamodb",
                                                "running",
                                                "dynamodbstreams",
                                                "running"),
                                        "edition",
                                        "community",
                                        "version",
                                        version)));
    }

    /** Whoever balances load asks for it without a signature, as of AWS. */
    @Override
    public boolean isPublic() {
        return true;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!method.equals("GET")) {
            return Optional.empty();
        }
        return switch (path) {
            case "/" -> Optional.of(root);
            case "/health", "/_localstack/health" -> Optional.of(services);
            default -> Optional.empty();
        };
    }
}
