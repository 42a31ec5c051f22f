package stator.expression;

/** Parsed expressions by their text, bounded; for use by many threads. */
public final class ExpressionCache {
    /** A cache of at most {@code entriesMax} expressions. */
    public ExpressionCache(int entriesMax) {}
}
