package stator.expression.key;

import java.util.List;
import stator.model.AttributeValue;

/** A range of one sort key attribute. BETWEEN has two operands, ALL none, the others one. */
public record SortRange(Operator operator, List<AttributeValue> operands) {
    /** Every value. */
    public static final SortRange ALL = new SortRange(Operator.ALL, List.of());

    /** How a sort key attribute is compared. Equality is no range, see {@link KeyCondition}. */
    public enum Operator {
        ALL(0),
        LT(1),
        LE(1),
        GT(1),
        GE(1),
        BETWEEN(2),
        BEGINS_WITH(1);

        private final int operands;

        Operator(int operands) {
            this.operands = operands;
        }
    }

    public SortRange {
        operands = List.copyOf(operands);
        if (operands.size() != operator.operands) {
            throw new IllegalArgumentException(operator + " with " + operands.size() + " operands");
        }
    }
}
