package stator.database.commit;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import stator.database.row.IndexEntry;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * Shows global indexes as they were a while ago, as AWS may, so that tests find programs that read
 * an index right after they wrote.
 *
 * <p>The store has the newest entries. A writer that changes an entry notes here what was in its
 * place, with the time. A read lays over the store what was there at the time that it wants to see:
 * the earliest note after that time, for each entry that has one. Notes are kept for as long as the
 * lag is, in memory only: after a restart all writes are old.
 */
public final class IndexLag {
    private final Store store;
    private final Clock clock;
    private final long lagMillis;

    /** The order of scans; within a partition it is that of ranges. */
    private final Comparator<RowKey> scanOrder = this::compare;

    /** In the order of their times. Guarded by itself. */
    private final Deque<Note> notes = new ArrayDeque<>();

    /** What was under a key until a time. */
    private record Note(long untilMillis, RowKey key, Optional<Row> row) {}

    public IndexLag(Store store, Clock clock, long lagMillis) {
        this.store = store;
        this.clock = clock;
        this.lagMillis = lagMillis;
    }

    /** Whether indexes are shown as they are. */
    public boolean isOff() {
        return lagMillis == 0;
    }

    /** What was in the place of an entry before a change. */
    record Before(RowKey key, Optional<IndexEntry> entry) {}

    /**
     * Notes what entries replaced, right after their commit. A reader that comes in between sees
     * the new entries early, as one on AWS may.
     */
    void note(List<Before> before) {
        long now = clock.millis();
        synchronized (notes) {
            forget(now);
            for (Before one : before) {
                Optional<Row> row = one.entry().map(entry -> new Row(0, entry.payload()));
                notes.add(new Note(now, one.key(), row));
            }
        }
    }

    private void forget(long now) {
        while (!notes.isEmpty() && notes.getFirst().untilMillis <= now - lagMillis) {
            notes.removeFirst();
        }
    }

    /** Shows a range of a global index, read from the store in either way. */
    public void range(Reads reads, RowRange range, Consistency consistency, RowVisitor visitor) {
        Comparator<RowKey> order = range.reverse() ? scanOrder.reversed() : scanOrder;
        Overlay overlay = new Overlay(order, visitor);
        if (!isOff()) {
            collect(range.space(), key -> isIn(range, key), overlay.earlier);
        }
        if (overlay.earlier.isEmpty()) {
            reads.range(range, consistency, visitor);
            return;
        }
        reads.range(range, consistency, overlay);
        overlay.finish();
    }

    /** Shows a scan of a global index, read from the store in either way. */
    public void scan(Reads reads, SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        Overlay overlay = new Overlay(scanOrder, visitor);
        if (!isOff()) {
            collect(scan.space(), key -> isIn(scan, key), overlay.earlier);
        }
        if (overlay.earlier.isEmpty()) {
            reads.scan(scan, consistency, visitor);
            return;
        }
        reads.scan(scan, consistency, overlay);
        overlay.finish();
    }

    private int compare(RowKey left, RowKey right) {
        int order = Long.compareUnsigned(token(left), token(right));
        if (order == 0) {
            order = Arrays.compareUnsigned(left.partition(), right.partition());
        }
        return order != 0 ? order : Arrays.compareUnsigned(left.sort(), right.sort());
    }

    private long token(RowKey key) {
        return store.token(key.space(), key.partition());
    }

    private static boolean isIn(RowRange range, RowKey key) {
        return Arrays.equals(key.partition(), range.partition())
                && Arrays.compareUnsigned(key.sort(), range.from()) >= 0
                && (range.to().length == 0 || Arrays.compareUnsigned(key.sort(), range.to()) < 0);
    }

    private boolean isIn(SpaceScan scan, RowKey key) {
        long token = token(key);
        return Long.compareUnsigned(token, scan.fromToken()) >= 0
                && Long.compareUnsigned(token, scan.toToken()) <= 0
                && (scan.after() == null || scanOrder.compare(key, scan.after()) > 0);
    }

    private interface KeyFilter {
        boolean accepts(RowKey key);
    }

    private void collect(int space, KeyFilter filter, Map<RowKey, Optional<Row>> earlier) {
        synchronized (notes) {
            forget(clock.millis());
            for (Note note : notes) {
                if (note.key.space() == space && filter.accepts(note.key)) {
                    earlier.putIfAbsent(note.key, note.row);
                }
            }
        }
    }

    /** Shows rows of the store, and earlier ones in their places. */
    private static final class Overlay implements RowVisitor {
        private final NavigableMap<RowKey, Optional<Row>> earlier;
        private final RowVisitor visitor;
        private boolean wantsMore = true;

        Overlay(Comparator<RowKey> order, RowVisitor visitor) {
            earlier = new TreeMap<>(order);
            this.visitor = visitor;
        }

        @Override
        public boolean visit(RowKey key, Row row) {
            showUpTo(earlier.headMap(key, false));
            Optional<Row> instead = earlier.remove(key);
            show(key, instead == null ? Optional.of(row) : instead);
            return wantsMore;
        }

        /** Shows what comes behind all rows of the store. */
        void finish() {
            showUpTo(earlier);
        }

        private void showUpTo(NavigableMap<RowKey, Optional<Row>> rows) {
            while (wantsMore && !rows.isEmpty()) {
                Map.Entry<RowKey, Optional<Row>> first = rows.pollFirstEntry();
                show(first.getKey(), first.getValue());
            }
        }

        private void show(RowKey key, Optional<Row> row) {
            if (wantsMore && row.isPresent()) {
                wantsMore = visitor.visit(key, row.get());
            }
        }
    }
}
