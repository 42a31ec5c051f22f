package stator.database.item;

import java.util.List;

/**
 * How a transaction ended.
 *
 * @param applied whether all writes were applied. If not, none was: at least one result is rejected
 *     or failed, and the others tell what would have been
 * @param results in the order of the writes
 */
public record WriteOutcomes(boolean applied, List<WriteResult> results) {
    public WriteOutcomes {
        results = List.copyOf(results);
        assert applied == results.stream().allMatch(WriteOutcomes::isApplied)
                : "Neither all nor none: " + results;
    }

    private static boolean isApplied(WriteResult result) {
        return result instanceof WriteResult.Done done
                && done.outcome() instanceof WriteOutcome.Applied;
    }
}
