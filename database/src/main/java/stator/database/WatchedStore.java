package stator.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreHealth;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * A store that tells somebody which rows of some spaces changed, after every update and before its
 * caller goes on, whoever the caller is.
 *
 * <p>Who begins to watch a space and then reads it misses nothing: an update that was not told of
 * was committed before the reading began.
 */
final class WatchedStore implements Store {
    private final Store store;
    private final Watcher watcher;

    /** Who is told. */
    interface Watcher {
        /** Whether there is any space of which it wants to know. */
        boolean watches();

        /** A row was put or deleted, or may have been. */
        void changed(RowKey key);

        /** All rows of a space are gone. */
        void dropped(int space);
    }

    WatchedStore(Store store, Watcher watcher) {
        this.store = store;
        this.watcher = watcher;
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<WriteBatch> batches = new ArrayList<>(updates.size());
        List<Update<R>> seen = new ArrayList<>(updates.size());
        for (Update<R> update : updates) {
            int at = batches.size();
            batches.add(null);
            seen.add(
                    new Update<>(
                            update.keys(),
                            (rows, batch) -> {
                                batches.set(at, batch);
                                return update.decision().decide(rows, batch);
                            }));
        }
        try {
            return store.updateEach(seen);
        } finally {
            if (watcher.watches()) {
                batches.forEach(this::tell);
            }
        }
    }

    private void tell(WriteBatch batch) {
        if (batch != null) {
            batch.changes().forEach(change -> watcher.changed(change.key()));
        }
    }

    @Override
    public void dropSpace(int space) {
        store.dropSpace(space);
        watcher.dropped(space);
    }

    @Override
    public Capabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        return store.get(key, consistency);
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        return store.getAll(keys);
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        store.range(range, consistency, visitor);
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        store.scan(scan, consistency, visitor);
    }

    @Override
    public Snapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public long[] counters(int space) {
        return store.counters(space);
    }

    @Override
    public long highestVersion() {
        return store.highestVersion();
    }

    @Override
    public StoreHealth health() {
        return store.health();
    }

    @Override
    public void close() {
        store.close();
    }
}
