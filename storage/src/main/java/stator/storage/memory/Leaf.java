package stator.storage.memory;

import java.util.Arrays;
import java.util.concurrent.locks.StampedLock;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The rows of a lane from one place up to another, in order: of each its token, a hash of its key,
 * and where its block is. A row is found by these numbers alone, and only its own block is looked
 * into: each look at another one would wait for the memory that it lies in.
 *
 * <p>Who changes it holds {@link #lock} for writing. Who reads takes a stamp, reads whatever is
 * there, and throws it away if the stamp is not valid afterwards. A block is given back only by who
 * holds the lock of its leaf, or held it when it took the address away; so while a stamp is valid,
 * each address leads to the row whose it is.
 */
final class Leaf {
    static final int ROWS_MAX = 128;

    private static final int ROWS_MIN = 4;
    private static final int PART_TO_SHRINK = 4;

    final StampedLock lock = new StampedLock();

    /** No row of it is before this place. */
    final Place low;

    private final Blocks blocks;

    /** That of who holds the lock for writing. Guarded by the lock. */
    private long writeStamp;

    /** Its rows are before this place; null if there is no end. */
    private volatile Place high;

    /** The leaf that begins where this one ends, or null. */
    private volatile Leaf next;

    /** Whether the leaf before it has taken its room over. */
    private volatile boolean isGone;

    private long[] tokens = new long[ROWS_MIN];
    private int[] hashes = new int[ROWS_MIN];
    private long[] addresses = new long[ROWS_MIN];
    private int count;

    Leaf(Place low, Blocks blocks) {
        this.low = low;
        this.blocks = blocks;
    }

    /** Keeps everybody else out, until {@link #endChange}. */
    void beginChange() {
        writeStamp = lock.writeLock();
    }

    void endChange() {
        lock.unlockWrite(writeStamp);
    }

    Place high() {
        return high;
    }

    Leaf next() {
        return next;
    }

    boolean isGone() {
        return isGone;
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == ROWS_MAX;
    }

    /** Whether a row at that place would be here. */
    boolean covers(Place place) {
        return !isGone && low.compareTo(place) <= 0 && isBeforeEnd(place);
    }

    private boolean isBeforeEnd(Place place) {
        Place end = high;
        return end == null || place.compareTo(end) < 0;
    }

    /** Whether all rows of a token are behind it. */
    boolean endsBefore(long token) {
        Place end = high;
        return end != null && Long.compareUnsigned(end.token(), token) < 0;
    }

    /**
     * Whether a row just before that place would be here.
     *
     * @param place null: behind all
     */
    boolean coversBefore(Place place) {
        Place end = high;
        if (isGone || place == null) {
            return !isGone && end == null;
        }
        return low.compareTo(place) < 0 && (end == null || place.compareTo(end) <= 0);
    }

    /** The position of a row, or -1. */
    int find(long token, RowKey key) {
        long[] sorted = tokens;
        int[] hashed = hashes;
        int rows = Math.min(count, Math.min(sorted.length, hashed.length));
        int hash = hash(key);
        for (int at = firstOf(token, sorted, rows); at < rows && sorted[at] == token; at++) {
            if (hashed[at] == hash && blocks.compare(address(at), key) == 0) {
                return at;
            }
        }
        return -1;
    }

    /** The position of the first row that has a token, or a greater one. */
    private static int firstOf(long token, long[] sorted, int rows) {
        int from = 0;
        int to = rows;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(sorted[middle], token) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static int hash(RowKey key) {
        return Arrays.hashCode(key.sort());
    }

    /**
     * The position of the first row at a place or behind it.
     *
     * @param place null: behind all
     */
    int from(Place place) {
        if (place == null) {
            return count;
        }
        long[] sorted = tokens;
        int rows = Math.min(count, sorted.length);
        int from = firstOf(place.token(), sorted, rows);
        int to = from;
        if (place.key() != null) {
            while (to < rows && sorted[to] == place.token()) {
                to++;
            }
        }
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (blocks.compare(address(middle), place.key()) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /**
     * The address of the row at a position. For a reader whose stamp may not be valid any more,
     * any.
     */
    long address(int position) {
        long[] found = addresses;
        return position < found.length ? found[position] : 0;
    }

    /** The row under a key, or null. */
    Row row(long token, RowKey key) {
        int found = find(token, key);
        return found < 0 ? null : blocks.row(address(found));
    }

    void replace(int position, long address) {
        assert position < count : position + " of " + count;
        addresses[position] = address;
    }

    /** Adds a row where it belongs; there is none with its key. */
    void insert(Place place, long address) {
        int position = from(place);
        assert count < ROWS_MAX && covers(place) : count + " rows";
        assert find(place.token(), place.key()) < 0 : "a key stands twice: " + place.key();
        assert position == 0 || Long.compareUnsigned(tokens[position - 1], place.token()) <= 0
                : "out of order behind " + position;
        if (count == tokens.length) {
            resize(2 * count);
        }
        System.arraycopy(tokens, position, tokens, position + 1, count - position);
        System.arraycopy(hashes, position, hashes, position + 1, count - position);
        System.arraycopy(addresses, position, addresses, position + 1, count - position);
        tokens[position] = place.token();
        hashes[position] = hash(place.key());
        addresses[position] = address;
        count++;
    }

    /** Takes a row out. */
    void remove(int position) {
        int behind = count - position - 1;
        System.arraycopy(tokens, position + 1, tokens, position, behind);
        System.arraycopy(hashes, position + 1, hashes, position, behind);
        System.arraycopy(addresses, position + 1, addresses, position, behind);
        count--;
        if (tokens.length > ROWS_MIN && count <= tokens.length / PART_TO_SHRINK) {
            resize(tokens.length / 2);
        }
    }

    private void resize(int rows) {
        tokens = Arrays.copyOf(tokens, rows);
        hashes = Arrays.copyOf(hashes, rows);
        addresses = Arrays.copyOf(addresses, rows);
    }

    /**
     * A leaf with what is at a position and behind it, which this one has still, until {@link
     * #endAt} says that it ends there.
     *
     * @param from the place of the row at that position, or of one that will be put there
     */
    Leaf half(int position, Place from) {
        Leaf half = new Leaf(from, blocks);
        half.count = count - position;
        half.resize(Math.max(ROWS_MIN, half.count));
        System.arraycopy(tokens, position, half.tokens, 0, half.count);
        System.arraycopy(hashes, position, half.hashes, 0, half.count);
        System.arraycopy(addresses, position, half.addresses, 0, half.count);
        half.high = high;
        half.next = next;
        return half;
    }

    /** Leaves what is at a position and behind it to the next leaf. */
    void endAt(int position, Leaf rest) {
        assert low.compareTo(rest.low) < 0 : "the rest begins before the leaf";
        high = rest.low;
        next = rest;
        count = position;
    }

    /** Takes the room of the next leaf over, which has no rows. */
    void takeOverNext() {
        Leaf empty = next;
        assert empty.count == 0 && !empty.isGone : "a leaf with rows";
        empty.isGone = true;
        high = empty.high;
        next = empty.next;
    }

    /** Gives all blocks back. */
    void clear() {
        for (int position = 0; position < count; position++) {
            blocks.give(addresses[position]);
        }
        count = 0;
        resize(ROWS_MIN);
    }
}
