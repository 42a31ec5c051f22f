package stator.storage.memory;

import java.util.Arrays;
import stator.storage.RowKey;
import stator.storage.Token;

/**
 * A place in the order of scans: token, partition, sort.
 *
 * @param token as an unsigned number
 * @param key of the row whose place it is, whether it is there or not. Null: the place before all
 *     rows of the token
 */
record Place(long token, RowKey key) implements Comparable<Place> {
    /** The place before all others. */
    static final Place FIRST = new Place(0, null);

    /** The place of a row. */
    static Place of(RowKey key) {
        return new Place(Token.of(key.partition()), key);
    }

    @Override
    public int compareTo(Place other) {
        int order = Long.compareUnsigned(token, other.token);
        if (order == 0 && (key == null || other.key == null)) {
            return Boolean.compare(key != null, other.key != null);
        }
        if (order == 0) {
            order = Arrays.compareUnsigned(key.partition(), other.key.partition());
        }
        return order != 0 ? order : Arrays.compareUnsigned(key.sort(), other.key.sort());
    }
}
