package stator.expression;

import java.util.List;
import java.util.Set;
import stator.model.Item;

/** A condition or filter, bound to its values: a predicate on items. Immutable. */
public final class Condition {
    /**
     * The condition that Expected, QueryFilter or ScanFilter state.
     *
     * @throws InvalidExpressionException if an operator has the wrong number or type of operands
     */
    public static Condition ofLegacy(
            List<LegacyCondition> conditions, ConditionalOperator operator) {
        throw new IllegalStateException("unfinished");
    }

    /** Whether {@code item} meets it; an item that is not there is {@link Item#EMPTY}. */
    public boolean test(Item item) {
        throw new IllegalStateException("unfinished");
    }

    /** The top-level attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        throw new IllegalStateException("unfinished");
    }
}
