package stator.storage.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.exceptions.DriverException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;

/**
 * The row that says who holds the keyspace. It is changed by lightweight transactions only, each of
 * which names what it expects to find.
 */
final class LeaseRow {
    /** The owner of a lease that was given back. */
    static final String NOBODY = "";

    private static final String NAME = "writer";

    /** If one node does not answer, another is to be asked while the lease is valid. */
    private static final int ATTEMPT_MILLIS_MAX = 800;

    private final Connection connection;

    LeaseRow(Connection connection) {
        this.connection = connection;
    }

    /**
     * What the store says of the lease.
     *
     * @param owner a name that one process has, or {@link #NOBODY}
     * @param beat raised by the owner while it is alive
     * @param process see {@link #thisProcess}
     * @param door where the owner takes what others bring it; empty if it does not say
     */
    record Held(
            String owner,
            long epoch,
            long beat,
            String host,
            String process,
            Instant since,
            String door) {
        boolean isFree() {
            return owner.equals(NOBODY);
        }

        /** Whether nothing was heard of the owner between the two. */
        boolean isSameBeat(Held other) {
            return owner.equals(other.owner) && epoch == other.epoch && beat == other.beat;
        }

        /** Whether it was a process of this machine, and there is no such process now. */
        boolean isGone(String ownProcess) {
            int end = process.lastIndexOf('/');
            return end > 0
                    && ownProcess.startsWith(process.substring(0, end + 1))
                    && ProcessHandle.of(Long.parseLong(process.substring(end + 1))).isEmpty();
        }
    }

    Held read() {
        Row row =
                connection
                        .execute(
                                connection
                                        .bind(
                                                "SELECT owner, epoch, beat, host, process, since,"
                                                        + " door FROM KS.server WHERE name = ?",
                                                NAME)
                                        .setConsistencyLevel(ConsistencyLevel.SERIAL)
                                        .setReadTimeoutMillis(ATTEMPT_MILLIS_MAX))
                        .one();
        return row == null
                ? new Held(NOBODY, 0, 0, "", "", Instant.EPOCH, "")
                : new Held(
                        row.getString(0),
                        row.getLong(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        door(row.getString(6), row.getLong(1)));
    }

    /**
     * A door that an owner before left there is not this owner's: versions of Stator before doors
     * change all of the row but that.
     */
    private static String door(String written, long epoch) {
        String prefix = epoch + " ";
        return written != null && written.startsWith(prefix)
                ? written.substring(prefix.length())
                : "";
    }

    /** Puts an owner in the place of the one that was found; false if it is not there any more. */
    boolean replace(Held found, String owner, String process, String door) {
        long epoch = found.epoch() + 1;
        Object[] values = {
            owner,
            epoch,
            found.beat() + 1,
            thisHost(),
            process,
            new Date(),
            epoch + " " + door,
            NAME
        };
        try {
            ResultSet result =
                    found.epoch() == 0
                            ? connection.executeOnce(
                                    connection.bind(
                                            "INSERT INTO KS.server (owner, epoch, beat, host,"
                                                    + " process, since, door, name) VALUES (?, ?, ?,"
                                                    + " ?, ?, ?, ?, ?) IF NOT EXISTS",
                                            values))
                            : connection.executeOnce(
                                    connection.bind(
                                            "UPDATE KS.server SET owner = ?, epoch = ?, beat = ?,"
                                                    + " host = ?, process = ?, since = ?, door = ?"
                                                    + " WHERE name = ? IF epoch = ? AND owner = ?"
                                                    + " AND beat = ?",
                                            with(
                                                    values,
                                                    found.epoch(),
                                                    found.owner(),
                                                    found.beat())));
            return result.wasApplied();
        } catch (DriverException e) {
            // Perhaps it is there: then it says so.
            return read().owner().equals(owner);
        }
    }

    private static Object[] with(Object[] values, Object... more) {
        Object[] all = new Object[values.length + more.length];
        System.arraycopy(values, 0, all, 0, values.length);
        System.arraycopy(more, 0, all, values.length, more.length);
        return all;
    }

    /**
     * Says that an owner is alive; false if another one is there.
     *
     * @throws DriverException if nobody answers
     */
    boolean beat(String owner, long epoch, long beat) {
        return connection
                .executeOnce(
                        connection
                                .bind(
                                        "UPDATE KS.server SET beat = ? WHERE name = ? IF owner = ?"
                                                + " AND epoch = ?",
                                        beat,
                                        NAME,
                                        owner,
                                        epoch)
                                .setReadTimeoutMillis(ATTEMPT_MILLIS_MAX))
                .wasApplied();
    }

    /** Takes an owner out, if it is there. */
    void free(String owner, long epoch) {
        connection.executeOnce(
                connection.bind(
                        "UPDATE KS.server SET owner = ? WHERE name = ? IF owner = ? AND epoch = ?",
                        NOBODY,
                        NAME,
                        owner,
                        epoch));
    }

    String keyspace() {
        return connection.keyspace();
    }

    private static String thisHost() {
        String process = " (process " + ProcessHandle.current().pid() + ")";
        try {
            return InetAddress.getLocalHost().getHostName() + process;
        } catch (UnknownHostException e) {
            return "an unknown host" + process;
        }
    }

    /**
     * What tells a process from all others of all machines: which start of which kernel, which
     * numbering of processes, which number. Empty where that cannot be told.
     */
    static String thisProcess() {
        try {
            Path numbering = Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            return boot + "/" + numbering + "/" + ProcessHandle.current().pid();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
