package stator.database.commit;

import java.util.List;
import java.util.function.Predicate;
import stator.storage.Update;

/**
 * An update of a store in which items are written.
 *
 * @param writes those that its decision decides
 * @param applied whether what they decided last was committed, by what the decision returned
 */
public record Commit<R>(Update<R> update, List<PendingWrite> writes, Predicate<R> applied) {
    public Commit {
        assert !writes.isEmpty() : "A commit of no items";
    }

    void committed(R result) {
        if (applied.test(result)) {
            writes.forEach(PendingWrite::committed);
        }
    }
}
