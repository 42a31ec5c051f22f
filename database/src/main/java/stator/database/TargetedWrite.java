package stator.database;

import stator.model.Item;

/**
 * A write and its target.
 *
 * @param key has the table's key attributes with valid values; others are ignored
 */
public record TargetedWrite(Table table, Item key, ItemWrite write) {}
