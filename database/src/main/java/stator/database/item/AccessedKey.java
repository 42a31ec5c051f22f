package stator.database.item;

import java.util.List;

/**
 * A key that was accessed often.
 *
 * @param values of its attributes, as text; binary ones in Base64
 * @param count how often, at least
 * @param error how often more, at most
 */
public record AccessedKey(List<String> values, long count, long error) {
    public AccessedKey {
        values = List.copyOf(values);
        assert !values.isEmpty() : "A key of no attributes";
        assert count > 0 && error >= 0 : count + " accesses, error " + error;
    }
}
