package stator.database;

/**
 * Where the entries of an index are.
 *
 * @param space the table's own for a local index, one of its own for a global index
 * @param kind of its own for a local index, {@link Table#ITEM_KIND} for a global index
 */
record IndexPlace(int space, byte kind) {}
