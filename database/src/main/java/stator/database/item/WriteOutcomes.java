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
    }
}
