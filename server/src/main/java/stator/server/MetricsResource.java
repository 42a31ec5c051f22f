package stator.server;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.function.Supplier;

/** The resource {@code GET /metrics}: what Prometheus and its like collect. */
final class MetricsResource implements Resource {
    private static final String PATH = "/metrics";
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<String> page;

    MetricsResource(Supplier<String> page) {
        this.page = page;
    }

    @Override
    public Optional<Reply> answer(HttpMethod method, String path, byte[] body) {
        return method.equals(HttpMethod.GET) && path.equals(PATH)
                ? Optional.of(Reply.of(HttpResponseStatus.OK, CONTENT_TYPE, page.get()))
                : Optional.empty();
    }
}
