package stator.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Servers before one keyspace, and the nodes that it lies on, of which one after the other is
 * killed, hangs or is restarted. The nodes are those of {@code reliability/cluster/cassandra}.
 */
final class ClusterFaults implements AutoCloseable {
    private static final int NODES = 3;

    /** Whether the keyspace is made with an outbox. */
    private static final boolean HAS_OUTBOX = Boolean.getBoolean("stator.cluster.outbox");

    /** Longer than it takes to find out that a holder or a node hangs. */
    private static final long HANG_MILLIS = 9_000;

    /** By how much a clock is set forward. */
    private static final long CLOCK_SECONDS = 60;

    private static final long TAKE_OVER_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private static final String ROLE = "\"role\": \"holder\"";

    private final String store;
    private final Path data;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<ClockShift> clocks = new ArrayList<>();

    /** What can happen. */
    enum Fault {
        HOLDER_KILLED,
        HOLDER_HANGS,
        HOLDER_STOPPED,
        STANDBY_KILLED,
        NODE_KILLED,
        NODE_HANGS,
        CLOCK_SET_FORWARD
    }

    ClusterFaults(String store, Path data, int count) throws IOException, InterruptedException {
        this.store = store;
        this.data = data;
        for (int i = 0; i < count; i++) {
            addServer();
        }
    }

    /** One more server. */
    void addServer() throws IOException, InterruptedException {
        clocks.add(ClockShift.create(data.resolve("clocks")));
        servers.add(start(servers.size()));
    }

    /** One more node, which takes its part of the rows from the others before it takes clients. */
    static void addNode() throws IOException, InterruptedException {
        cassandra("add");
    }

    private ServerProcess start(int which) {
        List<String> options = new ArrayList<>(List.of("--log-level", "info"));
        if (HAS_OUTBOX) {
            options.add("--cassandra-outbox");
        }
        return ServerProcess.onStore(
                store,
                data.resolve("server-" + which),
                clocks.get(which).environment(),
                options.toArray(String[]::new));
    }

    /** One client for each server that runs. */
    WireClient[] clients() {
        return servers.stream()
                .map(server -> new WireClient(server.endpoint()))
                .toArray(WireClient[]::new);
    }

    String endpoint() {
        return servers.getFirst().endpoint();
    }

    /** Which server holds the keyspace; the first if none says so. */
    private int holder() throws InterruptedException {
        for (int i = 0; i < servers.size(); i++) {
            if (isHolder(i)) {
                return i;
            }
        }
        return 0;
    }

    private boolean isHolder(int which) throws InterruptedException {
        try {
            WireClient client = new WireClient(servers.get(which).endpoint());
            return client.administer("GET", "/_stator/cluster").body().contains(ROLE);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Lets a fault happen and what goes away with it come back.
     *
     * @param number which node, as it goes round
     * @param changed called when a server has another address
     */
    void strike(Fault fault, int number, Runnable changed)
            throws IOException, InterruptedException {
        int holder = holder();
        String node = Integer.toString(number % NODES + 1);
        switch (fault) {
            case HOLDER_KILLED -> restart(holder, true, changed);
            case HOLDER_STOPPED -> restart(holder, false, changed);
            case STANDBY_KILLED -> restart((holder + 1) % servers.size(), true, changed);
            case HOLDER_HANGS -> {
                servers.get(holder).signal("STOP");
                Thread.sleep(HANG_MILLIS);
                servers.get(holder).signal("CONT");
            }
            case NODE_KILLED -> {
                cassandra("kill", node);
                Thread.sleep(HANG_MILLIS / 3);
                cassandra("start", node);
            }
            case NODE_HANGS -> {
                cassandra("pause", node);
                Thread.sleep(HANG_MILLIS);
                cassandra("resume", node);
            }
            case CLOCK_SET_FORWARD -> {
                clocks.get(holder).set(CLOCK_SECONDS);
                awaitAnotherThan(holder);
                Thread.sleep(HANG_MILLIS / 3);
                clocks.get(holder).set(0);
            }
        }
    }

    /** Another one has to take over from a server whose clock is wrong. */
    private void awaitAnotherThan(int before) throws InterruptedException {
        long start = System.nanoTime();
        while (isHolder(before) || holder() == before) {
            if (System.nanoTime() - start > TAKE_OVER_NANOS_MAX) {
                throw new AssertionError("a server with a wrong clock holds the keyspace");
            }
            Thread.sleep(100);
        }
    }

    private void restart(int which, boolean kill, Runnable changed) {
        if (kill) {
            servers.get(which).kill();
        } else {
            servers.get(which).terminate();
        }
        servers.set(which, start(which));
        changed.run();
    }

    private static void cassandra(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        command.addFirst(ServerProcess.root().resolve("reliability/cluster/cassandra").toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IllegalStateException(command + " did not end as it should");
        }
    }

    /** A client of an SDK for one server. */
    static <B extends AwsClientBuilder<B, C>, C> C set(B builder, String endpoint) {
        return builder.endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .build();
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}
