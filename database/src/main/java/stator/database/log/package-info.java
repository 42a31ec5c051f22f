/**
 * Shards and streams as facts: what the catalog keeps of the log of a table's changes.
 *
 * <p>Never knows the records of a log, nor the catalog. Start reading at {@link
 * stator.database.log.Shard}.
 */
package stator.database.log;
