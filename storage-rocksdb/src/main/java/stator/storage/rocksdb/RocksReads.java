package stator.storage.rocksdb;

import java.util.List;
import java.util.Optional;
import org.rocksdb.ReadTier;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;

/**
 * Reads of committed rows, from wherever they are or from memory only.
 *
 * <p>Memory is RocksDB's buffers of writes and its cache of blocks. What it finds there is as true
 * as what it finds on the disk, absence included: where a block that might say otherwise is not in
 * the cache, it reports {@code Incomplete}. So nothing is served that is older.
 */
final class RocksReads implements Reads {
    private final SharedDatabase database;
    private final ReadTier tier;

    private RocksReads(SharedDatabase database, ReadTier tier) {
        this.database = database;
        this.tier = tier;
    }

    /** Reads that wait for the disk where they have to. */
    static RocksReads ofAll(SharedDatabase database) {
        return new RocksReads(database, ReadTier.READ_ALL_TIER);
    }

    /** Reads of what is in memory. */
    static RocksReads ofMemory(SharedDatabase database) {
        return new RocksReads(database, ReadTier.BLOCK_CACHE_TIER);
    }

    private <T> T use(SharedDatabase.Use<T> use) {
        return tier == ReadTier.READ_ALL_TIER ? database.use(use) : database.useAtOnce(use);
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        byte[] encoded = RowBytes.key(key);
        return row(use(open -> open.get(encoded, tier)));
    }

    private static Optional<Row> row(byte[] value) {
        return value == null ? Optional.empty() : Optional.of(RowBytes.row(value));
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        List<byte[]> encoded = keys.stream().map(RowBytes::key).toList();
        List<byte[]> values = use(open -> open.getAll(encoded, tier));
        return values.stream().map(RocksReads::row).toList();
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        show(RowBounds.of(range), range.reverse(), visitor);
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        show(RowBounds.of(scan), false, visitor);
    }

    private void show(RowBounds bounds, boolean reverse, RowVisitor visitor) {
        if (bounds.isEmpty()) {
            return;
        }
        use(open -> {
            try (BoundedIterator rows = open.iterator(bounds, tier)) {
                rows.show(reverse, visitor);
            }
            return null;
        });
    }
}
