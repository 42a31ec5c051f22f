/**
 * Where a key, an index entry and a version lie in the store. Every space and every kind of row has
 * its number in {@link stator.database.row.Layout}; start reading there.
 *
 * <p>Never knows who writes, nor which tables there are.
 */
package stator.database.row;
