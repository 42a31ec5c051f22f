package stator.storage.cassandra;

import com.datastax.driver.core.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import stator.storage.Store;

/**
 * The cluster that tests use: {@code reliability/cluster/cassandra up} starts one, and {@code
 * -Dcassandra=127.0.0.1,127.0.0.2,127.0.0.3} names it. Without the name these tests are skipped.
 */
enum TestCluster {
    /** A keyspace whose commits change all rows themselves. */
    WHOLE("stator_contract", false),

    /** One where what follows from commits leaves their partition by an outbox. */
    OUTBOX("stator_contract_outbox", true);

    /** Where the engine's tests are: {@code -Dstator.cluster.outbox=true} for the second. */
    static final TestCluster CHOSEN = Boolean.getBoolean("stator.cluster.outbox") ? OUTBOX : WHOLE;

    private static final String HOSTS = System.getProperty("cassandra", "");
    private static final int SLOTS = 3;

    private static final Duration LEASE = Duration.ofSeconds(4);

    /** As long as a lease that nobody keeps may stand, and more. */
    private static final long OPEN_NANOS_MAX = 5 * LEASE.toNanos();

    private final String name;
    private final boolean hasOutbox;

    /** Before which all stores of these tests are opened; made with the first. */
    private SharedKeyspace keyspace;

    TestCluster(String name, boolean hasOutbox) {
        this.name = name;
        this.hasOutbox = hasOutbox;
    }

    /** One keyspace for all, because to make one takes Cassandra many seconds. */
    CassandraSettings settings() {
        Assumptions.assumeFalse(
                HOSTS.isEmpty(),
                "No cluster: start one with reliability/cluster/cassandra up, and give"
                        + " -Dcassandra=HOST,HOST…");
        return CassandraSettings.parse(
                        "cassandra://" + HOSTS + "/" + name,
                        Map.of(CassandraSettings.OUTBOX, Boolean.toString(hasOutbox)))
                .with(SLOTS, LEASE);
    }

    /** The keyspace as one server sees it. */
    synchronized SharedKeyspace keyspace() {
        if (keyspace == null) {
            keyspace = SharedKeyspace.open(settings());
        }
        return keyspace;
    }

    /** Opens the store, as soon as nobody holds it. */
    Store open() {
        SharedKeyspace shared = keyspace();
        long start = System.nanoTime();
        while (System.nanoTime() - start < OPEN_NANOS_MAX) {
            Optional<Store> store = shared.open("", () -> {});
            if (store.isPresent()) {
                return store.get();
            }
            Connection.pause(100);
        }
        throw new AssertionError("somebody else holds the keyspace: " + shared.holder());
    }

    /** Opens a store without rows: what spaces there were have no generation any more. */
    Store openEmpty() {
        CassandraSettings settings = settings();
        try (Connection connection = Connection.open(settings)) {
            new Schema(connection, settings).prepare();
            forgetSpaces(connection);
            forgetVersion(connection);
        }
        return open();
    }

    private static void forgetSpaces(Connection connection) {
        for (Row row :
                connection.execute(
                        connection.bind(
                                "SELECT generation FROM KS.space WHERE bucket = ?",
                                Spaces.BUCKET))) {
            connection.execute(
                    connection.bind(
                            "UPDATE KS.space SET slot = -1, dropped = true, space = 0 WHERE bucket ="
                                    + " ? AND generation = ?",
                            Spaces.BUCKET,
                            row.getInt(0)));
        }
    }

    private static void forgetVersion(Connection connection) {
        long upto = Counters.read(connection).upto() + 1;
        connection.execute(
                connection.bind(
                        "INSERT INTO KS.counter (bucket, generation, upto, sums) VALUES (?, ?, ?, ?)"
                                + " USING TIMESTAMP ?",
                        Spaces.BUCKET,
                        Spaces.OWN.generation(),
                        upto,
                        ByteBuffer.allocate(Long.BYTES),
                        upto));
    }
}
