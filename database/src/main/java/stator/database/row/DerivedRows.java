package stator.database.row;

import java.util.Optional;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * Rows of a space and kind that follow from the items of a table, and from nothing else: each item
 * has one of them or none. Entries of an index are such rows.
 */
public interface DerivedRows {
    /** A row that follows from an item. */
    record Derived(RowKey key, long fingerprint, int sizeBytes) {
        public Derived {
            assert sizeBytes >= 0 : "A row of " + sizeBytes + " bytes";
        }
    }

    /** For people: what they are, such as {@code index ByYear}. */
    String name();

    int space();

    byte kind();

    /**
     * The row that an item has.
     *
     * @param key of the item's row
     * @param version of the item's row
     */
    Optional<Derived> of(RowKey key, long version, Item item);

    /** What a row says that is there; that of {@link Derived} if it says what it should. */
    long fingerprint(RowKey key, Row row);

    /** For people: of which item a row is that is there. */
    String itemOf(RowKey key, Row row);

    /** Whether items may still lack their rows, which are being added. */
    default boolean isFilling() {
        return false;
    }

    /**
     * The row that kept how far the rows of older items were added, once all are there: it has to
     * be gone then. Empty if they are still being added, or never were.
     */
    default Optional<RowKey> formerPosition() {
        return Optional.empty();
    }
}
