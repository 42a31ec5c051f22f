package stator.storage.memory;

import stator.storage.Row;
import stator.storage.RowKey;

/**
 * Walks over the rows of a lane from one place to another, in either order. It stands before the
 * first one.
 *
 * <p>It takes some rows at a time out of a leaf, more each time, so that who wants few does not pay
 * for many.
 */
final class LaneCursor {
    private static final int ROWS_MIN = 4;
    private static final int ROWS_MAX = 64;

    /** Having so much, it takes no more at that time. */
    private static final int BYTES_MAX = 64 << 10;

    private final MemoryLane lane;
    private final Blocks blocks;
    private final boolean isReverse;
    private final boolean showsKeys;

    /** The first place that belongs to what is left. */
    private Place from;

    /** The first place behind what is left; null: there is no end. */
    private Place to;

    /** Whether nothing is left. */
    private boolean isDone;

    private final Row[] rows = new Row[ROWS_MAX];
    private final RowKey[] keys = new RowKey[ROWS_MAX];
    private int count;
    private int countMax = ROWS_MIN;
    private int position = -1;

    /**
     * Before the rows from one place up to another, or behind them.
     *
     * @param to null: to the end
     * @param showsKeys whether {@link #key} is asked for
     */
    LaneCursor(
            MemoryLane lane,
            Blocks blocks,
            Place from,
            Place to,
            boolean isReverse,
            boolean showsKeys) {
        this.lane = lane;
        this.blocks = blocks;
        this.from = from;
        this.to = to;
        this.isReverse = isReverse;
        this.showsKeys = showsKeys;
    }

    /** Goes to the next row; whether there is one. */
    boolean next() {
        position++;
        while (position >= count) {
            if (isDone) {
                return false;
            }
            fill();
        }
        return true;
    }

    /** The key of the row it stands at. */
    RowKey key() {
        return keys[position];
    }

    /** The row it stands at. */
    Row row() {
        return rows[position];
    }

    private void fill() {
        Rest rest =
                isReverse ? lane.readBefore(to, this::takeLast) : lane.read(from, this::takeFirst);
        from = rest.from;
        to = rest.to;
        isDone = rest.isNothing;
        position = 0;
        countMax = Math.min(ROWS_MAX, 2 * countMax);
    }

    /** What is left after some rows were taken out of a leaf. */
    private record Rest(Place from, Place to, boolean isNothing) {}

    private Rest takeFirst(Leaf leaf) {
        int at = leaf.from(from);
        int end = leaf.from(to);
        at += take(leaf, at, 1, end - at);
        if (at < end) {
            RowKey last = blocks.key(leaf.address(at - 1));
            return new Rest(last == null ? from : MemoryLane.behind(last), to, false);
        }
        Place high = leaf.high();
        return new Rest(high, to, high == null || to != null && to.compareTo(high) <= 0);
    }

    private Rest takeLast(Leaf leaf) {
        int begin = leaf.from(from);
        int at = leaf.from(to);
        at -= take(leaf, at - 1, -1, at - begin);
        if (at > begin) {
            RowKey last = blocks.key(leaf.address(at));
            return new Rest(from, last == null ? to : Place.of(last), false);
        }
        return new Rest(from, leaf.low, leaf.low.compareTo(from) <= 0);
    }

    /** Takes some of the rows from a position on, at least one; how many. */
    private int take(Leaf leaf, int first, int step, int most) {
        int taken = 0;
        int bytes = 0;
        while (taken < Math.min(most, countMax) && bytes < BYTES_MAX) {
            long address = leaf.address(first + taken * step);
            Row row = blocks.row(address);
            rows[taken] = row;
            keys[taken] = showsKeys ? blocks.key(address) : null;
            // Without a row, somebody has changed the leaf, and it will be read again.
            bytes += row == null ? BYTES_MAX : row.payload().length;
            taken++;
        }
        count = taken;
        return taken;
    }
}
