package stator.database.history;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.row.Layout;
import stator.database.table.PointInTimeRecovery;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * What the items of a table were before each change: a row beside the item for every change, put in
 * the item's own commit. The rows stand in the order of the items, and those of one item in the
 * order of their versions, so that a walk through items and journal side by side shows the table as
 * it stood at any version since the journal began.
 *
 * <p>A row's key is the item's, of another kind and with the version of the change behind the sort
 * bytes; its payload is empty if there was no item, else a 1 and the item.
 */
public final class Journal implements Follower {
    private static final byte[] NOTHING = {};
    private static final byte THERE = 1;

    private Journal() {}

    /** The journal of a table, if it keeps one. */
    public static Optional<Follower> of(TableEntry table) {
        return PointInTimeRecovery.of(table.description()).map(recovery -> new Journal());
    }

    /** Whether a table keeps one. */
    static boolean isKept(LiveTable table) {
        return table.follower(Journal.class).isPresent();
    }

    /** Notes what was under an item's key before a change. */
    @Override
    public void follow(ItemChanged change, WriteBatch batch) {
        RowKey item = change.key();
        long version = change.version();
        byte[] sort =
                ByteBuffer.allocate(item.sort().length + Long.BYTES)
                        .put(item.sort())
                        .putLong(version)
                        .array();
        byte[] payload = change.before().map(Journal::payload).orElse(NOTHING);
        batch.put(
                new RowKey(item.space(), item.partition(), Layout.JOURNAL_KIND, sort),
                new Row(version, payload));
    }

    private static byte[] payload(Item before) {
        byte[] document = before.toBytes();
        return ByteBuffer.allocate(1 + document.length).put(THERE).put(document).array();
    }

    /** What was there before the change of a row of the journal. */
    static Optional<Item> before(Row row) {
        byte[] payload = row.payload();
        assert payload.length == 0 || payload[0] == THERE : "A row of the journal of no form";
        return payload.length == 0
                ? Optional.empty()
                : Optional.of(Item.wrap(payload, 1, payload.length - 1));
    }

    /** The sort bytes of the item that a row of the journal is of. */
    static byte[] itemSort(RowKey row) {
        assert row.kind() == Layout.JOURNAL_KIND : "No row of the journal: " + row;
        return Arrays.copyOf(row.sort(), row.sort().length - Long.BYTES);
    }
}
