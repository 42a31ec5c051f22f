package stator.storage;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The rows of one space and kind, to be found by key in constant time and walked in order.
 *
 * <p>Both structures hold the same {@link Slot}s. Replacing a row changes only its slot, so that
 * the usual write is a hash lookup and one volatile write; only a new or vanishing key touches the
 * order. For one key, the caller sees to it that there is one writer at a time.
 */
final class MemoryLane {
    private final Map<RowKey, Slot> byKey = new ConcurrentHashMap<>();
    private final NavigableSet<Slot> inOrder = new ConcurrentSkipListSet<>();

    /**
     * The place of a key; its order is that of scans: token, partition, sort. Without a key it is
     * the place before all keys of its token.
     */
    static final class Slot implements Comparable<Slot> {
        private final long token;
        private final RowKey key;

        /** Null once the row was deleted; a row that comes back gets a new slot. */
        private volatile Row row;

        Slot(long token, RowKey key, Row row) {
            this.token = token;
            this.key = key;
            this.row = row;
        }

        /** A place to compare with. */
        static Slot of(RowKey key) {
            return new Slot(Token.of(key.partition()), key, null);
        }

        long token() {
            return token;
        }

        RowKey key() {
            return key;
        }

        /** The row that is there now, or null. */
        Row row() {
            return row;
        }

        @Override
        public int compareTo(Slot other) {
            int order = Long.compareUnsigned(token, other.token);
            if (order == 0 && (key == null || other.key == null)) {
                return Boolean.compare(key != null, other.key != null);
            }
            if (order == 0) {
                order = Arrays.compareUnsigned(key.partition(), other.key.partition());
            }
            return order != 0 ? order : Arrays.compareUnsigned(key.sort(), other.key.sort());
        }
    }

    Row find(RowKey key) {
        Slot slot = byKey.get(key);
        return slot == null ? null : slot.row;
    }

    /** Puts a row; the one that was there, or null. */
    Row put(RowKey key, Row row) {
        Slot slot = byKey.get(key);
        if (slot != null) {
            Row before = slot.row;
            assert before != null : "a slot without a row is found by its key: " + key;
            slot.row = row;
            return before;
        }
        Slot added = new Slot(Token.of(key.partition()), key, row);
        // First the order: what can be found by key must also be met by a scan that starts later.
        boolean isAdded = inOrder.add(added);
        assert isAdded : "a row is in the order and not found by its key: " + key;
        byKey.put(key, added);
        return null;
    }

    /** Deletes a row; the one that was there, or null. */
    Row delete(RowKey key) {
        Slot slot = byKey.remove(key);
        if (slot == null) {
            return null;
        }
        Row before = slot.row;
        slot.row = null;
        boolean isRemoved = inOrder.remove(slot);
        assert isRemoved : "a row is found by its key and not in the order: " + key;
        return before;
    }

    void range(RowRange range, RowVisitor visitor) {
        long token = Token.of(range.partition());
        Slot from = place(token, range, range.partition(), range.from());
        // Behind the partition comes, at the earliest, the partition with one more byte.
        Slot to =
                range.to().length == 0
                        ? place(token, range, RowRange.after(range.partition()), range.to())
                        : place(token, range, range.partition(), range.to());
        if (from.compareTo(to) >= 0) {
            return;
        }
        NavigableSet<Slot> slots = inOrder.subSet(from, true, to, false);
        show(range.reverse() ? slots.descendingSet() : slots, -1L, visitor);
    }

    private static Slot place(long token, RowRange range, byte[] partition, byte[] sort) {
        return new Slot(token, new RowKey(range.space(), partition, range.kind(), sort), null);
    }

    void scan(SpaceScan scan, RowVisitor visitor) {
        show(inOrder.tailSet(before(scan), false), scan.toToken(), visitor);
    }

    /** A place behind which a scan begins. */
    static Slot before(SpaceScan scan) {
        RowKey after = scan.after();
        long afterToken = after == null ? 0 : Token.of(after.partition());
        return after == null || Long.compareUnsigned(afterToken, scan.fromToken()) < 0
                ? new Slot(scan.fromToken(), null, null)
                : new Slot(afterToken, after, null);
    }

    /** The slot behind a place, or null. */
    Slot next(Slot place) {
        return inOrder.higher(place);
    }

    private static void show(NavigableSet<Slot> slots, long toToken, RowVisitor visitor) {
        for (Slot slot : slots) {
            if (Long.compareUnsigned(slot.token, toToken) > 0) {
                return;
            }
            Row row = slot.row;
            if (row != null && !visitor.visit(slot.key, row)) {
                return;
            }
        }
    }
}
