package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteOutcome;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * A write of one item on its way: the store lets it decide, perhaps more than once, and {@link
 * ItemCommits} lets the followers of the table hear what was committed. Made by {@link
 * ItemCommits#prepare}, used once.
 */
public final class PendingWrite {
    private final LiveTable table;
    private final RowKey key;
    private final WriteCause cause;
    private final long roomBytes;
    private final LongSupplier versions;
    private final IndexLag lag;

    /** What the last decision changed; null if nothing, or if the table has no followers. */
    private ItemChanged changed;

    /** The entries of global indexes before the last decision, if indexes lag behind. */
    private List<IndexLag.Before> lagging = ItemCommit.NOBODY;

    private boolean isCommitted;

    PendingWrite(
            LiveTable table,
            RowKey key,
            WriteCause cause,
            long roomBytes,
            LongSupplier versions,
            IndexLag lag) {
        this.table = table;
        this.key = key;
        this.cause = cause;
        this.roomBytes = roomBytes;
        this.versions = versions;
        this.lag = lag;
    }

    /** The row of the item. */
    public RowKey key() {
        return key;
    }

    /** Lets a write decide about the row as it is, and adds what follows to the batch. */
    public WriteOutcome decide(Optional<Row> row, ItemWrite write, WriteBatch batch) {
        return decide(row, write, versions, batch);
    }

    /** The same with a version that others have too. */
    public WriteOutcome decide(
            Optional<Row> row, ItemWrite write, LongSupplier version, WriteBatch batch) {
        changed = null;
        lagging = lag.isOff() ? ItemCommit.NOBODY : new ArrayList<>(2);
        ItemCommit commit = new ItemCommit(table, key, cause, roomBytes, version, lagging, batch);
        WriteOutcome outcome = commit.decide(row, write);
        changed = commit.changed();
        return outcome;
    }

    /** What was decided last is committed; told once. */
    void committed() {
        assert !isCommitted : "A write is committed once: " + key;
        isCommitted = true;
        if (!lagging.isEmpty()) {
            lag.note(lagging);
        }
        if (changed != null) {
            List<Follower> followers = table.followers();
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).committed(changed);
            }
        }
    }
}
