package stator.storage;

import java.util.concurrent.atomic.LongAdder;

/**
 * How much memory the rows of a {@link MemoryStore} take, and how much they may take.
 *
 * <p>Java ends the process, or slows it to a crawl, when its heap is full. So a store refuses
 * before that: from the limit on, nothing that adds data is taken. What removes rows, and small
 * changes of rows that are there, such as those by which a table is deleted, may use an eighth
 * more, so that there is a way back.
 */
final class MemoryUse {
    /**
     * What a row takes beside its bytes: key, slot, their places in the hash table and in the
     * order, and the headers of three arrays; measured with JDK 25.
     */
    static final int ROW_OVERHEAD_BYTES = 240;

    /** Up to this growth, a change of rows that are there counts as small. */
    static final int SMALL_BYTES = 1024;

    private static final int PART_FOR_WAY_BACK = 8;

    private final long bytesMax;
    private final LongAdder bytes = new LongAdder();

    MemoryUse(long bytesMax) {
        if (bytesMax <= 0) {
            throw new IllegalArgumentException("A store takes some memory, not " + bytesMax);
        }
        this.bytesMax = bytesMax;
    }

    /** What a row takes; nothing if it is null. */
    static long of(RowKey key, Row row) {
        return row == null
                ? 0
                : ROW_OVERHEAD_BYTES
                        + key.partition().length
                        + key.sort().length
                        + (long) row.payload().length;
    }

    /** Counts what came or, if negative, went. */
    void add(long delta) {
        bytes.add(delta);
    }

    long bytes() {
        return bytes.sum();
    }

    boolean isFull() {
        return bytes() >= bytesMax;
    }

    /**
     * Refuses changes for which there is no room.
     *
     * @param growth bytes by which rows grow
     * @param isSmall whether no row is new, or one goes
     * @throws StoreException.Unavailable so
     */
    void require(long growth, boolean isSmall) {
        if (growth <= 0) {
            return;
        }
        long allowed = isSmall ? bytesMax + bytesMax / PART_FOR_WAY_BACK : bytesMax;
        if (bytes() + growth > allowed) {
            throw new StoreException.Unavailable(detail(), detail(), null);
        }
    }

    /** What is wrong, and what to do. */
    String detail() {
        return "The memory for data is full: "
                + (bytesMax >> 20)
                + " MB. Reads and deletions go on; writes are accepted again when there is room."
                + " Delete items or tables, give Java a larger heap (STATOR_JAVA_OPTIONS=-Xmx4g), or"
                + " keep the data on disk.";
    }
}
