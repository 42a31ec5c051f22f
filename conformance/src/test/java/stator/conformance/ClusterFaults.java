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

    private static final String ROLE = "\"role\": \"holder\"";

    private final String store;
    private final Path data;
    private final ServerProcess[] servers;

    /** What can happen. */
    enum Fault {
        HOLDER_KILLED,
        HOLDER_HANGS,
        HOLDER_STOPPED,
        STANDBY_KILLED,
        NODE_KILLED,
        NODE_HANGS
    }

    ClusterFaults(String store, Path data, int count) {
        this.store = store;
        this.data = data;
        servers = new ServerProcess[count];
        for (int i = 0; i < count; i++) {
            servers[i] = start(i);
        }
    }

    private ServerProcess start(int which) {
        List<String> options = new ArrayList<>(List.of("--log-level", "info"));
        if (HAS_OUTBOX) {
            options.add("--cassandra-outbox");
        }
        return ServerProcess.onStore(
                store, data.resolve("server-" + which), options.toArray(String[]::new));
    }

    /** One client for each server that runs. */
    WireClient[] clients() {
        return List.of(servers).stream()
                .map(server -> new WireClient(server.endpoint()))
                .toArray(WireClient[]::new);
    }

    String endpoint() {
        return servers[0].endpoint();
    }

    /** Which server holds the keyspace; the first if none says so. */
    private int holder() throws InterruptedException {
        for (int i = 0; i < servers.length; i++) {
            try {
                WireClient client = new WireClient(servers[i].endpoint());
                if (client.administer("GET", "/_stator/cluster").body().contains(ROLE)) {
                    return i;
                }
            } catch (IOException e) {
                // It is not the holder, then.
            }
        }
        return 0;
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
            case STANDBY_KILLED -> restart((holder + 1) % servers.length, true, changed);
            case HOLDER_HANGS -> {
                servers[holder].signal("STOP");
                Thread.sleep(HANG_MILLIS);
                servers[holder].signal("CONT");
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
        }
    }

    private void restart(int which, boolean kill, Runnable changed) {
        if (kill) {
            servers[which].kill();
        } else {
            servers[which].terminate();
        }
        servers[which] = start(which);
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
        for (ServerProcess server : servers) {
            if (server != null) {
                server.close();
            }
        }
    }
}
