package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import stator.database.catalog.LiveTable;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.settings.DatabaseSettings;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * The limit on item collections: all items of one partition key and their entries in local indexes.
 *
 * <p>Only tables with local indexes have them. The size is that of just before the write, so that
 * several writes at the same time may go beyond the limit together, as they may on AWS.
 */
public final class ItemCollections {
    /** There is room for any write. */
    static final long PLENTY = Long.MAX_VALUE;

    /** No item and no index entry is larger. */
    private static final long ITEM_BYTES_MAX = 400 * 1024;

    private final Store store;
    private final long bytesMax;

    public ItemCollections(Store store, long bytesMax) {
        this.store = store;
        this.bytesMax = bytesMax;
    }

    /** By how many bytes the collection of an item may grow. */
    long roomBytes(LiveTable table, RowKey item) {
        if (bytesMax == DatabaseSettings.UNLIMITED) {
            return PLENTY;
        }
        List<Byte> kinds = kinds(table);
        if (kinds.size() == 1 || hasPlenty(table, kinds)) {
            return PLENTY;
        }
        long[] bytes = new long[1];
        for (byte kind : kinds) {
            store.range(
                    RowRange.all(table.space(), item.partition(), kind, false),
                    Consistency.STRONG,
                    (key, row) -> {
                        bytes[0] += Item.wrap(row.payload()).sizeBytes();
                        return true;
                    });
        }
        return bytesMax - bytes[0];
    }

    /** The kinds of the rows of a collection: items, and the entries of each local index. */
    private static List<Byte> kinds(LiveTable table) {
        List<Byte> kinds = new ArrayList<>(List.of(Layout.ITEM_KIND));
        for (SecondaryIndex index : table.indexes()) {
            if (index.description().isLocal()) {
                kinds.add(index.place().kind());
            }
        }
        return kinds;
    }

    /** Whether even the whole table could grow by the largest item; that costs no walk. */
    private boolean hasPlenty(LiveTable table, List<Byte> kinds) {
        long growth = ITEM_BYTES_MAX * kinds.size();
        long[] counters = store.counters(table.space());
        long bytes = 0;
        for (int position = 1; position < counters.length; position += 2) {
            bytes += counters[position];
        }
        return bytes < bytesMax - growth;
    }
}
