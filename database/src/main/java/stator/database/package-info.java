/**
 * Tables, keys, items and secondary indexes over a {@link stator.storage.Store}: the doors of the
 * module, and how its parts are put together.
 *
 * <p>Every change of an item is one {@link stator.database.item.ItemWrite}, a pure function from
 * the current item to a decision; the database applies it, together with the index entries and
 * counters that follow from it, in one atomic commit. It never sees expressions, JSON, HTTP or
 * capacity units. Start reading at {@link stator.database.Database}.
 */
package stator.database;
