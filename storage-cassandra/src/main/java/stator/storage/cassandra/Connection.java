package stator.storage.cassandra;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.Cluster;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Host;
import com.datastax.driver.core.HostDistance;
import com.datastax.driver.core.NettyOptions;
import com.datastax.driver.core.PoolingOptions;
import com.datastax.driver.core.PreparedStatement;
import com.datastax.driver.core.ProtocolVersion;
import com.datastax.driver.core.QueryOptions;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.Session;
import com.datastax.driver.core.SimpleStatement;
import com.datastax.driver.core.SocketOptions;
import com.datastax.driver.core.Statement;
import com.datastax.driver.core.exceptions.AuthenticationException;
import com.datastax.driver.core.exceptions.DriverException;
import com.datastax.driver.core.exceptions.QueryValidationException;
import com.datastax.driver.core.policies.ConstantReconnectionPolicy;
import com.datastax.driver.core.policies.DCAwareRoundRobinPolicy;
import com.datastax.driver.core.policies.FallthroughRetryPolicy;
import com.datastax.driver.core.policies.LoadBalancingPolicy;
import com.datastax.driver.core.policies.TokenAwarePolicy;
import io.netty.channel.EventLoopGroup;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import stator.storage.StoreException;
import stator.storage.cassandra.tls.Encryption;

/**
 * The connection to the cluster. ScalarDB uses the same.
 *
 * <p>The driver is never to repeat a statement by itself: a lightweight transaction that is sent
 * twice may be applied twice. Reads, and writes that are the same whoever does them, are repeated
 * here. Version 4 of the protocol, because errors of contended lightweight transactions cannot be
 * read with version 5.
 */
final class Connection implements AutoCloseable {
    /** Longer than Cassandra itself tries a write; a node that hangs is found out by it. */
    private static final int REQUEST_MILLIS_MAX = 4_000;

    /**
     * A node that says nothing for so long is asked whether it is there, and no more requests go to
     * one that does not answer. With the driver's own half a minute, a third of all requests would
     * go to a node that hangs for as long, and a commit is several of them.
     */
    private static final int HEARTBEAT_SECONDS = 1;

    private static final int DEFINITION_MILLIS_MAX = 30_000;
    private static final long AGREEMENT_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final String SCHEMA_VERSION = "SELECT schema_version FROM system.local";
    private static final int CONNECT_MILLIS_MAX = 3_000;
    private static final int RECONNECT_MILLIS = 500;
    private static final int REQUESTS_PER_CONNECTION_MAX = 1_024;
    private static final int REQUESTS_WAITING_MAX = 4_096;
    private static final long REPEAT_NANOS_MAX = TimeUnit.SECONDS.toNanos(8);
    private static final long PAUSE_MILLIS = 100;

    private final Cluster cluster;
    private final Session session;
    private final String keyspace;
    private final Map<String, PreparedStatement> prepared = new ConcurrentHashMap<>();

    private Connection(Cluster cluster, Session session, String keyspace) {
        this.cluster = cluster;
        this.session = session;
        this.keyspace = keyspace;
    }

    /**
     * Connects.
     *
     * @throws StoreException.Unavailable if no node can be reached or none lets us in
     */
    static Connection open(CassandraSettings settings) {
        DCAwareRoundRobinPolicy.Builder nodes = DCAwareRoundRobinPolicy.builder();
        settings.dataCentre().ifPresent(nodes::withLocalDc);
        Cluster.Builder builder =
                Cluster.builder()
                        .addContactPointsWithPorts(settings.contactPoints())
                        .withPort(settings.contactPoints().getFirst().getPort())
                        .withProtocolVersion(ProtocolVersion.V4)
                        .withLoadBalancingPolicy(new TokenAwarePolicy(nodes.build()))
                        .withRetryPolicy(FallthroughRetryPolicy.INSTANCE)
                        .withReconnectionPolicy(new ConstantReconnectionPolicy(RECONNECT_MILLIS))
                        .withQueryOptions(
                                new QueryOptions()
                                        .setConsistencyLevel(ConsistencyLevel.QUORUM)
                                        .setSerialConsistencyLevel(ConsistencyLevel.SERIAL)
                                        .setDefaultIdempotence(false))
                        .withSocketOptions(
                                new SocketOptions()
                                        .setConnectTimeoutMillis(CONNECT_MILLIS_MAX)
                                        .setReadTimeoutMillis(REQUEST_MILLIS_MAX))
                        .withPoolingOptions(
                                new PoolingOptions()
                                        .setHeartbeatIntervalSeconds(HEARTBEAT_SECONDS)
                                        .setMaxRequestsPerConnection(
                                                HostDistance.LOCAL, REQUESTS_PER_CONNECTION_MAX)
                                        .setMaxQueueSize(REQUESTS_WAITING_MAX))
                        .withNettyOptions(new PromptEnd())
                        .withoutJMXReporting();
        settings.credentials()
                .ifPresent(who -> builder.withCredentials(who.user(), who.password()));
        settings.trust().ifPresent(trust -> builder.withSSL(Encryption.trusting(trust)));
        Cluster cluster = builder.build();
        try {
            return new Connection(cluster, cluster.connect(), settings.keyspace());
        } catch (DriverException | IllegalArgumentException e) {
            cluster.close();
            String what = e instanceof AuthenticationException ? "lets us in" : "can be reached";
            throw new StoreException.Unavailable(
                    "No node of the cluster " + what + ": " + e.getMessage(), e);
        }
    }

    /** By default the driver waits two seconds for those who may come late, and nobody does. */
    private static final class PromptEnd extends NettyOptions {
        private static final int SECONDS_MAX = 10;

        @Override
        public void onClusterClose(EventLoopGroup threads) {
            threads.shutdownGracefully(0, SECONDS_MAX, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    Cluster cluster() {
        return cluster;
    }

    Session session() {
        return session;
    }

    String keyspace() {
        return keyspace;
    }

    /** A statement with values. {@code KS.} in its text stands for the keyspace. */
    BoundStatement bind(String text, Object... values) {
        PreparedStatement statement = prepared.get(text);
        if (statement == null) {
            statement = repeat(() -> session.prepare(text.replace("KS.", keyspace + ".")));
            prepared.put(text, statement);
        }
        return statement.bind(values);
    }

    /**
     * The nodes that are up and may be asked, in an order that is the same for all servers. Not
     * those of other data centres.
     */
    List<Host> nodes() {
        LoadBalancingPolicy policy =
                cluster.getConfiguration().getPolicies().getLoadBalancingPolicy();
        return cluster.getMetadata().getAllHosts().stream()
                .filter(host -> host.isUp() && policy.distance(host) == HostDistance.LOCAL)
                .sorted(Comparator.comparing(Host::getHostId))
                .toList();
    }

    /**
     * Changes the schema, and waits until all nodes know. It is always the first node that does it:
     * servers that make the same table at the same moment by different nodes would make two tables
     * of one name.
     */
    void define(String text) {
        repeat(() -> {
            Statement statement =
                    new SimpleStatement(text.replace("KS.", keyspace + "."))
                            .setReadTimeoutMillis(DEFINITION_MILLIS_MAX);
            nodes().stream().findFirst().ifPresent(statement::setHost);
            return session.execute(statement);
        });
        awaitAgreement();
    }

    /**
     * Waits until all nodes that are up know the same tables, for a while. The driver waits for
     * what it changed, not for what another server changed just now; and it asks one node for what
     * that one knows of all, which may be old.
     */
    void awaitAgreement() {
        long start = System.nanoTime();
        while (!nodesAgree()
                && System.nanoTime() - start < AGREEMENT_NANOS_MAX
                && !Thread.currentThread().isInterrupted()) {
            pause(PAUSE_MILLIS);
        }
    }

    private boolean nodesAgree() {
        Set<UUID> versions = new HashSet<>();
        try {
            for (Host node : nodes()) {
                Statement statement = new SimpleStatement(SCHEMA_VERSION).setHost(node);
                versions.add(session.execute(statement).one().getUUID(0));
            }
        } catch (DriverException e) {
            // A node that has just gone, and is up for the driver.
            return false;
        }
        return versions.size() <= 1;
    }

    /** Executes a statement that may be sent several times, until there is an answer. */
    ResultSet execute(Statement statement) {
        return repeat(() -> session.execute(statement));
    }

    /** Sends a statement that may be sent several times; empty if the driver takes none now. */
    Optional<ResultSetFuture> send(Statement statement) {
        try {
            return Optional.of(session.executeAsync(statement));
        } catch (DriverException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Executes a statement once. */
    ResultSet executeOnce(Statement statement) {
        return session.execute(statement);
    }

    private interface Attempt<T> {
        T make();
    }

    private static <T> T repeat(Attempt<T> attempt) {
        long start = System.nanoTime();
        while (true) {
            try {
                return attempt.make();
            } catch (QueryValidationException e) {
                throw new IllegalStateException("The cluster does not take " + e.getMessage(), e);
            } catch (DriverException e) {
                if (System.nanoTime() - start > REPEAT_NANOS_MAX || Thread.interrupted()) {
                    throw new StoreException.Unavailable(
                            "The cluster does not answer: " + e.getMessage(), e);
                }
                pause(PAUSE_MILLIS);
            } catch (IllegalStateException e) {
                // What the driver says once it is closed.
                throw new StoreException.Unavailable("The store is closed.", e);
            }
        }
    }

    /** Sleeps a while; keeps in mind that the thread was interrupted. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The token by which Cassandra orders partitions, as an unsigned number in the same order. */
    long token(byte[] partitionKey) {
        return (long) cluster.getMetadata().newToken(ByteBuffer.wrap(partitionKey)).getValue()
                ^ Long.MIN_VALUE;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
