package stator.expression;

import java.util.List;
import stator.model.AttributeValue;

/** One condition of Expected, KeyConditions, QueryFilter or ScanFilter. */
public record LegacyCondition(
        String attribute, ComparisonOperator operator, List<AttributeValue> operands) {
    public LegacyCondition {
        operands = List.copyOf(operands);
    }
}
