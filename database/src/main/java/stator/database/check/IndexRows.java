package stator.database.check;

import java.util.Optional;
import stator.database.row.DerivedRows;
import stator.database.row.Fingerprint;
import stator.database.row.IndexEntry;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The entries of an index.
 *
 * @param tableKey of its table
 */
record IndexRows(SecondaryIndex index, KeySchema tableKey) implements DerivedRows {
    @Override
    public String name() {
        return "index " + index.name();
    }

    @Override
    public int space() {
        return index.place().space();
    }

    @Override
    public byte kind() {
        return index.place().kind();
    }

    /** While the index is filled, this tells which items are done. */
    @Override
    public Optional<Derived> of(RowKey key, long version, Item item) {
        if (!index.hasEntry(version, item)) {
            return Optional.empty();
        }
        IndexEntry entry = index.entry(item);
        return Optional.of(
                new Derived(index.entryKey(item), Fingerprint.of(entry), entry.sizeBytes()));
    }

    @Override
    public long fingerprint(RowKey key, Row row) {
        return Fingerprint.of(index.entry(row.payload()));
    }

    @Override
    public String itemOf(RowKey key, Row row) {
        return KeyBytes.keys(tableKey, index.entry(row.payload()).projected()).toString();
    }

    @Override
    public Optional<RowKey> formerPosition() {
        return index.description().isLocal() || index.description().backfilling()
                ? Optional.empty()
                : Optional.of(Layout.position(space()));
    }
}
