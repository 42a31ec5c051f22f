package stator.expression;

import java.util.List;
import java.util.Set;
import stator.expression.legacy.ConditionalOperator;
import stator.expression.legacy.LegacyCondition;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.PathNames;
import stator.expression.tree.Subject;
import stator.expression.tree.Weight;
import stator.model.Item;
import stator.model.LongWork;

/** A condition or filter, bound to its values: a predicate on items. Immutable. */
public final class Condition {
    private final ConditionNode node;
    private final Bindings bindings;

    /** Null until somebody asks; made twice if two ask at once. */
    private Weight weight;

    Condition(ConditionNode node, Bindings bindings) {
        this.node = node;
        this.bindings = bindings;
    }

    /**
     * The condition that Expected, QueryFilter or ScanFilter state; without conditions it is always
     * met. The conditions were {@linkplain LegacyCondition#requireValid checked}.
     */
    public static Condition ofLegacy(
            List<LegacyCondition> conditions, ConditionalOperator operator) {
        return LegacyTranslation.condition(conditions, operator);
    }

    /** Whether {@code item} meets it; an item that is not there is {@link Item#EMPTY}. */
    public boolean test(Item item) {
        return LongWork.test(units(item), () -> node.test(new Subject(item, bindings)));
    }

    /** About how many bytes {@link #test} looks at, at most. */
    public long units(Item item) {
        if (weight == null) {
            weight = Weight.of(node, bindings);
        }
        return weight.operators() * (long) item.documentBytes() + weight.searchedBytes();
    }

    /** The top-level attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        return names().topLevel();
    }

    /** Those of {@link #topLevelNames()} that it looks into ({@code a.b}, {@code a[0]}). */
    public Set<String> nestedNames() {
        return names().nested();
    }

    private PathNames names() {
        PathNames names = new PathNames(bindings);
        names.addAll(node);
        return names;
    }
}
