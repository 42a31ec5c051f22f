package stator.storage;

import java.util.List;
import java.util.Set;

/**
 * One atomic read-decide-write.
 *
 * @param keys the rows that the decision depends on; no key stands twice
 */
public record Update<R>(List<RowKey> keys, Decision<R> decision) {
    public Update {
        keys = List.copyOf(keys);
        assert Set.copyOf(keys).size() == keys.size() : "A key stands twice: " + keys;
    }
}
