package stator.benchmark.growth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.archive.Archive;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;

/** All operations in memory, behind a port of this process: a server without Stator's own. */
final class OperationsServer implements AutoCloseable {
    private final Database database;
    private final Archive archive;
    private final Operations operations;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    OperationsServer() throws IOException {
        Clock clock = Clock.systemUTC();
        SplittableRandom random = new SplittableRandom();
        database = Database.open(new MemoryStore(), DatabaseSettings.DEFAULT, clock, random);
        archive = Archive.open(database, new MemoryBucket(), new MemoryBuckets(), clock, random);
        operations =
                Operations.open(database, archive, OperationSettings.defaults(), clock, random);
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", this::answer);
        http.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Response response =
                operations.execute(
                        new Call(
                                Optional.of(exchange.getRequestHeaders().getFirst("X-Amz-Target")),
                                exchange.getRequestBody().readAllBytes(),
                                "000000000000",
                                "us-east-1"));
        exchange.sendResponseHeaders(response.status(), response.length());
        exchange.getResponseBody().write(response.body(), 0, response.length());
        exchange.close();
    }

    /** As the command line of the benchmark names it. */
    String endpoint(String name) {
        return name + "=127.0.0.1:" + http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
        archive.close();
        database.close();
    }
}
