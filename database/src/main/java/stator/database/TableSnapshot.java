package stator.database;

import java.util.Arrays;
import java.util.Optional;
import stator.model.Item;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.Token;

/**
 * The items of a table as they stood at one moment, whatever is written meanwhile and whether the
 * table stays or goes; and, if the table has a {@link Journal}, as they stood at times before.
 * Closed soon by who took it: the store keeps what changes until then. Not for use by several
 * threads.
 */
public final class TableSnapshot implements AutoCloseable {
    private final Table table;
    private final long millis;
    private final Snapshot snapshot;

    TableSnapshot(Table table, long millis, Snapshot snapshot) {
        this.table = table;
        this.millis = millis;
        this.snapshot = snapshot;
    }

    /** The table's description at that moment. */
    public TableDescription description() {
        return table.description();
    }

    /** The moment, in milliseconds since 1970. */
    public long millis() {
        return millis;
    }

    /**
     * Shows all items in the order of a scan, until the visitor stops. The visitor may take its
     * time, and may call the database.
     */
    public void forEach(ItemVisitor visitor) {
        SnapshotRows items = new SnapshotRows(snapshot, table.space(), Table.ITEM_KIND);
        for (SnapshotRows.Entry item = items.peek(); item != null; item = items.peek()) {
            if (!visitor.visit(Item.wrap(item.row().payload()))) {
                return;
            }
            items.next();
        }
    }

    /**
     * Shows all items as they stood at the end of a millisecond, in the order of a scan, until the
     * visitor stops.
     *
     * @param atMillis not before the table's journal began, and not after the moment
     */
    public void forEachAt(long atMillis, ItemVisitor visitor) {
        SnapshotRows items = new SnapshotRows(snapshot, table.space(), Table.ITEM_KIND);
        SnapshotRows journal = new SnapshotRows(snapshot, table.space(), Journal.KIND);
        while (items.peek() != null || journal.peek() != null) {
            int order = order(items.peek(), journal.peek());
            Optional<Item> now = Optional.empty();
            Change undone = null;
            if (order >= 0) {
                undone = undo(journal, atMillis);
            }
            if (order <= 0) {
                now = Optional.of(Item.wrap(items.peek().row().payload()));
                items.next();
            }
            Optional<Item> then = undone == null ? now : undone.before;
            if (then.isPresent() && !visitor.visit(then.get())) {
                return;
            }
        }
    }

    /** Negative if the item comes first, positive if the journal does, 0 if it is of the item. */
    private static int order(SnapshotRows.Entry item, SnapshotRows.Entry journal) {
        if (item == null || journal == null) {
            return item == null ? 1 : -1;
        }
        return compare(
                item.key().partition(),
                item.key().sort(),
                journal.key().partition(),
                Journal.itemSort(journal.key()));
    }

    private static int compare(
            byte[] partition, byte[] sort, byte[] otherPartition, byte[] otherSort) {
        int order = Long.compareUnsigned(Token.of(partition), Token.of(otherPartition));
        if (order == 0) {
            order = Arrays.compareUnsigned(partition, otherPartition);
        }
        return order != 0 ? order : Arrays.compareUnsigned(sort, otherSort);
    }

    /** A change that came later, and what was there before it. */
    private record Change(Optional<Item> before) {}

    /** Passes all changes of one item; the first one after the time, or null. */
    private static Change undo(SnapshotRows journal, long atMillis) {
        RowKey first = journal.peek().key();
        byte[] sort = Journal.itemSort(first);
        Change undone = null;
        while (journal.peek() != null) {
            SnapshotRows.Entry entry = journal.peek();
            if (!Arrays.equals(first.partition(), entry.key().partition())
                    || !Arrays.equals(sort, Journal.itemSort(entry.key()))) {
                return undone;
            }
            if (undone == null && HybridClock.millis(entry.row().version()) > atMillis) {
                undone = new Change(Journal.before(entry.row()));
            }
            journal.next();
        }
        return undone;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
