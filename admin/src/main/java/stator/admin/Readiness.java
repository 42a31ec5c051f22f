package stator.admin;

import java.util.Optional;
import stator.door.Reply;

/**
 * The resource {@code GET /health/ready}: whether this server can answer now, itself or by another.
 * Who balances load asks it without a signature, so it tells no addresses.
 */
record Readiness(Standing standing) implements Resource {
    static final String PATH = "/health/ready";

    @Override
    public boolean isPublic() {
        return true;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!method.equals("GET") || !path.equals(PATH)) {
            return Optional.empty();
        }
        boolean isReady = standing.unready().isEmpty();
        String json =
                Json.of(Members.of("ready", isReady, "role", standing.description().get("role")));
        return Optional.of(Reply.of(isReady ? 200 : 503, Reply.JSON, json));
    }
}
