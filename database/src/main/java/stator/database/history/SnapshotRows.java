package stator.database.history;

import java.util.ArrayDeque;
import java.util.Deque;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;

/**
 * The rows of a space and kind in a snapshot, one after the other. They are read some at a time, so
 * that nobody who walks slowly holds up the store.
 */
final class SnapshotRows {
    private static final int PAGE_ROWS_MAX = 1_000;
    private static final long PAGE_BYTES_MAX = 4L << 20;

    private final Snapshot snapshot;
    private final int space;
    private final byte kind;
    private final Deque<Entry> page = new ArrayDeque<>();
    private RowKey last;
    private long pageBytes;
    private boolean atEnd;

    /** A row and its key. */
    record Entry(RowKey key, Row row) {}

    SnapshotRows(Snapshot snapshot, int space, byte kind) {
        this.snapshot = snapshot;
        this.space = space;
        this.kind = kind;
    }

    /** The next row, which stays the next one; null at the end. */
    Entry peek() {
        if (page.isEmpty() && !atEnd) {
            read();
        }
        return page.peekFirst();
    }

    /** Goes on behind the next row. */
    void next() {
        page.removeFirst();
    }

    private void read() {
        pageBytes = 0;
        atEnd = true;
        snapshot.scan(new SpaceScan(space, kind, 0, -1L, last), this::take);
    }

    private boolean take(RowKey key, Row row) {
        page.addLast(new Entry(key, row));
        last = key;
        pageBytes += row.payload().length;
        atEnd = page.size() < PAGE_ROWS_MAX && pageBytes < PAGE_BYTES_MAX;
        return atEnd;
    }
}
