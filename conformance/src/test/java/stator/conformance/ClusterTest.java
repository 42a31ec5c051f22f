package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import stator.conformance.AppendTransaction.Outcome;
import stator.conformance.ClusterFaults.Fault;

/**
 * Two servers before one keyspace, asked by clients of both, while servers and nodes of Cassandra
 * are killed, hang and come back: histories are strictly serializable, nothing acknowledged is
 * lost, and the stream tells each change once and in order.
 *
 * <p>{@code -Dcassandra=HOST:PORT,…} names the nodes, which {@code reliability/cluster/cassandra}
 * started with the same environment. It strikes {@code -Dstator.cluster.faults=N} times, and goes
 * on until there were {@code -Dstator.append.transactions=N}; {@code -Dstator.append.seed=N}
 * repeats what is chosen, and {@code -Dstator.cluster.first=FAULT} says with which it begins. With
 * {@code -Dstator.cluster.outbox=true} the keyspace has an outbox.
 */
@EnabledIfSystemProperty(named = "cassandra", matches = ".+")
class ClusterTest {
    private static final int CLIENTS = 6;
    private static final long TRANSACTIONS = Long.getLong("stator.append.transactions", 600);
    private static final int FAULTS = Integer.getInteger("stator.cluster.faults", 3);
    private static final String FIRST = System.getProperty("stator.cluster.first", "");
    private static final long SEED = Long.getLong("stator.append.seed", System.nanoTime());
    private static final String STORE =
            "cassandra://" + System.getProperty("cassandra") + "/t" + System.currentTimeMillis();

    private static final Pattern COUNTED =
            Pattern.compile("\"id\":\\{\"S\":\"([^\"]+)\"},\"n\":\\{\"N\":\"(\\d+)\"}");
    private final AppendWorkload workload = new AppendWorkload(Long.MAX_VALUE);
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void survivesWhatFails(@TempDir Path data) throws Exception {
        whileItIsUsed(data, this::strike);
    }

    /**
     * Afterwards there is a node more, so this comes last: {@code -Dstator.cluster.growth=true}.
     */
    @Test
    @EnabledIfSystemProperty(named = "stator.cluster.growth", matches = "true")
    void takesAServerAndANodeMore(@TempDir Path data) throws Exception {
        whileItIsUsed(data, this::grow);
    }

    /** What happens meanwhile; ends the workload. */
    private interface Events {
        void happen(ClusterFaults cluster, ClusterGaps gaps, CountingLoad counting)
                throws IOException, InterruptedException;
    }

    private void whileItIsUsed(Path data, Events events) throws Exception {
        System.out.println("-Dstator.append.seed=" + SEED);
        try (ClusterFaults cluster = new ClusterFaults(STORE, data, 2);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ClusterGaps gaps = new ClusterGaps(cluster.clients())) {
            workload.createTable(cluster.clients()[0]);
            workload.use(cluster.clients());
            try (CountingLoad counting = new CountingLoad(50, cluster.clients())) {
                counting.index();
                List<Future<?>> clients = new ArrayList<>();
                for (int client = 0; client < CLIENTS; client++) {
                    long seed = random.nextLong();
                    clients.add(threads.submit(() -> workload.run(seed)));
                }
                events.happen(cluster, gaps, counting);
                for (Future<?> client : clients) {
                    client.get();
                }
                check();
                checkCounts(cluster.endpoint(), new TreeMap<>(counting.finish()));
            }
            System.out.println(gaps.report());
        }
    }

    private void strike(ClusterFaults cluster, ClusterGaps gaps, CountingLoad counting)
            throws IOException, InterruptedException {
        Fault[] all = Fault.values();
        int first =
                FIRST.isEmpty()
                        ? FAULTS < all.length ? random.nextInt(all.length) : 0
                        : Fault.valueOf(FIRST).ordinal();
        for (int number = 0; number < FAULTS || workload.started() < TRANSACTIONS; number++) {
            Fault fault = all[(first + number) % all.length];
            gaps.begin(fault.toString());
            cluster.strike(
                    fault,
                    number,
                    () -> {
                        workload.use(cluster.clients());
                        counting.use(cluster.clients());
                        gaps.use(cluster.clients());
                    });
            Thread.sleep(3_000);
        }
        gaps.begin("no fault");
        workload.end();
    }

    private void grow(ClusterFaults cluster, ClusterGaps gaps, CountingLoad counting)
            throws IOException, InterruptedException {
        gaps.begin("a server joins");
        cluster.addServer();
        workload.use(cluster.clients());
        counting.use(cluster.clients());
        Thread.sleep(3_000);
        gaps.begin("a node joins");
        ClusterFaults.addNode();
        Thread.sleep(3_000);
        gaps.begin("afterwards");
        while (workload.started() < TRANSACTIONS) {
            Thread.sleep(100);
        }
        gaps.begin("no event");
        workload.end();
    }

    private void check() throws InterruptedException {
        workload.readAll();
        List<AppendTransaction> history = workload.history();
        List<String> problems = ListAppendChecker.problems(history);
        System.out.printf(
                "Cluster: %d transactions (%d refused, %d unknown)%n",
                history.size(),
                count(history, Outcome.NOT_APPLIED),
                count(history, Outcome.UNKNOWN));
        assertEquals(List.of(), problems);
        assertTrue(count(history, Outcome.APPLIED) > TRANSACTIONS / 2, "Too few were applied");
    }

    private static long count(List<AppendTransaction> history, Outcome outcome) {
        return history.stream().filter(transaction -> transaction.outcome() == outcome).count();
    }

    /** Items, index and stream say the same as the writers. */
    private static void checkCounts(String endpoint, Map<String, Integer> expected)
            throws IOException, InterruptedException {
        WireClient client = new WireClient(endpoint);
        String table = CountingLoad.TABLE;
        assertEquals(
                expected,
                counted(
                        client.call(
                                "Scan",
                                "{\"TableName\": \"%s\", \"ConsistentRead\": true}"
                                        .formatted(table))));
        assertEquals(expected, settledIndex(client, expected));
        ObservedChanges seen = new ObservedChanges();
        readStream(endpoint, seen);
        System.out.println("Stream: " + seen);
        assertEquals(List.of(), seen.problems());
        assertEquals(expected, new TreeMap<>(seen.numbers()));
    }

    /** What the index shows once a node that was killed has what it missed; a minute at most. */
    private static Map<String, Integer> settledIndex(
            WireClient client, Map<String, Integer> expected)
            throws IOException, InterruptedException {
        String scan =
                "{\"TableName\": \"%s\", \"IndexName\": \"%s\"}"
                        .formatted(CountingLoad.TABLE, CountingLoad.INDEX);
        Map<String, Integer> shown = counted(client.call("Scan", scan));
        for (int tries = 0; tries < 60 && !shown.equals(expected); tries++) {
            Thread.sleep(1_000);
            shown = counted(client.call("Scan", scan));
        }
        return shown;
    }

    private static Map<String, Integer> counted(String body) {
        Map<String, Integer> counted = new TreeMap<>();
        COUNTED.matcher(body)
                .results()
                .forEach(item -> counted.put(item.group(1), Integer.valueOf(item.group(2))));
        return counted;
    }

    private static void readStream(String endpoint, ObservedChanges seen) {
        try (DynamoDbClient tables = ClusterFaults.set(DynamoDbClient.builder(), endpoint);
                DynamoDbStreamsClient streams =
                        ClusterFaults.set(DynamoDbStreamsClient.builder(), endpoint)) {
            StreamReplay replay = new StreamReplay();
            replay.follow(
                    tables.describeTable(table -> table.tableName(CountingLoad.TABLE))
                            .table()
                            .latestStreamArn());
            replay.read(
                    streams,
                    change -> {
                        Map<String, AttributeValue> after = change.dynamodb().newImage();
                        seen.saw(
                                "",
                                change.eventID(),
                                after.get("id").s(),
                                number(change.dynamodb().oldImage()),
                                number(after));
                    });
        }
    }

    private static int number(Map<String, AttributeValue> image) {
        return image.containsKey("n") ? Integer.parseInt(image.get("n").n()) : 0;
    }
}
