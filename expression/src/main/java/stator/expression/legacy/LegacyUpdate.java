package stator.expression.legacy;

import java.util.List;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeType;
import stator.model.AttributeValue;

/**
 * One entry of AttributeUpdates. {@code value} has one element, or none if the request gives none;
 * an entry without Action is a PUT.
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
        if (value.size() > 1) {
            throw new IllegalArgumentException("An update has one value at most");
        }
    }

    /**
     * Checks that the action takes the value.
     *
     * @throws InvalidExpressionException if it does not
     */
    public void requireValid() {
        if (value.isEmpty()) {
            if (action != Action.DELETE) {
                throw LegacyCondition.invalid(
                        "Only DELETE action is allowed when no attribute value is specified");
            }
            return;
        }
        AttributeType type = value.getFirst().type();
        if (action == Action.DELETE && !type.isSet()) {
            throw LegacyCondition.invalid(
                    "DELETE action with value is not supported for the type " + type);
        }
        if (action == Action.ADD
                && type != AttributeType.N
                && type != AttributeType.L
                && !type.isSet()) {
            throw LegacyCondition.invalid("ADD action is not supported for the type " + type);
        }
    }
}
