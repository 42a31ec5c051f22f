package stator.storage;

import java.util.List;
import java.util.Optional;

/**
 * Atomic, ordered bytes: the contract of every storage engine.
 *
 * <p>Its shape follows from a fact about DynamoDB: every write names its primary keys up front, and
 * Query and Scan are never part of a transaction. So there are neither interactive transactions nor
 * range conflicts.
 *
 * <p>Promises: {@link #update}, {@link #get} with {@link Consistency#STRONG} and {@link #getAll}
 * are strictly serializable. When {@code update} returns, its batch is durable as the engine's
 * settings define it, and so is everything that its decision was shown, even if the batch is empty.
 * No read shows a row that a crash could still take back. Ranges and scans show rows that are or
 * were committed; each row is read whole, and rows that were there before the call began and stay
 * are all shown.
 *
 * <p>All methods may be called from any thread, and throw {@link StoreException}.
 */
public interface Store extends Reads, AutoCloseable {
    /** What this engine can do. */
    Capabilities capabilities();

    /**
     * The token of a partition of a space: its place in the order of scans, as an unsigned number.
     * It stays the same for as long as the space is there; embedded engines have the same in all
     * spaces.
     */
    default long token(int space, byte[] partition) {
        return Token.of(partition);
    }

    /**
     * The same rows for those who must not wait, such as an event loop: its methods promise what
     * those of the store do, and throw {@link Reads.NotAtOnceException} where they would have to
     * wait for a disk or a network, which may be after the visitor was shown some rows. Empty if
     * that would be always.
     */
    default Optional<Reads> atOnce() {
        return Optional.empty();
    }

    /**
     * Reads the rows of {@code keys}, lets the decision choose changes, and commits them atomically
     * if none of the rows changed meanwhile; otherwise decides again.
     *
     * @param keys no key stands twice
     * @return what the decision returned
     * @throws StoreException.Conflict if others kept winning; embedded engines never throw it
     * @throws StoreException.Unavailable if nothing was applied
     * @throws StoreException.OutcomeUnknown if the batch may or may not be durable
     */
    default <R> R update(List<RowKey> keys, Decision<R> decision) {
        return updateEach(List.of(new Update<>(keys, decision))).getFirst().get();
    }

    /**
     * Runs several updates, each atomic by itself and independent of the others, in order, and
     * waits for all of them at once. The results are in the order of the updates; a failed update
     * does not stop those after it.
     */
    <R> List<Result<R>> updateEach(List<Update<R>> updates);

    /**
     * Makes derived changes, each by itself and in no order. Only for engines whose commits reach
     * one partition; others commit such changes with what they follow from.
     *
     * <p>Of all changes that were ever told of a row the one with the highest version counts, and a
     * deletion before a put of the same version. So a change may be told again, and late, and after
     * those that followed it. When this returns, strong reads see what counts. Of rows that {@link
     * #update} put those may be deleted that wait for it ({@link WriteBatch#putWaiting}).
     *
     * @throws StoreException.Unavailable if some of them may be missing; they may also appear later
     */
    default void derive(List<WriteBatch.Change> changes) {
        throw new UnsupportedOperationException(
                "A commit of this engine reaches all rows: nothing is derived afterwards");
    }

    /**
     * Rows of a range that are to be gone.
     *
     * @param range from its beginning; all of its rows are derived ones, or wait
     * @param version the highest of a row there
     */
    record Emptying(RowRange range, long version) {
        public Emptying {
            assert range.from().length == 0 && !range.reverse() : "not from the beginning";
        }
    }

    /**
     * Deletes rows of ranges, as {@link #derive} does with a deletion of each row that there is, or
     * of which it is told later, with the version of the range. What is left of it is one mark and
     * not one for each row: so rows may come and go by the million, and readers of what is behind
     * them do not notice.
     *
     * @throws StoreException.Unavailable if some of them may still be there
     */
    default void empty(List<Emptying> ranges) {
        throw new UnsupportedOperationException(
                "A commit of this engine reaches all rows: nothing is derived afterwards");
    }

    /** The rows as they stand at this moment. The caller closes it. */
    Snapshot snapshot();

    /**
     * The counters of a space: what all committed batches added to them. Missing positions count as
     * zero, so the array may be shorter than expected.
     */
    long[] counters(int space);

    /**
     * Deletes all rows and counters of a space. Durable when it returns; the room may be reclaimed
     * later. Nobody may write to the space meanwhile.
     */
    void dropSpace(int space);

    /** The highest {@link Row#version} that was ever committed, or 0. */
    long highestVersion();

    /** How the store is. */
    StoreHealth health();

    /**
     * Finishes what is under way and lets go of files. Later calls throw {@link
     * StoreException.Unavailable}.
     */
    @Override
    void close();

    /** How one of several updates ended. */
    sealed interface Result<R> {
        /**
         * What the decision returned.
         *
         * @throws RuntimeException what the decision or the store threw
         */
        R get();

        /** Committed and durable. */
        record Done<R>(R value) implements Result<R> {
            @Override
            public R get() {
                return value;
            }
        }

        /** Thrown by the decision or the store; see the exception for what is known. */
        record Failed<R>(RuntimeException cause) implements Result<R> {
            @Override
            public R get() {
                throw cause;
            }
        }
    }
}
