package stator.expression.legacy;

/** How several legacy conditions are joined. */
public enum ConditionalOperator {
    AND,
    OR
}
