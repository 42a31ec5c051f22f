package stator.database.item;

import stator.model.Item;
import stator.storage.Consistency;

/**
 * What a query reads, in the order of the sort key.
 *
 * @param index the index to read; empty for the table
 * @param forward ascending, or descending
 * @param exclusiveStart the key after which to start: the table's key attributes, and the index's
 *     if an index is read. It need not exist. {@link Item#EMPTY} to start at the beginning
 */
public record QuerySpec(
        String index,
        KeyRange range,
        boolean forward,
        Item exclusiveStart,
        Consistency consistency) {
    public QuerySpec {
        assert !range.partition().isEmpty() : "A query of no partition";
    }
}
