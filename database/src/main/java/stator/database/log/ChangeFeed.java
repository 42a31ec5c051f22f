package stator.database.log;

import java.util.List;
import java.util.Optional;
import stator.database.table.Table;
import stator.database.table.TableDescription;

/**
 * The changes of tables for a named reader that wants each of them at least once, in the order of
 * each item, also across restarts. The position of the reader is kept beside the items of the
 * table.
 */
public interface ChangeFeed {
    /**
     * Changes that follow each other in one shard.
     *
     * @param records not empty
     */
    record Batch(Shard shard, List<ChangeRecord> records) {
        public Batch {
            records = List.copyOf(records);
            assert !records.isEmpty() : "A batch of no changes";
            assert records.getFirst().version() > shard.from()
                            && records.getLast().version() < shard.to()
                    : "Changes outside of their shard " + shard.id();
        }
    }

    /** A table whose changes the reader wants, or wants no longer. */
    TableDescription wanted(TableDescription table, boolean wanted);

    /**
     * The next changes of a table, if there are any. Those of a shard come before those of its
     * children.
     *
     * @param sinceMillis changes before are passed over
     */
    Optional<Batch> next(Table shown, long sinceMillis, int recordsMax, long bytesMax);

    /** The reader has dealt with some changes, and does not want them again. */
    void done(Table shown, Batch batch);
}
