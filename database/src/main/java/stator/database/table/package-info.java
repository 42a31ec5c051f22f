/**
 * What can be said of a table: its description, its indexes, its settings.
 *
 * <p>Never knows rows, bytes or the store. Start reading at {@link
 * stator.database.table.TableDescription}.
 */
package stator.database.table;
