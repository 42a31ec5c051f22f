package stator.storage.rocksdb;

/**
 * How a {@link RocksStore} works.
 *
 * @param durability when writes are on stable storage
 * @param cacheBytes memory for blocks that were read; it is taken as needed
 * @param writeBufferBytes memory for writes before they go to a sorted file; one fills while those
 *     before are sorted, at most four are in memory, and the log is as long
 * @param reserveBytes writes that add data are refused while the disk has less room than this, so
 *     that what was accepted can always be sorted and compacted
 */
public record RocksSettings(
        Durability durability, long cacheBytes, long writeBufferBytes, long reserveBytes) {
    /** Durable, for a small machine. */
    public static final RocksSettings DEFAULT =
            new RocksSettings(new Durability.Always(), 128L << 20, 64L << 20, 256L << 20);

    public RocksSettings {
        if (cacheBytes <= 0 || writeBufferBytes <= 0 || reserveBytes < 0) {
            throw new IllegalArgumentException(
                    "A cache and a write buffer have a size, and a reserve is not negative: %d, %d, %d"
                            .formatted(cacheBytes, writeBufferBytes, reserveBytes));
        }
    }

    /** These settings with another cache. */
    public RocksSettings withCacheBytes(long other) {
        return new RocksSettings(durability, other, writeBufferBytes, reserveBytes);
    }

    /** These settings with another durability. */
    public RocksSettings with(Durability other) {
        return new RocksSettings(other, cacheBytes, writeBufferBytes, reserveBytes);
    }
}
