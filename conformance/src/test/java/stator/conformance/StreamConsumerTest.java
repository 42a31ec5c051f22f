package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Consumers of a table's stream while its shards grow old and are split, the server is restarted
 * and killed: each sees every change once, and those of an item in order.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamConsumerTest {
    /** From one restart to the next, a shard is split or becomes old, and its children are read. */
    private static final int SHARDS_BETWEEN_RESTARTS = 2;

    /** For how long there is a load between restarts if nobody tells how far the consumer is. */
    private static final long PHASE_MILLIS = 2_500;

    private static final long DEADLINE_MILLIS = 60_000;
    private static final Pattern STREAM = Pattern.compile("\"LatestStreamArn\":\"([^\"]+)\"");

    @TempDir Path data;

    private final int port = ServerProcess.freePort();

    /**
     * The same place for the next server; shards live shortly, and 20 records a second split them.
     */
    private ServerProcess start() {
        return ServerProcess.onDisk(
                data.resolve("data"),
                "--port",
                Integer.toString(port),
                "--stream-shard-lifetime",
                "4",
                "--stream-shard-records",
                "20");
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    @Test
    void theKinesisAdapterSeesEveryChangeOnceAndInOrder() throws Exception {
        ServerProcess server = start();
        try (CountingLoad load = new CountingLoad(endpoint(), 40);
                KinesisAdapterConsumer consumer =
                        new KinesisAdapterConsumer(endpoint(), streamArn())) {
            awaitMoreShards(consumer.seen());
            assertEquals(0, server.terminate(), server.output());
            server = start();
            awaitMoreShards(consumer.seen());
            server.kill();
            server = start();
            awaitMoreShards(consumer.seen());
            Map<String, Integer> written = load.finish();
            await(() -> consumer.seen().numbers().equals(written));
            assertEquals(written, consumer.seen().numbers());
            assertEquals(List.of(), consumer.seen().problems());
            System.out.println("The Kinesis adapter saw " + consumer.seen());
        } finally {
            server.close();
        }
    }

    @Test
    void boto3SeesEveryChangeOnceAndInOrder() throws Exception {
        ForeignTest.assumeBoto3();
        Path expected = data.resolve("expected.json");
        ServerProcess server = start();
        try (CountingLoad load = new CountingLoad(endpoint(), 20)) {
            Map<String, String> environment =
                    Map.of(
                            "STATOR_ENDPOINT", endpoint(),
                            "STATOR_STREAM_ARN", streamArn(),
                            "STATOR_EXPECTED", expected.toString());
            FutureTask<Void> consumer =
                    new FutureTask<>(() -> {
                        ForeignTest.runWithBoto3("stream_consumer.py", environment);
                        return null;
                    });
            Thread.ofVirtual().start(consumer);
            Thread.sleep(PHASE_MILLIS);
            assertEquals(0, server.terminate(), server.output());
            server = start();
            Thread.sleep(PHASE_MILLIS);
            server.kill();
            server = start();
            Thread.sleep(PHASE_MILLIS);
            write(load.finish(), expected);
            consumer.get();
        } finally {
            server.close();
        }
    }

    /** As JSON, and at once: the consumer must not see half of it. */
    private static void write(Map<String, Integer> numbers, Path file) throws IOException {
        String json =
                numbers.entrySet().stream()
                        .map(number -> "\"%s\": %d".formatted(number.getKey(), number.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        Path part = file.resolveSibling("expected.part");
        Files.writeString(part, json);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitMoreShards(ObservedChanges seen) throws InterruptedException {
        int enough = seen.shards() + SHARDS_BETWEEN_RESTARTS;
        await(() -> seen.shards() >= enough);
        assertTrue(seen.shards() >= enough, "The consumer is stuck: " + seen);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE_MILLIS * 1_000_000;
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
    }

    private String streamArn() throws Exception {
        String table =
                new WireClient(endpoint())
                        .call(
                                "DescribeTable",
                                "{\"TableName\": \"%s\"}".formatted(CountingLoad.TABLE));
        Matcher arn = STREAM.matcher(table);
        assertTrue(arn.find(), table);
        return arn.group(1);
    }
}
