package stator.storage.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.KeyspaceMetadata;
import com.datastax.driver.core.Row;
import java.util.Optional;
import stator.storage.StoreException;

/**
 * The tables of the keyspace.
 *
 * <pre>
 * rows_N   place → kind, sort → value, tally        rows, in ScalarDB's format: its columns, and each once more as before_…
 * state    tx_id → …                                ScalarDB's: what became of transactions over several partitions
 * space    generation → space, slot, dropped        which space lies in which rows_N; see Spaces
 * counter  generation → upto, sums                  counters of spaces as of a period; see Counters
 * hint     lane, period → slot, place, kind, sort   rows whose tally may not be in the counters yet
 * server   name → owner, epoch, beat, door, …       who writes here; see Lease
 * secret   name → bytes                             what all servers know and nobody else
 * store    name → number                            format: 1, or 2 with an outbox
 *
 * place := generation (4 bytes, big endian) partition
 * sort  := 1 (1 byte) sort bytes
 * value := version (8 bytes, big endian) payload; null for a row that is gone and still has a tally
 * </pre>
 *
 * <p>Derived rows, of which there are some in format 2 only, have value and tx_state, and were
 * written with their version as the time; see {@link DerivedRows}.
 */
final class Schema {
    /** Where a commit changes all rows itself. */
    static final int FORMAT = 1;

    /** Where what follows from a commit leaves its partition by an outbox. */
    static final int OUTBOX_FORMAT = 2;

    private static final String FORMAT_NAME = "format";
    private static final String SHARED = " WITH gc_grace_seconds = 3600";

    private final Connection connection;
    private final CassandraSettings settings;

    Schema(Connection connection, CassandraSettings settings) {
        this.connection = connection;
        this.settings = settings;
    }

    /**
     * Makes what is not there. Other servers may do so at the same moment.
     *
     * @throws StoreException.Unavailable if a newer version of Stator wrote here, or the keyspace
     *     was made without the outbox that is wanted
     */
    void prepare() {
        KeyspaceMetadata found =
                connection.cluster().getMetadata().getKeyspace(connection.keyspace());
        if (found == null) {
            connection.define(
                    "CREATE KEYSPACE IF NOT EXISTS "
                            + connection.keyspace()
                            + " WITH replication = {'class': 'NetworkTopologyStrategy', '"
                            + localDataCentre()
                            + "': "
                            + settings.replication()
                            + "}");
        }
        table(
                found,
                "state",
                "(tx_id text PRIMARY KEY, tx_child_ids text, tx_state int, tx_created_at bigint,"
                        + " tx_write_set blob)",
                "");
        table(
                found,
                "space",
                "(bucket int, generation int, space int, slot int, dropped boolean, PRIMARY KEY"
                        + " (bucket, generation))",
                "");
        table(
                found,
                "counter",
                "(bucket int, generation int, upto bigint, sums blob, PRIMARY KEY (bucket,"
                        + " generation))",
                "");
        table(
                found,
                "hint",
                "(lane int, period bigint, slot int, place blob, kind int, sort blob, PRIMARY KEY"
                        + " (lane, period, slot, place, kind, sort))",
                SHARED);
        table(
                found,
                "server",
                "(name text PRIMARY KEY, owner text, epoch bigint, beat bigint, host text, process"
                        + " text, since timestamp, door text)",
                "");
        addDoor(found);
        table(found, "secret", "(name text PRIMARY KEY, bytes blob)", "");
        table(found, "store", "(name text PRIMARY KEY, number int)", "");
        connection.awaitAgreement();
        requireKnownFormat();
    }

    private String localDataCentre() {
        return settings.dataCentre()
                .orElseGet(() ->
                        connection
                                .cluster()
                                .getMetadata()
                                .getAllHosts()
                                .iterator()
                                .next()
                                .getDatacenter());
    }

    private void table(KeyspaceMetadata keyspace, String name, String columns, String with) {
        if (keyspace == null || keyspace.getTable(name) == null) {
            connection.define("CREATE TABLE IF NOT EXISTS KS." + name + " " + columns + with);
        }
    }

    /** Keyspaces of versions before doors have none. */
    private void addDoor(KeyspaceMetadata keyspace) {
        boolean lacks =
                keyspace != null
                        && keyspace.getTable("server") != null
                        && keyspace.getTable("server").getColumn("door") == null;
        if (lacks) {
            try {
                connection.define("ALTER TABLE KS.server ADD door text");
            } catch (IllegalStateException e) {
                // Another server that starts now was faster; otherwise the first read fails.
            }
        }
    }

    private void requireKnownFormat() {
        int format = format().orElseGet(this::chooseFormat);
        if (format != FORMAT && format != OUTBOX_FORMAT) {
            throw new StoreException.Unavailable(
                    "The keyspace "
                            + connection.keyspace()
                            + " has format "
                            + format
                            + ", and this version of Stator knows formats "
                            + FORMAT
                            + " and "
                            + OUTBOX_FORMAT
                            + ". Use the version that wrote it.",
                    null);
        }
        if (settings.outbox() && format != OUTBOX_FORMAT) {
            throw new StoreException.Unavailable(
                    "The keyspace "
                            + connection.keyspace()
                            + " was made without an outbox, and cannot get one. Start without"
                            + " --cassandra-outbox, or export its tables and import them into"
                            + " another keyspace.",
                    null);
        }
    }

    /** Two servers that make the keyspace at once choose one of both formats. */
    private int chooseFormat() {
        connection.execute(
                connection.bind(
                        "INSERT INTO KS.store (name, number) VALUES (?, ?) IF NOT EXISTS",
                        FORMAT_NAME,
                        settings.outbox() ? OUTBOX_FORMAT : FORMAT));
        return format().orElseThrow();
    }

    private Optional<Integer> format() {
        Row found =
                connection
                        .execute(
                                connection
                                        .bind(
                                                "SELECT number FROM KS.store WHERE name = ?",
                                                FORMAT_NAME)
                                        .setConsistencyLevel(ConsistencyLevel.SERIAL))
                        .one();
        return Optional.ofNullable(found).map(row -> row.getInt(0));
    }

    /** Whether what follows from a commit leaves its partition by an outbox. */
    boolean hasOutbox() {
        return format().orElseThrow() == OUTBOX_FORMAT;
    }

    /** How many tables of rows there are. */
    int slots() {
        KeyspaceMetadata keyspace =
                connection.cluster().getMetadata().getKeyspace(connection.keyspace());
        int slots = 0;
        while (keyspace.getTable(rows(slots)) != null) {
            slots++;
        }
        return slots;
    }

    /** Makes the table of rows of a number. Takes a second or two. */
    void makeSlot(int slot) {
        connection.define(
                "CREATE TABLE IF NOT EXISTS KS."
                        + rows(slot)
                        + " (place blob, kind int, sort blob, value blob, tally blob, tx_id text,"
                        + " tx_state int, tx_version int, tx_prepared_at bigint, tx_committed_at"
                        + " bigint, before_value blob, before_tally blob, before_tx_id text,"
                        + " before_tx_state int, before_tx_version int, before_tx_prepared_at"
                        + " bigint, before_tx_committed_at bigint, PRIMARY KEY (place, kind,"
                        + " sort))");
    }

    /** The name of the table of rows of a number. */
    static String rows(int slot) {
        return "rows_" + slot;
    }
}
