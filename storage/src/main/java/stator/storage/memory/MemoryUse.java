package stator.storage.memory;

import java.util.concurrent.atomic.LongAdder;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.StoreException;

/**
 * How much memory the rows of a {@link MemoryStore} take, with what else is kept in memory for
 * good, and how much all of it may take.
 *
 * <p>Java ends the process, or slows it to a crawl, when its heap is full. So a store refuses
 * before that: from the limit on, nothing that adds data is taken. What removes rows, and small
 * changes of rows that are there, such as those by which a table is deleted, may use an eighth
 * more, so that there is a way back.
 */
public final class MemoryUse {
    /**
     * What it costs to find a row: two numbers in a leaf that is three quarters full, and its part
     * of the leaf.
     */
    static final int INDEX_BYTES = 32;

    /** Up to this growth, a change of rows that are there counts as small. */
    static final int SMALL_BYTES = 1024;

    private static final int PART_FOR_WAY_BACK = 8;

    private static final int PERCENT = 100;

    /**
     * Requests may take a quarter of the heap, a fifth of the blocks of rows may be free ({@link
     * SizeClass}), and a collector needs room to work in.
     */
    private static final int HEAP_PERCENT = 55;

    private final long bytesMax;
    private final LongAdder bytes = new LongAdder();

    /** A part of Java's heap that leaves room for requests. */
    public static MemoryUse ofHeap() {
        return new MemoryUse(Runtime.getRuntime().maxMemory() / PERCENT * HEAP_PERCENT);
    }

    /** At most so many bytes. */
    public MemoryUse(long bytesMax) {
        if (bytesMax <= 0) {
            throw new IllegalArgumentException("A store takes some memory, not " + bytesMax);
        }
        this.bytesMax = bytesMax;
    }

    /** What a row takes; nothing if it is null. */
    static long of(RowKey key, Row row) {
        return row == null ? 0 : INDEX_BYTES + (long) Blocks.bytes(key, row);
    }

    /**
     * Takes memory for something that is no row.
     *
     * @return whether there is enough
     */
    public boolean tryTake(long more) {
        if (bytes() + more > bytesMax) {
            return false;
        }
        bytes.add(more);
        return true;
    }

    /** Gives back what was taken. */
    public void give(long taken) {
        bytes.add(-taken);
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

    /** Whether rows may grow by so many bytes, whatever becomes of others. */
    boolean hasRoom(long growth) {
        return bytes() + growth <= bytesMax;
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

    /** What is wrong when it is full, and what to do. */
    public String detail() {
        return "The memory for data is full: "
                + (bytesMax >> 20)
                + " MB. Reads and deletions go on; writes are accepted again when there is room."
                + " Delete items, tables or backups, give Java a larger heap (STATOR_JAVA_OPTIONS=-Xmx4g), or"
                + " keep the data on disk.";
    }
}
