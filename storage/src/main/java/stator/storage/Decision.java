package stator.storage;

import java.util.List;
import java.util.Optional;

/**
 * What to write, given what is there. Pure: it may be called again with other rows when an engine
 * finds that rows changed before it could commit, and then only the last call counts.
 *
 * @param <R> what the caller wants to know of the decision
 */
@FunctionalInterface
public interface Decision<R> {
    /**
     * Decides.
     *
     * @param current the rows of the update's keys, in the order of the keys
     * @param batch takes the changes; it is empty at each call. If it stays empty, nothing is
     *     committed
     * @return the result that {@link Store#update} returns once the batch is committed. If this
     *     method throws, nothing is applied and the exception goes to the caller
     */
    R decide(List<Optional<Row>> current, WriteBatch batch);
}
