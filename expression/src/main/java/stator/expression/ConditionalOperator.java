package stator.expression;

/** How several legacy conditions are joined. */
public enum ConditionalOperator {
    AND,
    OR
}
