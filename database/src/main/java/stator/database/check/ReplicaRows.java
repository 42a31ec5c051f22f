package stator.database.check;

import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.row.DerivedRows;
import stator.database.row.Fingerprint;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The items of another strongly consistent replica, which holds the same.
 *
 * @param other the table there
 */
record ReplicaRows(LiveTable other) implements DerivedRows {
    @Override
    public String name() {
        return "replica in " + other.region();
    }

    @Override
    public int space() {
        return other.space();
    }

    @Override
    public byte kind() {
        return Layout.ITEM_KIND;
    }

    @Override
    public Optional<Derived> of(RowKey key, long version, Item item) {
        return Optional.of(
                new Derived(other.itemKey(item), Fingerprint.of(item), item.sizeBytes()));
    }

    @Override
    public long fingerprint(RowKey key, Row row) {
        return Fingerprint.of(Item.wrap(row.payload()));
    }

    @Override
    public String itemOf(RowKey key, Row row) {
        return KeyBytes.keys(other.key(), Item.wrap(row.payload())).toString();
    }
}
