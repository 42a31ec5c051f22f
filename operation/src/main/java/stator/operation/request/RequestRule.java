package stator.operation.request;

/**
 * The families of rules about whole requests whose violations AWS reports with or without its
 * envelope. Rules about expressions and about values have their own: {@link
 * stator.expression.error.ExpressionError}, {@link stator.protocol.ValueError}.
 */
public enum RequestRule {
    /** Expressions and their legacy counterparts in one request. */
    MIXED_PARAMETERS,
    /** ExpressionAttributeNames or ExpressionAttributeValues without an expression. */
    PLACEHOLDERS_WITHOUT_EXPRESSION,
    /** A combination of legacy parameters that is not allowed. */
    LEGACY_PARAMETERS,
    /** A ReturnValues that the operation does not offer. */
    RETURN_VALUES,
    /** A Select that does not fit the other parameters. */
    SELECT
}
