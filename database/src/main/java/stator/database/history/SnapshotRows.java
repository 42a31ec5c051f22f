package stator.database.history;

import java.util.ArrayDeque;
import java.util.Deque;
import stator.database.row.RowPage;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;

/**
 * The rows of a space and kind in a snapshot, one after the other. They are read some at a time, so
 * that a slow reader does not hold up the store.
 */
final class SnapshotRows {
    private static final RowPage.Limits PAGE = RowPage.Limits.of(1_000, 4 << 20);

    private final Snapshot snapshot;
    private final int space;
    private final byte kind;
    private final Deque<RowPage.Entry> page = new ArrayDeque<>();
    private RowKey last;
    private boolean atEnd;

    SnapshotRows(Snapshot snapshot, int space, byte kind) {
        this.snapshot = snapshot;
        this.space = space;
        this.kind = kind;
    }

    /** The next row, which stays the next one; null at the end. */
    RowPage.Entry peek() {
        if (page.isEmpty() && !atEnd) {
            read();
        }
        return page.peekFirst();
    }

    /** Goes on behind the next row. */
    void next() {
        assert !page.isEmpty() : "Beyond the last row";
        page.removeFirst();
    }

    private void read() {
        RowPage next = RowPage.read(snapshot, new SpaceScan(space, kind, 0, -1L, last), PAGE);
        page.addAll(next.entries());
        last = next.last();
        atEnd = !next.isFull();
    }
}
