package stator.expression.legacy;

import java.util.List;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeType;
import stator.model.AttributeValue;

/** One condition of Expected, KeyConditions, QueryFilter or ScanFilter. */
public record LegacyCondition(
        String attribute, ComparisonOperator operator, List<AttributeValue> operands) {
    public LegacyCondition {
        operands = List.copyOf(operands);
    }

    /**
     * Checks the number and the types of the operands.
     *
     * @throws InvalidExpressionException if the operator does not take them
     */
    public void requireValid() {
        if (!operator.takesOperands(operands.size())) {
            throw invalid(
                    "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
        }
        for (AttributeValue operand : operands) {
            if (operand.type() != operands.getFirst().type()) {
                throw invalid("AttributeValues inside AttributeValueList must be of same type");
            }
        }
        for (AttributeValue operand : operands) {
            requireType(operand.type());
        }
        if (operator == ComparisonOperator.BETWEEN
                && operands.getFirst().compareScalar(operands.getLast()) > 0) {
            throw new InvalidExpressionException(
                    ExpressionError.LEGACY,
                    "The BETWEEN condition was provided a range where the lower bound is greater"
                            + " than the upper bound");
        }
    }

    private void requireType(AttributeType type) {
        if (!operator.takes(type)) {
            throw invalid(
                    "ComparisonOperator "
                            + operator
                            + " is not valid for "
                            + type
                            + " AttributeValue type");
        }
    }

    static InvalidExpressionException invalid(String problem) {
        return new InvalidExpressionException(
                ExpressionError.LEGACY, "One or more parameter values were invalid: " + problem);
    }
}
