package stator.database.expiry;

import java.util.Optional;
import java.util.OptionalLong;
import stator.database.row.DerivedRows;
import stator.database.row.Layout;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Token;

/** The entries of an expiry index, as they follow from the items. */
record ExpiryRows(ExpiryIndex index) implements DerivedRows {
    @Override
    public String name() {
        return "expiries";
    }

    @Override
    public int space() {
        return index.space();
    }

    @Override
    public byte kind() {
        return Layout.EXPIRY_KIND;
    }

    @Override
    public Optional<Derived> of(RowKey key, long version, Item item) {
        OptionalLong seconds = index.expiry(item);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        byte[] payload = index.entry(key, version).payload();
        return Optional.of(
                new Derived(
                        index.entryKey(key, seconds.getAsLong()),
                        Token.of(payload),
                        payload.length));
    }

    @Override
    public long fingerprint(RowKey key, Row row) {
        return Token.of(row.payload());
    }

    @Override
    public String itemOf(RowKey key, Row row) {
        return index.itemKey(key, row).toString();
    }

    @Override
    public boolean isFilling() {
        return !index.isFilled();
    }

    @Override
    public Optional<RowKey> formerPosition() {
        return index.isFilled() ? Optional.of(Layout.position(space())) : Optional.empty();
    }
}
