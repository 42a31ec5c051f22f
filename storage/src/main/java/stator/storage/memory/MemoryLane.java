package stator.storage.memory;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Token;

/**
 * The rows of one space and kind, in order: the leaves of a tree whose upper part is a skip list.
 *
 * <p>Tokens are evenly spread, so a row's leaf is rarely more than a step from where its token says
 * ({@link #hints}); where it is, because a partition has many rows, the skip list knows.
 *
 * <p>For one key, the caller sees to it that there is one writer at a time.
 */
final class MemoryLane {
    private static final int STEPS_MAX = 4;
    private static final int TRIES_MAX = 8;
    private static final int HINTS_MAX = 1 << 20;

    private final Blocks blocks;

    /** By their first places. The first is always there; others come by splitting. */
    private final ConcurrentSkipListMap<Place, Leaf> leaves = new ConcurrentSkipListMap<>();

    private final AtomicInteger leafCount = new AtomicInteger(1);

    /**
     * For equal parts of all tokens, a leaf that begins where the part does or before; null where
     * nobody has asked yet. Their number is a power of two, and grows with that of the leaves.
     */
    private volatile AtomicReferenceArray<Leaf> hints = new AtomicReferenceArray<>(2);

    MemoryLane(Blocks blocks) {
        this.blocks = blocks;
        leaves.put(Place.FIRST, new Leaf(Place.FIRST, blocks));
    }

    /** The row under a key, or null. */
    Row find(RowKey key) {
        Place place = Place.of(key);
        return read(place, leaf -> leaf.row(place.token(), key));
    }

    /**
     * Reads the leaf of a place as it stands at one moment.
     *
     * @param reader may be called several times, with a leaf that is being changed; only its last
     *     result counts
     */
    <R> R read(Place place, Function<Leaf, R> reader) {
        for (int tries = 0; tries < TRIES_MAX; tries++) {
            Leaf leaf = leaf(place);
            long stamp = leaf.lock.tryOptimisticRead();
            if (stamp != 0 && leaf.covers(place)) {
                R result = reader.apply(leaf);
                if (leaf.lock.validate(stamp)) {
                    return result;
                }
            }
        }
        while (true) {
            Leaf leaf = leaf(place);
            long stamp = leaf.lock.readLock();
            try {
                if (leaf.covers(place)) {
                    return reader.apply(leaf);
                }
            } finally {
                leaf.lock.unlockRead(stamp);
            }
        }
    }

    /**
     * The same for the leaf just before a place.
     *
     * @param place null: behind all
     */
    <R> R readBefore(Place place, Function<Leaf, R> reader) {
        while (true) {
            Leaf leaf = (place == null ? leaves.lastEntry() : leaves.lowerEntry(place)).getValue();
            long stamp = leaf.lock.readLock();
            try {
                if (leaf.coversBefore(place)) {
                    return reader.apply(leaf);
                }
            } finally {
                leaf.lock.unlockRead(stamp);
            }
        }
    }

    /** The leaf of a place, unless it is just being split or taken over. */
    private Leaf leaf(Place place) {
        AtomicReferenceArray<Leaf> all = hints;
        int bits = Integer.numberOfTrailingZeros(all.length());
        int part = (int) (place.token() >>> Long.SIZE - bits);
        Leaf hint = all.get(part);
        Leaf leaf = hint;
        for (int step = 0; leaf != null && !leaf.isGone() && step < STEPS_MAX; step++) {
            Leaf next = leaf.next();
            if (next == null || place.compareTo(next.low) < 0) {
                return leaf;
            }
            leaf = next;
        }
        long begin = (long) part << Long.SIZE - bits;
        if (hint == null || hint.isGone() || hint.endsBefore(begin)) {
            all.set(part, leaves.floorEntry(new Place(begin, null)).getValue());
        }
        return leaves.floorEntry(place).getValue();
    }

    /** Begins a change of the leaf of a place, which the caller ends. */
    private Leaf change(Place place) {
        while (true) {
            Leaf leaf = leaf(place);
            leaf.beginChange();
            if (leaf.covers(place)) {
                return leaf;
            }
            leaf.endChange();
        }
    }

    /** Puts a row; by how many bytes the lane grew. */
    long put(RowKey key, Row row) {
        Place place = Place.of(key);
        while (true) {
            Leaf leaf = change(place);
            try {
                int found = leaf.find(place.token(), key);
                if (found >= 0) {
                    return replace(leaf, found, key, row);
                }
                if (!leaf.isFull()) {
                    leaf.insert(place, blocks.put(key, row));
                    return MemoryUse.of(key, row);
                }
                split(leaf, place);
            } finally {
                leaf.endChange();
            }
        }
    }

    private long replace(Leaf leaf, int position, RowKey key, Row row) {
        long before = leaf.address(position);
        assert key.equals(blocks.key(before)) : "another row is found by " + key;
        int bytesBefore = blocks.bytes(before);
        int bytes = Blocks.bytes(key, row);
        if (bytes == bytesBefore) {
            blocks.overwrite(before, key, row);
        } else {
            leaf.replace(position, blocks.put(key, row));
            blocks.give(before);
        }
        return bytes - bytesBefore;
    }

    /** Makes room. Rows that come in ascending order fill their leaves. */
    private void split(Leaf leaf, Place added) {
        boolean isLast = leaf.from(added) == leaf.count();
        int middle = isLast ? leaf.count() : leaf.count() / 2;
        Place from = isLast ? added : Place.of(blocks.key(leaf.address(middle)));
        Leaf half = leaf.half(middle, from);
        leaves.put(from, half);
        leaf.endAt(middle, half);
        int parts = hints.length();
        if (leafCount.incrementAndGet() > parts && parts < HINTS_MAX) {
            hints = new AtomicReferenceArray<>(2 * parts);
        }
    }

    /** Deletes a row if it is there; by how many bytes the lane grew, so it is not positive. */
    long delete(RowKey key) {
        Place place = Place.of(key);
        Leaf leaf = change(place);
        long bytes;
        try {
            int found = leaf.find(place.token(), key);
            if (found < 0) {
                return 0;
            }
            long address = leaf.address(found);
            bytes = blocks.bytes(address) + (long) MemoryUse.INDEX_BYTES;
            leaf.remove(found);
            blocks.give(address);
        } finally {
            leaf.endChange();
        }
        if (leaf.count() == 0 && leaf.low != Place.FIRST) {
            removeEmpty(leaf);
        }
        return -bytes;
    }

    /** Lets the leaf before an empty one have its room, unless others are there already. */
    private void removeEmpty(Leaf empty) {
        Leaf before = leaves.lowerEntry(empty.low).getValue();
        before.beginChange();
        try {
            if (!before.isGone() && before.next() == empty) {
                takeOver(before, empty);
            }
        } finally {
            before.endChange();
        }
    }

    private void takeOver(Leaf before, Leaf empty) {
        empty.beginChange();
        try {
            if (empty.count() == 0 && !empty.isGone()) {
                before.takeOverNext();
                leaves.remove(empty.low);
                leafCount.decrementAndGet();
            }
        } finally {
            empty.endChange();
        }
    }

    /** Moves a row out of its block into another, if it is there still. */
    void move(RowKey key, long address) {
        Place place = Place.of(key);
        Leaf leaf = change(place);
        try {
            int found = leaf.find(place.token(), key);
            if (found >= 0 && leaf.address(found) == address) {
                leaf.replace(found, blocks.copy(address));
                blocks.give(address);
            }
        } finally {
            leaf.endChange();
        }
    }

    /** Gives the memory of all rows back. Nobody writes meanwhile; who reads finds rows or none. */
    void clear() {
        for (Leaf leaf : leaves.values()) {
            leaf.beginChange();
            try {
                leaf.clear();
            } finally {
                leaf.endChange();
            }
        }
    }

    void range(RowRange range, RowVisitor visitor) {
        long token = Token.of(range.partition());
        Place from = place(token, range, range.partition(), range.from());
        // Behind the partition comes, at the earliest, the partition with one more byte.
        Place to =
                range.to().length == 0
                        ? place(token, range, RowRange.after(range.partition()), range.to())
                        : place(token, range, range.partition(), range.to());
        if (from.compareTo(to) < 0) {
            show(from, to, range.reverse(), visitor);
        }
    }

    private static Place place(long token, RowRange range, byte[] partition, byte[] sort) {
        return new Place(token, new RowKey(range.space(), partition, range.kind(), sort));
    }

    void scan(SpaceScan scan, RowVisitor visitor) {
        show(from(scan), to(scan), false, visitor);
    }

    private void show(Place from, Place to, boolean isReverse, RowVisitor visitor) {
        if (visitor instanceof RowVisitor.OfRows ofRows) {
            LaneCursor rows = new LaneCursor(this, blocks, from, to, isReverse, false);
            while (rows.next() && ofRows.visit(rows.row())) {}
            return;
        }
        LaneCursor rows = new LaneCursor(this, blocks, from, to, isReverse, true);
        while (rows.next() && visitor.visit(rows.key(), rows.row())) {}
    }

    /** A cursor over the rows of a scan. */
    LaneCursor cursor(SpaceScan scan) {
        return new LaneCursor(this, blocks, from(scan), to(scan), false, true);
    }

    /** Where a scan begins. */
    static Place from(SpaceScan scan) {
        RowKey after = scan.after();
        if (after == null
                || Long.compareUnsigned(Token.of(after.partition()), scan.fromToken()) < 0) {
            return new Place(scan.fromToken(), null);
        }
        return behind(after);
    }

    /** The place right behind a row. */
    static Place behind(RowKey key) {
        return Place.of(
                new RowKey(key.space(), key.partition(), key.kind(), RowRange.after(key.sort())));
    }

    /** Before which place a scan ends; null: there is no end. */
    static Place to(SpaceScan scan) {
        return scan.toToken() == -1L ? null : new Place(scan.toToken() + 1, null);
    }
}
