package stator.storage.rocksdb;

import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import stator.storage.Row;
import stator.storage.RowVisitor;

/** Walks a range of keys as it stood at one moment, in either direction. */
final class BoundedIterator implements AutoCloseable {
    /** Most rows are smaller. */
    private static final int PASSING_BYTES = 1024;

    private final Slice from;
    private final Slice to;
    private final ReadOptions options;
    private final RocksIterator iterator;

    /** What a value was last read into; only its beginning is that value. */
    private byte[] passing = new byte[PASSING_BYTES];

    /**
     * An iterator that stands nowhere yet.
     *
     * @param snapshot the moment; null for now
     * @param tier what it may read; what it finds no further is told by {@link #valid}
     */
    BoundedIterator(RocksDB database, RowBounds bounds, Snapshot snapshot, ReadTier tier) {
        from = new Slice(bounds.from());
        to = new Slice(bounds.to());
        options =
                new ReadOptions()
                        .setIterateLowerBound(from)
                        .setIterateUpperBound(to)
                        .setReadTier(tier);
        if (snapshot != null) {
            options.setSnapshot(snapshot);
        }
        iterator = database.newIterator(options);
    }

    void first() {
        iterator.seekToFirst();
    }

    void last() {
        iterator.seekToLast();
    }

    void next() {
        iterator.next();
    }

    void previous() {
        iterator.prev();
    }

    /** Whether it stands on a key. Throws if that is because reading failed. */
    boolean valid() throws RocksDBException {
        if (iterator.isValid()) {
            return true;
        }
        iterator.status();
        return false;
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    /** Shows the rows until the visitor has enough. */
    void show(boolean reverse, RowVisitor visitor) throws RocksDBException {
        if (reverse) {
            last();
        } else {
            first();
        }
        while (valid() && visit(visitor)) {
            if (reverse) {
                previous();
            } else {
                next();
            }
        }
    }

    private boolean visit(RowVisitor visitor) {
        if (visitor instanceof RowVisitor.OfRows rows) {
            return rows.visit(row());
        }
        return visitor.visit(RowBytes.key(key()), row());
    }

    /**
     * The row it stands on. Its bytes come by way of an array that is used again: RocksDB would
     * make one for the value as it is, of which the payload is then a second copy.
     */
    private Row row() {
        int length = iterator.value(passing);
        if (length > passing.length) {
            passing = new byte[Math.max(length, 2 * passing.length)];
            length = iterator.value(passing);
        }
        return RowBytes.row(passing, length);
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        from.close();
        to.close();
    }
}
