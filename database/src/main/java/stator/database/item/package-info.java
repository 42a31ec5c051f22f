/**
 * What is asked of items, and what comes back: writes and their decisions, queries, scans,
 * searches.
 *
 * <p>Never knows where rows are. Start reading at {@link stator.database.item.ItemWrite}.
 */
package stator.database.item;
