package stator.database.item;

import stator.database.table.Table;
import stator.model.Item;

/**
 * A write and its target.
 *
 * @param key has the table's key attributes with valid values; others are ignored
 * @param cause on whose behalf
 */
public record TargetedWrite(Table table, Item key, ItemWrite write, WriteCause cause) {
    /** A client's write. */
    public TargetedWrite(Table table, Item key, ItemWrite write) {
        this(table, key, write, WriteCause.USER);
    }

    /**
     * The write as a {@link ConsideredWrite}.
     *
     * @param together how many writes hold their locks at once
     */
    public TargetedWrite considered(int together) {
        return new TargetedWrite(table, key, ConsideredWrite.of(write, together), cause);
    }
}
