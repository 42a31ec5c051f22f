package stator.operation.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.database.Database;
import stator.database.DatabaseCheck;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.settings.OperationSettings;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/** The operations over an engine, with a record of what was said. */
final class RandomServer implements AutoCloseable {
    private static final int TRACE_LINES_MAX = 20;
    private static final int REMEMBERED_MAX = 5_000;

    private final Engine engine;
    private final Path folder;
    private final Deque<String> said = new ArrayDeque<>();
    private Database database;
    private Operations operations;

    /** The engines of the runs. */
    enum Engine {
        MEMORY,
        ROCKSDB
    }

    /** An answer: the name of its error, or none, and its body. */
    record Answer(String error, Map<String, Object> body) {}

    RandomServer(Engine engine) {
        this.engine = engine;
        try {
            folder = Files.createTempDirectory("stator-random");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open();
    }

    private void open() {
        Store store =
                switch (engine) {
                    case MEMORY -> new MemoryStore();
                    case ROCKSDB ->
                            RocksStore.open(
                                    folder, RocksSettings.DEFAULT.with(new Durability.None()));
                };
        Clock clock = Clock.systemUTC();
        database = Database.open(store, DatabaseSettings.DEFAULT, clock, new Random(1));
        operations = Operations.open(database, OperationSettings.defaults(), clock, new Random(2));
    }

    /** Closes and opens again what is kept; a memory is not. */
    void restart() {
        if (engine != Engine.MEMORY) {
            check();
            database.close();
            open();
        }
    }

    Answer call(String operation, Map<String, Object> request) {
        String json = Json.write(request);
        Response response =
                operations.execute(
                        new Call(
                                Optional.of("DynamoDB_20120810." + operation),
                                json.getBytes(StandardCharsets.UTF_8),
                                "000000000000",
                                "us-east-1"));
        String body = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        said.add(operation + " " + json + "\n    => " + response.status() + " " + body);
        if (said.size() > REMEMBERED_MAX) {
            said.removeFirst();
        }
        Map<String, Object> read = Json.read(response.body(), response.length());
        String error =
                response.status() == 200
                        ? ""
                        : ((String) read.get("__type")).replaceFirst(".*#", "");
        return new Answer(error, read);
    }

    /** What was said last of one key, or changed a table. */
    String trace(String key) {
        List<String> lines =
                said.stream()
                        .filter(line -> line.contains(key) || line.contains("Table {"))
                        .toList();
        return lines.subList(Math.max(0, lines.size() - TRACE_LINES_MAX), lines.size()).stream()
                        .collect(Collectors.joining("\n"))
                + "\nLast: "
                + said.peekLast();
    }

    void check() {
        assertEquals(List.of(), DatabaseCheck.problems(database));
    }

    @Override
    public void close() {
        database.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
