package stator.server;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import stator.admin.AdminService;
import stator.door.Door;
import stator.door.Service;
import stator.door.metric.CallMetrics;
import stator.http.HttpLimits;
import stator.http.HttpServer;
import stator.operation.DynamoDbService;

/** The HTTP server before an {@link EchoCalls}, on a free port. */
final class TestServer implements AutoCloseable {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-01T09:08:07Z"), ZoneOffset.UTC);

    final EchoCalls calls = new EchoCalls();
    final Door door;
    final HttpServer http;
    final int port;

    TestServer() {
        this(Configuration.inMemory());
    }

    TestServer(HttpLimits limits) {
        this(with(limits, List.of(), List.of()));
    }

    TestServer(Configuration configuration) {
        CallMetrics metrics = new CallMetrics(DynamoDbService.NAME);
        door =
                StatorServer.door(
                        configuration,
                        List.of(
                                DynamoDbService.nameplate(() -> new DynamoDbService(calls)),
                                AdminService.nameplate(TestServer::health)),
                        metrics);
        http = new HttpServer(door, configuration.network().limits(), CLOCK, new Random(1));
        port = StatorServer.listen(http, configuration.network().listen()).getFirst().getPort();
    }

    /** The resources that need no database. */
    private static Service health() {
        return AdminService.health("us-east-1", Version.NUMBER);
    }

    static Configuration with(HttpLimits limits, List<String> hosts, List<String> origins) {
        Configuration plain = Configuration.inMemory();
        return plain.withNetwork(
                new Network(plain.network().listen(), false, hosts, origins, limits));
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
