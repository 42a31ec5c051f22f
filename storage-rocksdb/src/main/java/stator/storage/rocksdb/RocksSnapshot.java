package stator.storage.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.RocksDBException;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/**
 * A snapshot of RocksDB, which ends with the database that it was taken of: after a disk error that
 * is opened again, and nothing remembers the moment.
 */
final class RocksSnapshot implements Snapshot {
    private static final String GONE = "The snapshot is gone: the store was opened again.";

    private final SharedDatabase database;
    private final AtomicInteger open;
    private final OpenDatabase taken;
    private final org.rocksdb.Snapshot snapshot;

    /** Guarded by {@code this}. */
    private boolean closed;

    /**
     * A snapshot of this moment.
     *
     * @param open counts those that are not closed. It is raised before the moment, so that whoever
     *     finds it at zero after a commit knows that no open snapshot is older than the commit
     */
    RocksSnapshot(SharedDatabase database, AtomicInteger open) {
        this.database = database;
        this.open = open;
        open.incrementAndGet();
        try {
            Taken moment = database.use(now -> new Taken(now, now.snapshot()));
            taken = moment.database();
            snapshot = moment.snapshot();
        } catch (RuntimeException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private record Taken(OpenDatabase database, org.rocksdb.Snapshot snapshot) {}

    @Override
    public synchronized void scan(SpaceScan scan, RowVisitor visitor) {
        database.use(now -> {
            if (closed || now != taken) {
                throw new StoreException.Unavailable(GONE, GONE, null);
            }
            show(RowBounds.of(scan), visitor);
            return null;
        });
    }

    private void show(RowBounds bounds, RowVisitor visitor) throws RocksDBException {
        assert Thread.holdsLock(this) : "the snapshot could be closed meanwhile";
        if (bounds.isEmpty()) {
            return;
        }
        try (BoundedIterator rows = taken.iterator(bounds, snapshot)) {
            rows.show(false, visitor);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        open.decrementAndGet();
        try {
            database.use(now -> {
                if (now == taken) {
                    now.release(snapshot);
                }
                return null;
            });
        } catch (StoreException.Unavailable e) {
            // The database is closed, and its snapshots with it.
        }
    }
}
