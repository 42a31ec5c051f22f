package stator.expression.key;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.legacy.LegacyCondition;
import stator.model.KeySchema;

/**
 * A KeyConditionExpression (or the legacy KeyConditions) before it is known which key it is for.
 *
 * <p>AWS checks it in three steps, between which it looks at other things: its text and operands
 * (done when there is an object of this class), that it is a conjunction of conditions on
 * attributes ({@link #requireWellFormed}), and that these fit the key ({@link #on}). For use by one
 * thread.
 */
public final class KeyConditionExpression {
    private final Supplier<Map<String, LegacyCondition>> source;

    /** One condition for each attribute; empty until it is needed. */
    private Optional<Map<String, LegacyCondition>> terms = Optional.empty();

    private KeyConditionExpression(Supplier<Map<String, LegacyCondition>> source) {
        this.source = source;
    }

    /**
     * The key condition that is stated by a text.
     *
     * @param terms is asked once, when the terms are needed: one condition for each attribute, or
     *     throws {@link InvalidExpressionException}
     */
    public static KeyConditionExpression of(Supplier<Map<String, LegacyCondition>> terms) {
        return new KeyConditionExpression(terms);
    }

    /**
     * The key condition that the legacy KeyConditions state. The conditions were {@linkplain
     * LegacyCondition#requireValid checked}.
     */
    public static KeyConditionExpression ofLegacy(List<LegacyCondition> conditions) {
        Map<String, LegacyCondition> terms = new LinkedHashMap<>();
        conditions.forEach(condition -> terms.put(condition.attribute(), condition));
        return new KeyConditionExpression(() -> terms);
    }

    /**
     * Checks what can be checked without knowing the key; {@link #on} does it too.
     *
     * @throws InvalidExpressionException if it is no conjunction of conditions on attributes
     */
    public void requireWellFormed() {
        if (terms().isEmpty()) {
            throw new InvalidExpressionException(
                    ExpressionError.KEY_CONDITION, "Conditions can be of length 1 or 2 only");
        }
    }

    /**
     * The condition on a certain table's or index's key.
     *
     * @throws InvalidExpressionException if it does not fit the key
     */
    public KeyCondition on(KeySchema key) {
        requireWellFormed();
        return new KeyConditionFit(key, terms()).fit();
    }

    /** The attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        return terms().keySet();
    }

    private Map<String, LegacyCondition> terms() {
        if (terms.isEmpty()) {
            terms = Optional.of(source.get());
        }
        return terms.get();
    }
}
