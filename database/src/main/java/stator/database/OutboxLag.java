package stator.database;

import stator.database.outbox.CarryingTimes;
import stator.database.outbox.OutboxStore;

/**
 * How long after their commits derived changes (entries of indexes, records of changes) are made,
 * over an engine whose commits reach one partition.
 *
 * @param commits how many commits had any, since the database was opened
 * @param nanos how long after them these were made, all together
 * @param longestNanos how long that was at most
 * @param partitionsLeft in how many partitions changes wait because they could not be made
 */
public record OutboxLag(long commits, long nanos, long longestNanos, int partitionsLeft) {
    static OutboxLag of(OutboxStore outbox) {
        CarryingTimes times = outbox.times();
        return new OutboxLag(
                times.commits(), times.nanos(), times.longestNanos(), outbox.leftPlaces());
    }
}
