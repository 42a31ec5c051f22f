package stator.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import stator.database.settings.DatabaseSettings;
import stator.http.HttpLimits;
import stator.http.HttpServer;
import stator.operation.settings.CapacityEnforcement;

/** The HTTP server before an {@link EchoCalls}, on a free port. */
final class TestServer implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T09:08:07Z"), ZoneOffset.UTC);

    final EchoCalls calls = new EchoCalls();
    final HttpServer http;
    final int port;

    TestServer() {
        this(Configuration.inMemory());
    }

    TestServer(HttpLimits limits) {
        this(with(limits, List.of(), List.of()));
    }

    TestServer(Configuration configuration) {
        http =
                StatorServer.httpServer(
                        calls,
                        List.of(new Health(configuration.region())),
                        configuration,
                        CLOCK,
                        new Random(1));
        port = StatorServer.listen(http, configuration.listen()).getFirst().getPort();
    }

    static Configuration with(HttpLimits limits, List<String> hosts, List<String> origins) {
        Configuration plain = Configuration.inMemory();
        return new Configuration(
                plain.listen(),
                false,
                hosts,
                origins,
                plain.engine(),
                plain.region(),
                false,
                DatabaseSettings.DEFAULT,
                CapacityEnforcement.OFF,
                Configuration.BUCKETS_BESIDE_DATA,
                "",
                false,
                "",
                limits);
    }

    /** Small limits, so that tests reach them soon. */
    static HttpLimits limits(int millis, int connections, long inFlightBytes) {
        HttpLimits defaults = HttpLimits.defaults();
        return new HttpLimits(
                defaults.bodyBytesMax(),
                defaults.headerBytesMax(),
                millis,
                millis,
                millis,
                connections,
                connections,
                inFlightBytes,
                2_000);
    }

    WireClient connect() throws IOException {
        return new WireClient(port);
    }

    @Override
    public void close() {
        calls.release.countDown();
        http.close();
    }
}
