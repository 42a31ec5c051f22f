package stator.expression;

import java.util.Map;
import stator.model.Item;

/**
 * One request's placeholders, and the place where its expressions are bound to them. It remembers
 * which placeholders were used. For use by one thread.
 */
public final class ExpressionContext {
    /**
     * @param names placeholder ({@code "#n"}) to attribute name, or null if the request has no
     *     ExpressionAttributeNames
     * @param values a document whose attribute names are the placeholders ({@code ":v"}), or null
     *     if the request has no ExpressionAttributeValues
     * @throws InvalidExpressionException if a map is there but empty, or has a malformed key
     */
    public ExpressionContext(ExpressionCache cache, Map<String, String> names, Item values) {}

    /** A ConditionExpression. */
    public Condition condition(String text) {
        throw new IllegalStateException("unfinished");
    }

    /** A FilterExpression. */
    public Condition filter(String text) {
        throw new IllegalStateException("unfinished");
    }

    /** A KeyConditionExpression; {@link KeyConditionExpression#on} then fits it to a key. */
    public KeyConditionExpression keyCondition(String text) {
        throw new IllegalStateException("unfinished");
    }

    /** A ProjectionExpression. */
    public Projection projection(String text) {
        throw new IllegalStateException("unfinished");
    }

    /** An UpdateExpression. */
    public UpdateExpression update(String text) {
        throw new IllegalStateException("unfinished");
    }

    /**
     * To be called after all expressions of the request were bound.
     *
     * @throws InvalidExpressionException if a placeholder was not used by any
     */
    public void requireAllUsed() {
        throw new IllegalStateException("unfinished");
    }
}
