package stator.admin;

import java.util.Map;
import java.util.Optional;
import stator.door.Reply;

/** The resource {@code GET /_stator/cluster}: who holds the data, and what this server is. */
record ClusterResource(Standing standing) implements Resource {
    static final String PATH = "/_stator/cluster";

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!method.equals("GET") || !path.equals(PATH)) {
            return Optional.empty();
        }
        Map<String, Object> members = Members.of("ready", standing.unready().isEmpty());
        standing.unready().ifPresent(reason -> members.put("reason", reason));
        members.putAll(standing.description());
        return Optional.of(Reply.of(200, Reply.JSON, Json.of(members)));
    }
}
