package stator.storage.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.DataBlockIndexType;
import org.rocksdb.FlushOptions;
import org.rocksdb.HyperClockCache;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A RocksDB that is open, with the native objects that belong to it.
 *
 * <p>Using it after {@link #close} would crash the process; {@link SharedDatabase} sees to it that
 * nobody does.
 */
final class OpenDatabase implements AutoCloseable {
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final int LOG_FILES_KEPT = 3;
    private static final long METADATA_BLOCK_BYTES = 4096;

    /** Two would let writers wait for as long as one is written to its file. */
    private static final int WRITE_BUFFERS_MAX = 4;

    /** New files are put on the disk in pieces: a sync of the log would wait for more. */
    private static final long BYTES_PER_SYNC = 1 << 20;

    private final Cache cache;
    private final BloomFilter filter;
    private final Options options;
    private final WriteOptions writes;
    private final ReadOptions reads;
    private final ReadOptions readsOfMemory;
    private final RocksDB database;

    /** Opens or creates a database whose log is known to be sound. */
    static OpenDatabase open(Path directory, RocksSettings settings) throws RocksDBException {
        return new OpenDatabase(directory, settings, false);
    }

    /** Opens a database for reading, without a change to any file. */
    static OpenDatabase openForReading(Path directory, RocksSettings settings)
            throws RocksDBException {
        return new OpenDatabase(directory, settings, true);
    }

    private OpenDatabase(Path directory, RocksSettings settings, boolean readOnly)
            throws RocksDBException {
        RocksDB.loadLibrary();
        reads = new ReadOptions();
        readsOfMemory = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
        // Nobody knows the size of a block in advance, and RocksDB finds the best number of shards.
        cache = new HyperClockCache(settings.cacheBytes(), 0, -1, false);
        filter = new BloomFilter(FILTER_BITS_PER_KEY);
        options = options(settings, table(cache, filter));
        writes = new WriteOptions().setSync(settings.durability() instanceof Durability.Always);
        try {
            database =
                    readOnly
                            ? RocksDB.openReadOnly(options, directory.toString())
                            : RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            closeOptions();
            throw e;
        }
    }

    /**
     * How sorted files are read.
     *
     * <p>A file may hold millions of rows, if they are small or compress well. One index of all of
     * it would be megabytes, and a cache that cannot keep it reads and decodes it again for every
     * row: that was 2 ms for each read of 1.6 million rows in 57 MB. So index and filter are cut
     * into pieces of the size of a block, which come and go in the cache as blocks do, and only
     * what leads to the pieces stays. It costs a search more, 1.5 µs, and makes a cache of any size
     * useful.
     *
     * <p>The cache is the one without locks. LRUCache cuts itself into many shards, each too small
     * for what is large, and lets readers wait for each other in each.
     */
    private static BlockBasedTableConfig table(Cache cache, BloomFilter filter) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFilterPolicy(filter)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(METADATA_BLOCK_BYTES)
                .setDataBlockIndexType(DataBlockIndexType.kDataBlockBinaryAndHash)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
    }

    private static Options options(RocksSettings settings, BlockBasedTableConfig table) {
        return new Options()
                .setCreateIfMissing(true)
                // The log was checked before; whatever RocksDB still finds wrong must not pass.
                .setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency)
                .setRecycleLogFileNum(0)
                .setWriteBufferSize(settings.writeBufferBytes())
                .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
                .setBytesPerSync(BYTES_PER_SYNC)
                .setMemtableWholeKeyFiltering(true)
                .setMemtablePrefixBloomSizeRatio(0.02)
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setMaxBackgroundJobs(2)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(LOG_FILES_KEPT);
    }

    /** The value of a key; null if there is none. */
    byte[] get(byte[] key) throws RocksDBException {
        return get(key, ReadTier.READ_ALL_TIER);
    }

    /** The value of a key, looked for as far as the tier says; null if there is none. */
    byte[] get(byte[] key, ReadTier tier) throws RocksDBException {
        ReadOptions options = tier == ReadTier.READ_ALL_TIER ? reads : readsOfMemory;
        return database.get(options, key);
    }

    /**
     * The values of some keys at one moment; null where there is none. Not by RocksDB's multiGet,
     * which in Java answers null for what it cannot read, too.
     */
    List<byte[]> getAll(List<byte[]> keys, ReadTier tier) throws RocksDBException {
        Snapshot snapshot = database.getSnapshot();
        try (ReadOptions atSnapshot = new ReadOptions().setSnapshot(snapshot).setReadTier(tier)) {
            List<byte[]> values = new ArrayList<>(keys.size());
            for (byte[] key : keys) {
                values.add(database.get(atSnapshot, key));
            }
            return values;
        } finally {
            database.releaseSnapshot(snapshot);
        }
    }

    /** Walks the keys as they are now. The caller closes it. */
    BoundedIterator iterator(RowBounds bounds) {
        return iterator(bounds, ReadTier.READ_ALL_TIER);
    }

    /** Walks the keys as they are now, as far as the tier says. The caller closes it. */
    BoundedIterator iterator(RowBounds bounds, ReadTier tier) {
        return new BoundedIterator(database, bounds, null, tier);
    }

    /** Walks the keys of a snapshot. The caller closes it. */
    BoundedIterator iterator(RowBounds bounds, Snapshot snapshot) {
        return new BoundedIterator(database, bounds, snapshot, ReadTier.READ_ALL_TIER);
    }

    /** The database at this moment. The caller releases it. */
    Snapshot snapshot() {
        return database.getSnapshot();
    }

    void release(Snapshot snapshot) {
        database.releaseSnapshot(snapshot);
    }

    void write(WriteBatch batch) throws RocksDBException {
        database.write(writes, batch);
    }

    /** Puts all that was written on stable storage. */
    void sync() throws RocksDBException {
        database.flushWal(true);
    }

    /** Deletes the files that hold nothing but keys of a range. */
    void deleteFiles(byte[] from, byte[] to) throws RocksDBException {
        database.deleteFilesInRanges(database.getDefaultColumnFamily(), List.of(from, to), false);
    }

    /** Moves what is in memory to sorted files, so that the next start need not read the log. */
    void flush() throws RocksDBException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            database.flush(flush);
        }
    }

    @Override
    public void close() {
        database.close();
        closeOptions();
    }

    private void closeOptions() {
        reads.close();
        readsOfMemory.close();
        writes.close();
        options.close();
        filter.close();
        cache.close();
    }
}
