/**
 * Going through the items of a table in batches, across restarts, and the threads on which that
 * happens.
 *
 * <p>Start reading at {@link stator.database.walk.IndexBuilder}.
 */
package stator.database.walk;
