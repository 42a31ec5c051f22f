/**
 * How derived changes leave the partition of what they follow from, over engines whose commits
 * reach one partition.
 *
 * <p>Never knows what is derived: entries of indexes, records of changes, whatever a commit marks
 * so. Start reading at {@link stator.database.outbox.OutboxStore}.
 */
package stator.database.outbox;
