package stator.database;

import java.util.ArrayList;
import java.util.List;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;

/**
 * The items of a table as they stood at one moment, whatever is written meanwhile and whether the
 * table stays or goes. Closed soon by who took it: the store keeps what changes until then. Not for
 * use by several threads.
 */
public final class TableSnapshot implements AutoCloseable {
    /** How much is read at a time, so that no one who walks slowly holds up the store. */
    private static final int PAGE_ROWS_MAX = 1_000;

    private static final long PAGE_BYTES_MAX = 4L << 20;

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
        RowKey after = null;
        while (true) {
            Page page = new Page();
            snapshot.scan(new SpaceScan(table.space(), Table.ITEM_KIND, 0, -1L, after), page::take);
            for (Item item : page.items) {
                if (!visitor.visit(item)) {
                    return;
                }
            }
            if (!page.isFull) {
                return;
            }
            after = page.last;
        }
    }

    /** Rows until there are enough. */
    private static final class Page {
        private final List<Item> items = new ArrayList<>();
        private RowKey last;
        private long bytes;
        private boolean isFull;

        boolean take(RowKey key, Row row) {
            items.add(Item.wrap(row.payload()));
            last = key;
            bytes += row.payload().length;
            isFull = items.size() >= PAGE_ROWS_MAX || bytes >= PAGE_BYTES_MAX;
            return !isFull;
        }
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
