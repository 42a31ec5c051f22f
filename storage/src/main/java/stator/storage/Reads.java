package stator.storage;

import java.util.List;
import java.util.Optional;

/**
 * Reading rows: what a {@link Store} shows of them, to those who may wait and those who may not.
 */
public interface Reads {
    /** The row under a key. */
    Optional<Row> get(RowKey key, Consistency consistency);

    /** The rows under some keys as they stood at one moment, in the order of the keys. */
    List<Optional<Row>> getAll(List<RowKey> keys);

    /**
     * Shows the rows of a range, in order, until the visitor has enough. The visitor must not call
     * the store.
     */
    void range(RowRange range, Consistency consistency, RowVisitor visitor);

    /**
     * Shows the rows of a scan, in order, until the visitor has enough. The visitor must not call
     * the store.
     */
    void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor);

    /**
     * What was to be read {@linkplain Store#atOnce at once} can only be had by waiting. Nothing is
     * wrong with it: whoever may wait asks the store itself.
     */
    final class NotAtOnceException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotAtOnceException() {
            super("To be read by those who may wait", null, false, false);
        }
    }
}
