package stator.storage.memory;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;

/**
 * One space of a {@link MemoryStore}: a lane of rows for each kind, and the counters.
 *
 * <p>Whoever changes a row holds its lock in {@link RowLocks}; readers hold nothing.
 */
final class MemorySpace {
    private final Blocks blocks;

    /** By kind; grows, and is replaced when it does. Guarded by {@code this} for writing. */
    private volatile MemoryLane[] lanes = {};

    /** What the rows take, as {@link MemoryUse} counts. */
    private final LongAdder bytes = new LongAdder();

    /** Grows, and is replaced when it does, but keeps its elements. Guarded like the lanes. */
    private volatile AtomicLong[] counters = {};

    MemorySpace(Blocks blocks) {
        this.blocks = blocks;
    }

    /** The row under the key, or null. */
    Row find(RowKey key) {
        MemoryLane lane = lane(key.kind());
        return lane == null ? null : lane.find(key);
    }

    /** Puts a row; by how many bytes the space grew. */
    long put(RowKey key, Row row) {
        return count(laneForWriting(key.kind()).put(key, row));
    }

    private long count(long delta) {
        bytes.add(delta);
        return delta;
    }

    /** What the rows take. */
    long bytes() {
        return bytes.sum();
    }

    /** The lane of a kind, which is made if it is not there. */
    MemoryLane laneForWriting(byte kind) {
        MemoryLane lane = lane(kind);
        return lane != null ? lane : addLane(kind);
    }

    /** Deletes a row if it is there; by how many bytes the space grew, so it is not positive. */
    long delete(RowKey key) {
        MemoryLane lane = lane(key.kind());
        return lane == null ? 0 : count(lane.delete(key));
    }

    /** Gives the memory of all rows back. Nobody writes meanwhile. */
    void clear() {
        for (MemoryLane lane : lanes) {
            if (lane != null) {
                lane.clear();
            }
        }
        bytes.reset();
    }

    void range(RowRange range, RowVisitor visitor) {
        MemoryLane lane = lane(range.kind());
        if (lane != null) {
            lane.range(range, visitor);
        }
    }

    void scan(SpaceScan scan, RowVisitor visitor) {
        MemoryLane lane = lane(scan.kind());
        if (lane != null) {
            lane.scan(scan, visitor);
        }
    }

    void increment(long[] deltas) {
        AtomicLong[] all = counters;
        if (all.length < deltas.length) {
            all = addCounters(deltas.length);
        }
        for (int i = 0; i < deltas.length; i++) {
            if (deltas[i] != 0) {
                all[i].addAndGet(deltas[i]);
            }
        }
    }

    long[] counters() {
        return Arrays.stream(counters).mapToLong(AtomicLong::get).toArray();
    }

    /** The lane of a kind, or null. */
    MemoryLane lane(byte kind) {
        MemoryLane[] all = lanes;
        return kind < all.length ? all[kind] : null;
    }

    private synchronized MemoryLane addLane(byte kind) {
        if (lane(kind) == null) {
            MemoryLane[] grown = Arrays.copyOf(lanes, Math.max(lanes.length, kind + 1));
            grown[kind] = new MemoryLane(blocks);
            lanes = grown;
        }
        return lanes[kind];
    }

    private synchronized AtomicLong[] addCounters(int count) {
        AtomicLong[] grown = Arrays.copyOf(counters, Math.max(counters.length, count));
        for (int i = counters.length; i < grown.length; i++) {
            grown[i] = new AtomicLong();
        }
        counters = grown;
        return grown;
    }
}
