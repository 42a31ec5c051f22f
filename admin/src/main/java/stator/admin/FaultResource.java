package stator.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import stator.door.Reply;

/**
 * The resource {@code /_stator/faults}: what is to go wrong on purpose. PUT replaces all faults,
 * GET shows them and how often they struck, DELETE ends them; {@code docs/configuration.md} has the
 * form.
 */
final class FaultResource implements Resource {
    private static final String PATH = "/_stator/faults";

    private final FaultControl faults;

    FaultResource(FaultControl faults) {
        this.faults = faults;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!path.equals(PATH)) {
            return Optional.empty();
        }
        if (method.equals("GET")) {
            return Optional.of(described());
        }
        if (method.equals("DELETE")) {
            faults.clear();
            return Optional.of(described());
        }
        return method.equals("PUT") ? Optional.of(replaced(body)) : Optional.empty();
    }

    private Reply described() {
        return Reply.of(200, Reply.JSON, faults.describe());
    }

    private Reply replaced(byte[] body) {
        try {
            faults.replace(new String(body, StandardCharsets.UTF_8));
            return described();
        } catch (IllegalArgumentException e) {
            return Reply.of(400, Reply.JSON, Json.compact(Map.of("message", e.getMessage())));
        }
    }
}
