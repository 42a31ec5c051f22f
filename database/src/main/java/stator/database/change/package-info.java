/**
 * The log of the changes of a table: its records, and those who read them.
 *
 * <p>Never knows another feature. Start reading at {@link stator.database.change.Changes}.
 */
package stator.database.change;
