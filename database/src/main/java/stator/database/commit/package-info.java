/**
 * The change of an item as one batch: the item, its index entries, the counters.
 *
 * <p>Never knows which features follow. Start reading at {@link stator.database.commit.ItemCommit}.
 */
package stator.database.commit;
