package stator.storage.rocksdb;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/** Walks a range of keys as it stood at one moment, in either direction. */
final class BoundedIterator implements AutoCloseable {
    private final Slice from;
    private final Slice to;
    private final ReadOptions options;
    private final RocksIterator iterator;

    BoundedIterator(RocksDB database, byte[] from, byte[] to) {
        this.from = new Slice(from);
        this.to = new Slice(to);
        options = new ReadOptions().setIterateLowerBound(this.from).setIterateUpperBound(this.to);
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

    @Override
    public void close() {
        iterator.close();
        options.close();
        from.close();
        to.close();
    }
}
