package stator.storage;

import java.util.List;

/**
 * One atomic read-decide-write.
 *
 * @param keys the rows that the decision depends on; no key stands twice
 */
public record Update<R>(List<RowKey> keys, Decision<R> decision) {
    public Update {
        keys = List.copyOf(keys);
    }
}
