package stator.expression.legacy;

import java.util.List;
import java.util.Optional;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeValue;

/**
 * One entry of Expected as the request gives it, with those of its members that are there: {@code
 * new LegacyExpectation("a").withExists(false).condition()}. Immutable.
 */
public final class LegacyExpectation {
    private final String attribute;
    private final Optional<Boolean> exists;
    private final Optional<AttributeValue> value;
    private final Optional<ComparisonOperator> operator;
    private final Optional<List<AttributeValue>> operands;

    /** An entry without members. */
    public LegacyExpectation(String attribute) {
        this(attribute, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private LegacyExpectation(
            String attribute,
            Optional<Boolean> exists,
            Optional<AttributeValue> value,
            Optional<ComparisonOperator> operator,
            Optional<List<AttributeValue>> operands) {
        this.attribute = attribute;
        this.exists = exists;
        this.value = value;
        this.operator = operator;
        this.operands = operands;
    }

    /** With the member Exists. */
    public LegacyExpectation withExists(boolean newExists) {
        return new LegacyExpectation(attribute, Optional.of(newExists), value, operator, operands);
    }

    /** With the member Value. */
    public LegacyExpectation withValue(AttributeValue newValue) {
        return new LegacyExpectation(attribute, exists, Optional.of(newValue), operator, operands);
    }

    /** With the member ComparisonOperator. */
    public LegacyExpectation withOperator(ComparisonOperator newOperator) {
        return new LegacyExpectation(attribute, exists, value, Optional.of(newOperator), operands);
    }

    /** With the member AttributeValueList. */
    public LegacyExpectation withOperands(List<AttributeValue> newOperands) {
        return new LegacyExpectation(
                attribute, exists, value, operator, Optional.of(List.copyOf(newOperands)));
    }

    /**
     * The condition that the entry states, checked.
     *
     * @throws InvalidExpressionException if its members do not go together
     */
    public LegacyCondition condition() {
        if (operands.isPresent() && value.isPresent()) {
            throw invalid("Value and AttributeValueList cannot be used together for Attribute: ");
        }
        LegacyCondition condition = operator.map(this::comparison).orElseGet(this::existence);
        condition.requireValid();
        return condition;
    }

    private LegacyCondition comparison(ComparisonOperator comparison) {
        if (exists.isPresent()) {
            throw invalid("Exists and ComparisonOperator cannot be used together for Attribute: ");
        }
        if (comparison != ComparisonOperator.NULL
                && comparison != ComparisonOperator.NOT_NULL
                && operands.isEmpty()
                && value.isEmpty()) {
            throw invalid(
                    "Value or AttributeValueList must be used with ComparisonOperator: "
                            + comparison
                            + " for Attribute: ");
        }
        return new LegacyCondition(
                attribute, comparison, operands.orElse(value.map(List::of).orElse(List.of())));
    }

    private LegacyCondition existence() {
        if (operands.isPresent()) {
            throw invalid(
                    "AttributeValueList can only be used with a ComparisonOperator for Attribute: ");
        }
        if (exists.orElse(true)) {
            if (value.isEmpty()) {
                throw invalid(
                        "Value must be provided when Exists is "
                                + exists.map(Object::toString).orElse("null")
                                + " for Attribute: ");
            }
            return new LegacyCondition(attribute, ComparisonOperator.EQ, List.of(value.get()));
        }
        if (value.isPresent()) {
            throw invalid("Value cannot be used when Exists is false for Attribute: ");
        }
        return new LegacyCondition(attribute, ComparisonOperator.NULL, List.of());
    }

    private InvalidExpressionException invalid(String problem) {
        return LegacyCondition.invalid(problem + attribute);
    }
}
