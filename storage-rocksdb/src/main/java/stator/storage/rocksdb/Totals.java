package stator.storage.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rocksdb.RocksDBException;
import stator.storage.WriteBatch;

/**
 * The counters of all spaces and the highest version, as committed.
 *
 * <p>They are kept in memory. Each group of writes works out the new totals in a {@link Change},
 * writes each touched total once in its own commit, and publishes them when that is durable. Only
 * the committer makes changes, one at a time; anyone may read.
 *
 * <pre>
 * counters of a space := 80 01 space → 8 bytes each
 * highest version     := 80 02       → 8 bytes
 * </pre>
 */
final class Totals {
    private static final byte[] COUNTERS = {(byte) 0x80, 1};
    private static final byte[] HIGHEST_VERSION = {(byte) 0x80, 2};
    private static final long[] NONE = {};

    private volatile Map<Integer, long[]> counters = new ConcurrentHashMap<>();
    private volatile long highestVersion;

    /** Reads what is stored, and forgets what was read before. */
    void load(OpenDatabase database) throws RocksDBException {
        Map<Integer, long[]> stored = new ConcurrentHashMap<>();
        try (BoundedIterator iterator =
                database.iterator(new RowBounds(COUNTERS, HIGHEST_VERSION))) {
            for (iterator.first(); iterator.valid(); iterator.next()) {
                int space = ByteBuffer.wrap(iterator.key()).getInt(COUNTERS.length);
                stored.put(space, longs(iterator.value()));
            }
        }
        counters = stored;
        byte[] version = database.get(HIGHEST_VERSION);
        highestVersion = version == null ? 0 : longs(version)[0];
    }

    /** Writes what is stored already, to see whether writing works. */
    void writeAgain(OpenDatabase database) throws RocksDBException {
        try (org.rocksdb.WriteBatch batch = new org.rocksdb.WriteBatch()) {
            batch.put(HIGHEST_VERSION, bytes(highestVersion));
            database.write(batch);
        }
    }

    long[] counters(int space) {
        return counters.getOrDefault(space, NONE).clone();
    }

    long highestVersion() {
        return highestVersion;
    }

    /** The totals after one more group. */
    final class Change {
        private final Map<Integer, long[]> changed = new HashMap<>();
        private long highest = highestVersion;

        void add(WriteBatch.Increment increment) {
            long[] deltas = increment.deltas();
            long[] sums = changed.get(increment.space());
            if (sums == null) {
                sums = counters(increment.space());
            }
            if (sums.length < deltas.length) {
                sums = Arrays.copyOf(sums, deltas.length);
            }
            for (int i = 0; i < deltas.length; i++) {
                sums[i] += deltas[i];
            }
            changed.put(increment.space(), sums);
        }

        void version(long version) {
            assert version >= 0 : "version " + version;
            highest = Math.max(highest, version);
        }

        void drop(int space) {
            changed.put(space, NONE);
        }

        void addTo(org.rocksdb.WriteBatch batch) throws RocksDBException {
            for (Map.Entry<Integer, long[]> sums : changed.entrySet()) {
                byte[] key = countersKey(sums.getKey());
                if (sums.getValue().length == 0) {
                    batch.delete(key);
                } else {
                    batch.put(key, bytes(sums.getValue()));
                }
            }
            if (highest != highestVersion) {
                batch.put(HIGHEST_VERSION, bytes(highest));
            }
        }

        void publish() {
            assert highest >= highestVersion : highest + " follows " + highestVersion;
            changed.forEach((space, sums) -> {
                if (sums.length == 0) {
                    counters.remove(space);
                } else {
                    counters.put(space, sums);
                }
            });
            highestVersion = highest;
        }
    }

    private static byte[] countersKey(int space) {
        return ByteBuffer.allocate(COUNTERS.length + Integer.BYTES)
                .put(COUNTERS)
                .putInt(space)
                .array();
    }

    private static byte[] bytes(long... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
        buffer.asLongBuffer().put(numbers);
        return buffer.array();
    }

    private static long[] longs(byte[] bytes) {
        assert bytes.length % Long.BYTES == 0 : "totals of " + bytes.length + " bytes";
        long[] numbers = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(numbers);
        return numbers;
    }
}
