package stator.database.commit;

import java.util.HashMap;
import java.util.Map;
import stator.database.catalog.LiveTable;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.storage.Store;
import stator.storage.WriteBatch;

/**
 * Changes of the counters of a table and its indexes, collected for one commit.
 *
 * <p>The counters of a space hold, for each kind of row in it, how many rows there are and the sum
 * of their sizes: at positions {@code 2 * kind} and {@code 2 * kind + 1}.
 */
public final class TableCounters {
    private final LiveTable table;

    /** Items and local indexes, as the table's space counts them. */
    private final long[] own;

    public TableCounters(LiveTable table) {
        this.table = table;
        int kindMax = Layout.ITEM_KIND;
        for (SecondaryIndex index : table.indexes()) {
            kindMax = Math.max(kindMax, index.place().kind());
        }
        own = new long[2 * kindMax + 2];
    }

    public static TableStatistics read(Store store, LiveTable table) {
        long[] own = store.counters(table.space());
        Map<String, IndexStatistics> indexes = new HashMap<>();
        for (SecondaryIndex index : table.indexes()) {
            IndexPlace place = index.place();
            long[] counters = place.space() == table.space() ? own : store.counters(place.space());
            indexes.put(
                    index.name(),
                    new IndexStatistics(
                            at(counters, 2 * place.kind()), at(counters, 2 * place.kind() + 1)));
        }
        return new TableStatistics(
                at(own, 2 * Layout.ITEM_KIND), at(own, 2 * Layout.ITEM_KIND + 1), indexes);
    }

    private static long at(long[] counters, int position) {
        return position < counters.length ? counters[position] : 0;
    }

    /** Counts a change of an item. */
    void item(int rows, int bytes) {
        own[2 * Layout.ITEM_KIND] += rows;
        own[2 * Layout.ITEM_KIND + 1] += bytes;
    }

    /** Counts a change of an index entry. */
    public void entry(SecondaryIndex index, int rows, int bytes, WriteBatch batch) {
        IndexPlace place = index.place();
        assert rows >= -1 && rows <= 1 : "An item has at most one entry: " + rows;
        assert index.description().isLocal() == (place.space() == table.space())
                : "Counters of " + index.name() + " in space " + place.space();
        if (place.space() == table.space()) {
            own[2 * place.kind()] += rows;
            own[2 * place.kind() + 1] += bytes;
        } else if (rows != 0 || bytes != 0) {
            batch.increment(place.space(), rows, bytes);
        }
    }

    /** By how many bytes the table's own space grows. */
    long ownBytes() {
        long bytes = 0;
        for (int position = 1; position < own.length; position += 2) {
            bytes += own[position];
        }
        return bytes;
    }

    /** Puts the changes of the table's own space into the commit. */
    void addTo(WriteBatch batch) {
        for (long change : own) {
            if (change != 0) {
                batch.increment(table.space(), own);
                return;
            }
        }
    }
}
