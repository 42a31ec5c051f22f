package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.StoreHealth;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * A store that tells a {@link Watcher} which rows its updates changed, after the commit and before
 * the caller goes on. To be used for all writes that may change the rows that are of interest.
 *
 * <p>A watcher that is told of a row and then reads it misses nothing: an update that it was not
 * told of was committed before.
 */
public final class WatchedStore implements Store {
    private final Store store;
    private final Watcher watcher;

    /** Who is told. */
    public interface Watcher {
        /** A row was put or deleted, or there was an attempt. */
        void changed(RowKey key);

        /** Rows of a space were changed or not; that shows only later. */
        void doubtful(int space);

        /** All rows of a space are gone. */
        void dropped(int space);
    }

    public WatchedStore(Store store, Watcher watcher) {
        this.store = store;
        this.watcher = watcher;
    }

    /** An update, and what its decision wanted to change when it was called last. */
    private static final class Watched<R> {
        private final Update<R> update;
        private WriteBatch batch = new WriteBatch();

        Watched(Update<R> seen) {
            update =
                    new Update<>(
                            seen.keys(),
                            (rows, changes) -> {
                                batch = changes;
                                return seen.decision().decide(rows, changes);
                            });
        }
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<Watched<R>> watched = new ArrayList<>(updates.size());
        updates.forEach(update -> watched.add(new Watched<>(update)));
        List<Result<R>> results = store.updateEach(watched.stream().map(w -> w.update).toList());
        assert results.size() == watched.size() : "An update without a result";
        for (int i = 0; i < results.size(); i++) {
            boolean isDoubtful =
                    results.get(i) instanceof Result.Failed<R> failed
                            && failed.cause() instanceof StoreException.OutcomeUnknown;
            for (WriteBatch.Change change : watched.get(i).batch.changes()) {
                if (isDoubtful) {
                    watcher.doubtful(change.key().space());
                } else {
                    watcher.changed(change.key());
                }
            }
        }
        return results;
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
    public long token(int space, byte[] partition) {
        return store.token(space, partition);
    }

    @Override
    public Optional<Reads> atOnce() {
        return store.atOnce();
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
