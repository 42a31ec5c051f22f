package stator.database.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemVisitor;
import stator.database.item.TableSnapshot;
import stator.database.row.HybridClock;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.table.TableDescription;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Snapshot;

/**
 * The items of a table as they stood at one moment, whatever is written meanwhile and whether the
 * table stays or goes; and, if the table has a {@link Journal}, as they stood at times before.
 * Closed soon by who took it: the store keeps what changes until then. Not for use by several
 * threads.
 */
public final class StoredSnapshot implements TableSnapshot {
    private final LiveTable table;
    private final long millis;
    private final Snapshot snapshot;

    public StoredSnapshot(LiveTable table, long millis, Snapshot snapshot) {
        this.table = table;
        this.millis = millis;
        this.snapshot = snapshot;
    }

    @Override
    public TableDescription description() {
        return table.description();
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public void forEach(ItemVisitor visitor) {
        SnapshotRows items = new SnapshotRows(snapshot, table.space(), Layout.ITEM_KIND);
        for (RowPage.Entry item = items.peek(); item != null; item = items.peek()) {
            if (!visitor.visit(Item.wrap(item.row().payload()))) {
                return;
            }
            items.next();
        }
    }

    @Override
    public void forEachAt(long atMillis, ItemVisitor visitor) {
        SnapshotRows items = new SnapshotRows(snapshot, table.space(), Layout.ITEM_KIND);
        SnapshotRows journal = new SnapshotRows(snapshot, table.space(), Layout.JOURNAL_KIND);
        while (items.peek() != null || journal.peek() != null) {
            int order = order(items.peek(), journal.peek());
            History history = order < 0 ? History.NONE : History.read(journal);
            Optional<Item> now = order > 0 ? Optional.empty() : take(items);
            Optional<Item> then = history.at(atMillis, now);
            if (then.isPresent() && !visitor.visit(then.get())) {
                return;
            }
        }
    }

    @Override
    public void forEachChange(long fromMillis, long toMillis, ChangeVisitor visitor) {
        SnapshotRows items = new SnapshotRows(snapshot, table.space(), Layout.ITEM_KIND);
        SnapshotRows journal = new SnapshotRows(snapshot, table.space(), Layout.JOURNAL_KIND);
        while (journal.peek() != null) {
            int order = order(items.peek(), journal.peek());
            if (order < 0) {
                items.next();
                continue;
            }
            History history = History.read(journal);
            Optional<Item> now = order > 0 ? Optional.empty() : take(items);
            OptionalLong last = history.lastChange(fromMillis, toMillis);
            if (last.isPresent()) {
                Optional<Item> before = history.at(fromMillis - 1, now);
                Optional<Item> after = history.at(toMillis - 1, now);
                Item key = history.keyOf(table.key(), now);
                if (!visitor.visit(key, before, after, last.getAsLong())) {
                    return;
                }
            }
        }
    }

    private static Optional<Item> take(SnapshotRows items) {
        Item item = Item.wrap(items.peek().row().payload());
        items.next();
        return Optional.of(item);
    }

    /** Negative if the item comes first, positive if the journal does, 0 if it is of the item. */
    private int order(RowPage.Entry item, RowPage.Entry journal) {
        if (item == null || journal == null) {
            return item == null ? 1 : -1;
        }
        return compare(
                item.key().partition(),
                item.key().sort(),
                journal.key().partition(),
                Journal.itemSort(journal.key()));
    }

    private int compare(byte[] partition, byte[] sort, byte[] otherPartition, byte[] otherSort) {
        int order = Long.compareUnsigned(token(partition), token(otherPartition));
        if (order == 0) {
            order = Arrays.compareUnsigned(partition, otherPartition);
        }
        return order != 0 ? order : Arrays.compareUnsigned(sort, otherSort);
    }

    private long token(byte[] partition) {
        return snapshot.token(table.space(), partition);
    }

    /** All changes of one item that the journal has, oldest first. */
    private record History(List<Row> changes) {
        static final History NONE = new History(List.of());

        /** The changes of the item that the journal stands at. */
        static History read(SnapshotRows journal) {
            RowKey first = journal.peek().key();
            byte[] sort = Journal.itemSort(first);
            List<Row> changes = new ArrayList<>(1);
            while (journal.peek() != null) {
                RowPage.Entry entry = journal.peek();
                if (!Arrays.equals(first.partition(), entry.key().partition())
                        || !Arrays.equals(sort, Journal.itemSort(entry.key()))) {
                    break;
                }
                changes.add(entry.row());
                journal.next();
            }
            return new History(changes);
        }

        private static long millis(Row change) {
            return HybridClock.millis(change.version());
        }

        /** The item at the end of a millisecond: what was there before the first change since. */
        Optional<Item> at(long atMillis, Optional<Item> now) {
            for (Row change : changes) {
                if (millis(change) > atMillis) {
                    return Journal.before(change);
                }
            }
            return now;
        }

        /** When the item changed last in a period. */
        OptionalLong lastChange(long fromMillis, long toMillis) {
            return changes.stream()
                    .mapToLong(History::millis)
                    .filter(millis -> millis >= fromMillis && millis < toMillis)
                    .max();
        }

        /** The key, which every form of the item has; it had one at some time. */
        Item keyOf(KeySchema schema, Optional<Item> now) {
            Item some =
                    now.orElseGet(() ->
                            changes.stream()
                                    .flatMap(change -> Journal.before(change).stream())
                                    .findFirst()
                                    .orElseThrow());
            return KeyBytes.keys(schema, some);
        }
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
