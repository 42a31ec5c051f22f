package stator.database.log;

import java.util.List;
import java.util.Optional;
import stator.database.table.Namespace;

/**
 * The changes of tables: to clients by streams, and to whatever else reads them by shards.
 *
 * <p>A page never leaves out a record that appears later.
 */
public interface Changes {
    /** All streams whose records are not all too old, in the order of their ARNs. */
    List<ChangeStream> streams(Namespace namespace);

    /** The stream of that label, unless its records are all too old. */
    Optional<ChangeStream> stream(Namespace namespace, String tableName, String label);

    /** The least version that streams still show. */
    long horizon();

    /** Whether the shard has records after a version that streams show no longer. */
    boolean hasTrimmed(Shard shard, long after);

    /**
     * The records of a stream's shard after a version, except those that are too old.
     *
     * @param recordsMax how many at most
     * @param bytesMax how many bytes at most, but at least one record
     */
    ChangePage read(ChangeStream stream, Shard shard, long after, int recordsMax, long bytesMax);

    /** The version of the newest record of a stream's shard, or that before all records. */
    long latest(ChangeStream stream, Shard shard);
}
