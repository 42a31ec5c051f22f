package stator.database.item;

import java.util.Optional;
import stator.database.table.TableDescription;
import stator.model.Item;

/**
 * The items of a table as they stood at one moment, whatever is written meanwhile and whether the
 * table stays or goes; and, if the table has a journal, as they stood at times before. To be closed
 * soon: the store keeps what changes until then. Not for use by several threads.
 */
public interface TableSnapshot extends AutoCloseable {
    /** Takes what became of one item in a period. */
    @FunctionalInterface
    interface ChangeVisitor {
        /**
         * Takes one item that changed; before and after may be equal, or both be missing.
         *
         * @param before at the beginning of the period
         * @param after at its end
         * @param millis when it changed last within the period
         * @return whether to go on
         */
        boolean visit(Item key, Optional<Item> before, Optional<Item> after, long millis);
    }

    /** The table's description at that moment. */
    TableDescription description();

    /** The moment, in milliseconds since 1970. */
    long millis();

    /**
     * Shows all items in the order of a scan, until the visitor stops. The visitor may take its
     * time, and may call the database.
     */
    void forEach(ItemVisitor visitor);

    /**
     * Shows all items as they stood at the end of a millisecond, in the order of a scan, until the
     * visitor stops.
     *
     * @param atMillis not before the table's journal began, and not after the moment
     */
    void forEachAt(long atMillis, ItemVisitor visitor);

    /**
     * Shows all items that changed at or after one time and before another, in the order of a scan,
     * until the visitor stops.
     *
     * @param fromMillis not before the table's journal began
     * @param toMillis not after the moment
     */
    void forEachChange(long fromMillis, long toMillis, ChangeVisitor visitor);

    @Override
    void close();
}
