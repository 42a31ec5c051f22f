package stator.storage.rocksdb;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;
import stator.storage.RowVisitor;

/** Walks a range of keys as it stood at one moment, in either direction. */
final class BoundedIterator implements AutoCloseable {
    private final Slice from;
    private final Slice to;
    private final ReadOptions options;
    private final RocksIterator iterator;

    /**
     * An iterator that stands nowhere yet.
     *
     * @param snapshot the moment; null for now
     */
    BoundedIterator(RocksDB database, RowBounds bounds, Snapshot snapshot) {
        from = new Slice(bounds.from());
        to = new Slice(bounds.to());
        options = new ReadOptions().setIterateLowerBound(from).setIterateUpperBound(to);
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
        while (valid() && visitor.visit(RowBytes.key(key()), RowBytes.row(value()))) {
            if (reverse) {
                previous();
            } else {
                next();
            }
        }
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        from.close();
        to.close();
    }
}
