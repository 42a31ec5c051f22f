package stator.expression.error;

/**
 * What kind of thing is wrong with an expression, so that one place can decide how an operation
 * reports it.
 *
 * <p>Since June 2026 AWS puts {@code "1 validation error detected: "} before what its request
 * validation finds. Evidence: captures of the conformance suite nubo-db/dynamodb-conformance
 * (2026-06-09, four regions; 2026-08-12; its error-messages tests), dynoxide's changelog 0.12.0,
 * captures of 2026-09 by exoego. What they say:
 *
 * <ul>
 *   <li>PutItem, UpdateItem and DeleteItem: the envelope stands before every family for which
 *       {@link #isRequestValidation()} holds, and before none of the others.
 *   <li>GetItem, BatchGetItem, Query, Scan and the transactions: never, all messages are bare.
 *   <li>The same captures show the envelope on PutItem and UpdateItem for mixing expressions with
 *       legacy parameters, for placeholders without expressions, and for values (empty sets, NULL
 *       false); none for updates of key attributes and type mismatches of keys.
 * </ul>
 */
public enum ExpressionError {
    /** The text is longer than 4 KB. */
    SIZE(true),
    /** The text is empty or not of the grammar. */
    SYNTAX(true),
    /** Parentheses around parentheses. */
    REDUNDANT_PARENTHESES(true),
    /** An attribute name is a reserved word. */
    RESERVED_WORD(true),
    /** Too many operators, operands, levels of nesting; a list index out of range. */
    LIMIT(true),
    /** A function that does not exist, may not stand where it does, or has too few operands. */
    FUNCTION(true),
    /** An update has two sections of the same kind. */
    SECTION(true),
    /** Two paths that overlap or conflict. */
    PATHS(true),
    /** A placeholder in the text that the request does not define. */
    UNDEFINED_PLACEHOLDER(true),
    /** An operand of a type that the operator does not take. */
    OPERAND_TYPE(true),
    /** Two operands of a condition are the same path. */
    DISTINCT_OPERANDS(true),
    /** BETWEEN with its bounds reversed, or of two types. */
    BETWEEN_BOUNDS(true),
    /** A map of placeholders that is empty or has a malformed entry. */
    PLACEHOLDERS(true),
    /** A placeholder of the request that no expression uses. */
    UNUSED_PLACEHOLDER(true),
    /** A key condition that is none, or does not fit the key. Queries have no envelope. */
    KEY_CONDITION(false),
    /** A search condition that does not fit the search schema. */
    SEARCH_CONDITION(false),
    /** A legacy condition or update that is not allowed. */
    LEGACY(true),
    /** Found while an update was applied to an item. */
    UPDATE(false);

    private final boolean requestValidation;

    ExpressionError(boolean requestValidation) {
        this.requestValidation = requestValidation;
    }

    /** Whether it is found in the request alone, without an item or a table. */
    public boolean isRequestValidation() {
        return requestValidation;
    }
}
