package stator.database.walk;

import java.nio.ByteBuffer;
import java.util.List;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;

/**
 * How far a walk through the items of a table has come, kept in the space that the walk fills, so
 * that it goes on there after a restart.
 */
public final class WalkPosition {
    /** The last row of the table that was looked at; null at the beginning. */
    public static RowKey read(Store store, LiveTable table, int space) {
        return store.get(Layout.position(space), Consistency.STRONG)
                .map(row -> decode(table, row.payload()))
                .orElse(null);
    }

    /** Keeps a position. */
    public static Update<Boolean> keep(int space, RowKey position, HybridClock versions) {
        RowKey key = Layout.position(space);
        return new Update<>(
                List.of(key),
                (rows, batch) -> {
                    batch.put(key, new Row(versions.next(), encode(position)));
                    return true;
                });
    }

    /** Four bytes with the length of the partition, the partition, the sort bytes. */
    public static byte[] encode(RowKey position) {
        byte[] partition = position.partition();
        byte[] sort = position.sort();
        return ByteBuffer.allocate(Integer.BYTES + partition.length + sort.length)
                .putInt(partition.length)
                .put(partition)
                .put(sort)
                .array();
    }

    /** The row of the table whose position it is. */
    public static RowKey decode(LiveTable table, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        byte[] partition = new byte[bytes.getInt()];
        bytes.get(partition);
        byte[] sort = new byte[bytes.remaining()];
        bytes.get(sort);
        return new RowKey(table.space(), partition, Layout.ITEM_KIND, sort);
    }
}
