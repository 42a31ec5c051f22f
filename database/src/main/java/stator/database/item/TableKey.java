package stator.database.item;

import stator.database.table.Table;
import stator.model.Item;

/**
 * Names one item.
 *
 * @param key has the table's key attributes with valid values; others are ignored
 */
public record TableKey(Table table, Item key) {}
