package stator.expression.legacy;

import java.util.EnumSet;
import java.util.Set;
import stator.model.AttributeType;

/** The operators of the legacy conditions, by the names of the API. */
public enum ComparisonOperator {
    EQ(1, 1, EnumSet.allOf(AttributeType.class)),
    NE(1, 1, EnumSet.allOf(AttributeType.class)),
    IN(1, Integer.MAX_VALUE, Types.ORDERED),
    LE(1, 1, Types.ORDERED),
    LT(1, 1, Types.ORDERED),
    GE(1, 1, Types.ORDERED),
    GT(1, 1, Types.ORDERED),
    BETWEEN(2, 2, Types.ORDERED),
    NOT_NULL(0, 0, Types.NONE),
    NULL(0, 0, Types.NONE),
    CONTAINS(1, 1, Types.SCALAR),
    NOT_CONTAINS(1, 1, Types.SCALAR),
    BEGINS_WITH(1, 1, EnumSet.of(AttributeType.S, AttributeType.B));

    private static final class Types {
        static final Set<AttributeType> NONE = EnumSet.noneOf(AttributeType.class);
        static final Set<AttributeType> ORDERED =
                EnumSet.of(AttributeType.S, AttributeType.N, AttributeType.B);
        static final Set<AttributeType> SCALAR =
                EnumSet.of(
                        AttributeType.S,
                        AttributeType.N,
                        AttributeType.B,
                        AttributeType.BOOL,
                        AttributeType.NULL);
    }

    private final int operandsMin;
    private final int operandsMax;
    private final Set<AttributeType> types;

    ComparisonOperator(int operandsMin, int operandsMax, Set<AttributeType> types) {
        this.operandsMin = operandsMin;
        this.operandsMax = operandsMax;
        this.types = types;
    }

    boolean takesOperands(int count) {
        return count >= operandsMin && count <= operandsMax;
    }

    boolean takes(AttributeType type) {
        return types.contains(type);
    }
}
