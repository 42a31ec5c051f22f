package stator.expression;

import java.util.List;
import stator.model.AttributeValue;

/**
 * One entry of AttributeUpdates; {@code value} has one element, or none if the request gives none.
 */
public record LegacyUpdate(String attribute, Action action, List<AttributeValue> value) {
    /** What is done with the attribute. */
    public enum Action {
        PUT,
        ADD,
        DELETE
    }

    public LegacyUpdate {
        value = List.copyOf(value);
    }
}
