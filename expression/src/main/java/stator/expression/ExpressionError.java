package stator.expression;

/** What kind of thing is wrong with an expression, so that a caller can decide how to report it. */
public enum ExpressionError {
    /** The text is empty, too long, or not of the grammar. */
    SYNTAX,
    /** An attribute name is a reserved word. */
    RESERVED_WORD,
    /** Limits on operators, operands, nesting, placeholders. */
    LIMIT,
    /** A placeholder in the text that the request does not define. */
    UNDEFINED_PLACEHOLDER,
    /** A placeholder of the request that no expression uses. */
    UNUSED_PLACEHOLDER,
    /** A malformed map of placeholders. */
    PLACEHOLDERS,
    /** Parentheses around parentheses. */
    REDUNDANT_PARENTHESES,
    /**
     * A function that does not exist or may not stand where it does, or the wrong count of
     * operands.
     */
    FUNCTION,
    /** An operand of a type that the operator does not take. */
    OPERAND_TYPE,
    /** Both operands of a comparison are the same path. */
    DISTINCT_OPERANDS,
    /** BETWEEN with its bounds reversed, or of two types. */
    BETWEEN_BOUNDS,
    /** Two paths that overlap or conflict. */
    PATHS,
    /** A key condition that does not fit the key. */
    KEY_CONDITION,
    /** A legacy condition or update that is not allowed. */
    LEGACY,
    /** Found while an update was applied to an item. */
    UPDATE
}
