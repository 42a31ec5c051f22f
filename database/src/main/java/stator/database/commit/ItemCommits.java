package stator.database.commit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteOutcome;
import stator.database.row.HybridClock;
import stator.database.settings.DatabaseSettings;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;

/**
 * Commits changes of items. Every write of an item goes through here, because the followers of its
 * table have to hear of it once it is committed.
 */
public final class ItemCommits {
    private final HybridClock versions;
    private final IndexLag lag;
    private final ItemCollections collections;

    private ItemCommits(HybridClock versions, IndexLag lag, ItemCollections collections) {
        this.versions = versions;
        this.lag = lag;
        this.collections = collections;
    }

    /** Commits to a store, within the limits and with the lag that the settings say. */
    public static ItemCommits of(
            Store store, DatabaseSettings settings, HybridClock versions, Clock clock) {
        return new ItemCommits(
                versions,
                new IndexLag(store, clock, settings.indexLagMillis()),
                new ItemCollections(store, settings.itemCollectionBytesMax()));
    }

    /** What shows global indexes as they were a while ago. */
    public IndexLag lag() {
        return lag;
    }

    /** Reads what a decision needs to know but cannot read. */
    public PendingWrite prepare(LiveTable table, RowKey key, WriteCause cause) {
        return new PendingWrite(
                table,
                key,
                cause,
                isReplicated(cause)
                        ? DatabaseSettings.UNLIMITED
                        : collections.roomBytes(table, key),
                versions::next,
                lag);
    }

    /** What was accepted in another region is not refused here. */
    private static boolean isReplicated(WriteCause cause) {
        return cause instanceof WriteCause.Replication;
    }

    /** Decides and commits one write. The caller has entered the gate of the table. */
    public WriteOutcome one(
            Store store, LiveTable table, RowKey key, ItemWrite write, WriteCause cause) {
        PendingWrite pending = prepare(table, key, cause);
        WriteOutcome outcome =
                store.update(
                        List.of(key),
                        (rows, batch) -> pending.decide(rows.getFirst(), write, batch));
        pending.committed();
        return outcome;
    }

    /** One write as a commit of its own. */
    public Commit<WriteOutcome> alone(
            LiveTable table, RowKey key, ItemWrite write, WriteCause cause) {
        PendingWrite pending = prepare(table, key, cause);
        return new Commit<>(
                new Update<>(
                        List.of(key),
                        (rows, batch) -> pending.decide(rows.getFirst(), write, batch)),
                List.of(pending),
                outcome -> true);
    }

    /** Does an update. */
    public <R> R apply(Store store, Commit<R> commit) {
        R result = store.update(commit.update().keys(), commit.update().decision());
        commit.committed(result);
        return result;
    }

    /** Does updates, each by itself. */
    public <R> List<Store.Result<R>> applyEach(Store store, List<Commit<R>> commits) {
        List<Update<R>> updates = new ArrayList<>(commits.size());
        for (Commit<R> commit : commits) {
            updates.add(commit.update());
        }
        List<Store.Result<R>> results = store.updateEach(updates);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof Store.Result.Done<R> done) {
                commits.get(i).committed(done.value());
            }
        }
        return results;
    }
}
