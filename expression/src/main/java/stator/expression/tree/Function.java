package stator.expression.tree;

/** The functions of expressions, by their names, which are lower case. */
public enum Function {
    ATTRIBUTE_EXISTS("attribute_exists", 1, Place.CONDITION),
    ATTRIBUTE_NOT_EXISTS("attribute_not_exists", 1, Place.CONDITION),
    ATTRIBUTE_TYPE("attribute_type", 2, Place.CONDITION),
    BEGINS_WITH("begins_with", 2, Place.CONDITION),
    CONTAINS("contains", 2, Place.CONDITION),
    SIZE("size", 1, Place.OPERAND),
    IF_NOT_EXISTS("if_not_exists", 2, Place.UPDATE),
    LIST_APPEND("list_append", 2, Place.UPDATE),
    /** A function that does not exist; known only until the text is checked. */
    UNKNOWN("", 0, Place.NOWHERE);

    /** Where a function may stand. */
    public enum Place {
        /** As a condition of its own. */
        CONDITION,
        /** As an operand in a condition. */
        OPERAND,
        /** In the SET section of an update. */
        UPDATE,
        NOWHERE
    }

    private final String spelling;
    private final int operands;
    private final Place place;

    Function(String spelling, int operands, Place place) {
        this.spelling = spelling;
        this.operands = operands;
        this.place = place;
    }

    public static Function of(String spelling) {
        for (Function function : values()) {
            if (function.spelling.equals(spelling)) {
                return function;
            }
        }
        return UNKNOWN;
    }

    public int operands() {
        return operands;
    }

    public Place place() {
        return place;
    }

    /**
     * Whether the first operand must be a path. That of attribute_type may be a value, too
     * (recorded).
     */
    public boolean requiresPath() {
        return switch (this) {
            case ATTRIBUTE_EXISTS, ATTRIBUTE_NOT_EXISTS, IF_NOT_EXISTS -> true;
            case ATTRIBUTE_TYPE, BEGINS_WITH, CONTAINS, SIZE, LIST_APPEND, UNKNOWN -> false;
        };
    }

    @Override
    public String toString() {
        return spelling;
    }
}
