package stator.expression;

/** The operators of the legacy conditions, by the names of the API. */
public enum ComparisonOperator {
    EQ,
    NE,
    IN,
    LE,
    LT,
    GE,
    GT,
    BETWEEN,
    NOT_NULL,
    NULL,
    CONTAINS,
    NOT_CONTAINS,
    BEGINS_WITH
}
