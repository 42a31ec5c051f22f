package stator.admin;

import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Reply;

/** The resource {@code GET /metrics}: what Prometheus and its like collect. */
final class MetricsResource implements Resource {
    static final String PATH = "/metrics";
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> page;

    MetricsResource(Supplier<String> page) {
        this.page = page;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        return method.equals("GET") && path.equals(PATH)
                ? Optional.of(Reply.of(200, CONTENT_TYPE, page.get()))
                : Optional.empty();
    }
}
