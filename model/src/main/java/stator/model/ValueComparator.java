package stator.model;

import java.util.Arrays;
import java.util.Optional;

/** How two values are compared in expressions and statements. */
public enum ValueComparator {
    EQ("="),
    NE("<>"),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String spelling;

    ValueComparator(String spelling) {
        this.spelling = spelling;
    }

    /** The comparator of that spelling. */
    public static Optional<ValueComparator> of(String spelling) {
        return Arrays.stream(values()).filter(known -> known.spelling.equals(spelling)).findFirst();
    }

    /** Whether it holds; values of different types have no order. */
    public boolean test(AttributeValue left, AttributeValue right) {
        return switch (this) {
            case EQ -> left.equals(right);
            case NE -> !left.equals(right);
            case LT -> isOrdered(left, right) && left.compareScalar(right) < 0;
            case LE -> isOrdered(left, right) && left.compareScalar(right) <= 0;
            case GT -> isOrdered(left, right) && left.compareScalar(right) > 0;
            case GE -> isOrdered(left, right) && left.compareScalar(right) >= 0;
        };
    }

    /** The comparator that means the same with its operands exchanged. */
    public ValueComparator mirrored() {
        return switch (this) {
            case EQ, NE -> this;
            case LT -> GT;
            case LE -> GE;
            case GT -> LT;
            case GE -> LE;
        };
    }

    /** Whether it asks which value is greater, not only whether they are equal. */
    public boolean ordersValues() {
        return this != EQ && this != NE;
    }

    private static boolean isOrdered(AttributeValue left, AttributeValue right) {
        AttributeType type = left.type();
        return type == right.type() && type.isScalarKey();
    }

    @Override
    public String toString() {
        return spelling;
    }
}
