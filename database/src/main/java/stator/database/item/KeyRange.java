package stator.database.item;

import java.util.List;
import stator.model.AttributeValue;

/**
 * The keys that a query asks for: one partition, and there perhaps a range of sort keys.
 *
 * @param partition values of the partition key attributes, in the schema's order
 * @param sortPrefix values of leading sort key attributes that must be equal, in the schema's
 *     order; only a key with several sort attributes uses it together with {@code operator}
 * @param operator how the sort key attribute after {@code sortPrefix} is compared
 * @param operands one value; two for {@link Operator#BETWEEN}; none for {@link Operator#ANY}
 */
public record KeyRange(
        List<AttributeValue> partition,
        List<AttributeValue> sortPrefix,
        Operator operator,
        List<AttributeValue> operands) {
    public KeyRange {
        partition = List.copyOf(partition);
        sortPrefix = List.copyOf(sortPrefix);
        operands = List.copyOf(operands);
        if (operands.size() != operator.operands) {
            throw new IllegalArgumentException(operator + " has not " + operands.size());
        }
    }

    /** Comparisons of a sort key. */
    public enum Operator {
        /** No comparison: all keys. */
        ANY(0),
        EQ(1),
        LT(1),
        LE(1),
        GT(1),
        GE(1),
        /** Both ends belong to the range. */
        BETWEEN(2),
        /** Texts and binaries only. */
        BEGINS_WITH(1);

        private final int operands;

        Operator(int operands) {
            this.operands = operands;
        }
    }

    /** All keys of a partition. */
    public static KeyRange of(List<AttributeValue> partition) {
        return new KeyRange(partition, List.of(), Operator.ANY, List.of());
    }
}
