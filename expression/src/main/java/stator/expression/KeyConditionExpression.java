package stator.expression;

import java.util.List;
import stator.model.KeySchema;

/** A KeyConditionExpression (or legacy KeyConditions) before it is known which key it is for. */
public final class KeyConditionExpression {
    /** The key condition that the legacy KeyConditions state. */
    public static KeyConditionExpression ofLegacy(List<LegacyCondition> conditions) {
        throw new IllegalStateException("unfinished");
    }

    /**
     * The condition on a certain table's or index's key.
     *
     * @throws InvalidExpressionException if it does not fit the key
     */
    public KeyCondition on(KeySchema key) {
        throw new IllegalStateException("unfinished");
    }

    /** The attributes that it names, in the order of the text. */
    public java.util.Set<String> topLevelNames() {
        throw new IllegalStateException("unfinished");
    }
}
