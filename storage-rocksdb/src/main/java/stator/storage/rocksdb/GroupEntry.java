package stator.storage.rocksdb;

import java.util.List;
import org.rocksdb.RocksDBException;
import stator.storage.WriteBatch;

/** What one caller adds to a {@link Group}. */
sealed interface GroupEntry {
    /** Adds the changes to RocksDB's batch and to the totals. */
    void addTo(org.rocksdb.WriteBatch batch, Totals.Change totals) throws RocksDBException;

    /** Whether it makes nothing larger, so that it is welcome on a full disk. */
    boolean onlyDeletes();

    /** The changes of one decision. */
    final class Changes implements GroupEntry {
        private final WriteBatch batch;
        private final byte[][] keys;
        private final byte[][] values;
        private final boolean onlyDeletes;

        /** Encodes here, in the caller's thread, and not in the committer's. */
        Changes(WriteBatch batch) {
            this.batch = batch;
            List<WriteBatch.Change> changes = batch.changes();
            keys = new byte[changes.size()][];
            values = new byte[changes.size()][];
            boolean puts = false;
            for (int i = 0; i < keys.length; i++) {
                keys[i] = RowBytes.key(changes.get(i).key());
                if (changes.get(i) instanceof WriteBatch.Put put) {
                    values[i] = RowBytes.value(put.row());
                    puts = true;
                }
            }
            onlyDeletes = !puts;
        }

        List<WriteBatch.Change> rows() {
            return batch.changes();
        }

        @Override
        public void addTo(org.rocksdb.WriteBatch target, Totals.Change totals)
                throws RocksDBException {
            for (int i = 0; i < keys.length; i++) {
                if (values[i] == null) {
                    target.delete(keys[i]);
                } else {
                    target.put(keys[i], values[i]);
                }
                if (batch.changes().get(i) instanceof WriteBatch.Put put) {
                    totals.version(put.row().version());
                }
            }
            batch.increments().forEach(totals::add);
        }

        @Override
        public boolean onlyDeletes() {
            return onlyDeletes;
        }
    }

    /**
     * All rows and counters of a space go.
     *
     * @param keys the keys of all rows if they are few: deleting them one by one does not slow down
     *     later reads, as the deletion of a range does. Null if they are many
     */
    record Drop(int space, List<byte[]> keys) implements GroupEntry {
        public Drop {
            assert space >= 0 : "space " + space;
        }

        @Override
        public void addTo(org.rocksdb.WriteBatch batch, Totals.Change totals)
                throws RocksDBException {
            if (keys == null) {
                batch.deleteRange(RowBytes.space(space), RowBytes.space(space + 1));
            } else {
                for (byte[] key : keys) {
                    batch.delete(key);
                }
            }
            totals.drop(space);
        }

        @Override
        public boolean onlyDeletes() {
            return true;
        }
    }
}
