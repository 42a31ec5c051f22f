package stator.database.commit;

import java.util.function.LongSupplier;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteOutcome;
import stator.database.row.HybridClock;
import stator.database.settings.DatabaseSettings;
import stator.storage.Decision;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/** Makes the commits of items: what all of them need, in one place. */
public final class ItemCommits {
    private final HybridClock versions;
    private final IndexLag lag;
    private final ItemCollections collections;

    public ItemCommits(HybridClock versions, IndexLag lag, ItemCollections collections) {
        this.versions = versions;
        this.lag = lag;
        this.collections = collections;
    }

    /** What the store is to decide for one write. */
    public Decision<WriteOutcome> decision(
            LiveTable table, RowKey key, ItemWrite write, WriteCause cause) {
        Prepared prepared = prepare(table, key, cause);
        return (rows, batch) -> prepared.into(batch).decide(rows.getFirst(), write);
    }

    /** Reads what a decision needs to know but cannot read. */
    public Prepared prepare(LiveTable table, RowKey key, WriteCause cause) {
        return new Prepared(
                table,
                key,
                cause,
                isReplicated(cause)
                        ? DatabaseSettings.UNLIMITED
                        : collections.roomBytes(table, key));
    }

    /** What was accepted in another region is not refused here. */
    private static boolean isReplicated(WriteCause cause) {
        return cause instanceof WriteCause.Replication;
    }

    /** A commit that knows everything but the batch that it goes into. */
    public final class Prepared {
        private final LiveTable table;
        private final RowKey key;
        private final WriteCause cause;
        private final long roomBytes;

        private Prepared(LiveTable table, RowKey key, WriteCause cause, long roomBytes) {
            this.table = table;
            this.key = key;
            this.cause = cause;
            this.roomBytes = roomBytes;
        }

        public ItemCommit into(WriteBatch batch) {
            return into(batch, versions::next);
        }

        /** The same with a version that others have too. */
        public ItemCommit into(WriteBatch batch, LongSupplier version) {
            return new ItemCommit(table, key, cause, roomBytes, version, lag, batch);
        }
    }
}
