package stator.database.item;

import java.util.List;

/** How a transaction with an {@link IdempotencyToken} ended. */
public sealed interface TransactionOutcome {
    /** It was decided now, and applied or not. */
    record Decided(WriteOutcomes outcomes) implements TransactionOutcome {}

    /**
     * It was applied before, under the same token, and not again.
     *
     * @param itemBytes for each write the size of the larger of the images before and after, as
     *     they were then
     */
    record Repeated(List<Integer> itemBytes) implements TransactionOutcome {}

    /** Another transaction was applied under the same token. Nothing changed. */
    record Mismatched() implements TransactionOutcome {}

    /** One with the same token is being applied at this moment. Nothing changed. */
    record InProgress() implements TransactionOutcome {}
}
