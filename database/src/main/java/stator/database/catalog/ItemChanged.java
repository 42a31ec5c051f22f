package stator.database.catalog;

import java.util.Optional;
import stator.database.item.WriteCause;
import stator.model.Item;
import stator.storage.RowKey;

/**
 * A change of one item. Before and after may be equal: an item may be written as it was.
 *
 * @param key the row of the item
 * @param before empty if there was no item
 * @param after empty if there is none now
 * @param previous the version of the item before; 0 if there was none
 * @param version the version of the change
 * @param cause on whose behalf
 */
public record ItemChanged(
        RowKey key,
        Optional<Item> before,
        Optional<Item> after,
        long previous,
        long version,
        WriteCause cause) {
    public ItemChanged {
        assert before.isPresent() || after.isPresent() : "Nothing changed";
        assert version > previous : "A version went back: " + version + " after " + previous;
        assert before.isPresent() || previous == 0 : "A version of no item";
    }

    /** Whether the item is what it was; as with AWS, that is no change for readers of changes. */
    public boolean isSame() {
        // Equal items have documents of one length, in whatever order their attributes are.
        return before.isPresent()
                && after.isPresent()
                && before.get().documentBytes() == after.get().documentBytes()
                && before.get().equals(after.get());
    }
}
