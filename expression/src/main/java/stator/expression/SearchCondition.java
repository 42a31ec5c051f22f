package stator.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Operand;
import stator.expression.tree.PathNames;
import stator.expression.tree.Subject;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.ValueComparator;

/**
 * A SearchConditionExpression before it is known which search schema it is for: conditions on the
 * schema's attributes, all of which must hold, and each of which says {@code =} of another one.
 *
 * <p>AWS's developer guide lists more comparators and operators for INLINE_FILTER attributes. The
 * service refuses them (captures of nubo-db/dynoxide and others, to October 2026).
 */
public final class SearchCondition {
    private final ConditionNode node;
    private final Bindings bindings;

    SearchCondition(ConditionNode node, Bindings bindings) {
        this.node = node;
        this.bindings = bindings;
    }

    /** An attribute and a value that it is compared with. */
    public record Comparison(String attribute, AttributeValue value) {}

    /**
     * A search condition that fits its schema.
     *
     * @param hash the value of the HASH attribute, if the schema has one
     * @param comparisons all of them, so that their types can be checked
     */
    public record Fitted(
            Optional<AttributeValue> hash, Optional<Filter> filter, List<Comparison> comparisons) {}

    /** What is asked of other attributes than the HASH attribute. */
    public static final class Filter {
        private final List<ConditionNode> terms;
        private final Bindings bindings;

        private Filter(List<ConditionNode> terms, Bindings bindings) {
            this.terms = terms;
            this.bindings = bindings;
        }

        /** Whether an entry of the index meets it. */
        public boolean test(Item entry) {
            Subject subject = new Subject(entry, bindings);
            for (int i = 0; i < terms.size(); i++) {
                if (!terms.get(i).test(subject)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        PathNames names = new PathNames(bindings);
        names.addAll(node);
        return names.topLevel();
    }

    /**
     * The condition on a certain search schema.
     *
     * @param hash the name of the HASH attribute, if there is one
     * @param schema the names of all attributes
     * @throws InvalidExpressionException if it does not fit
     */
    public Fitted on(Optional<String> hash, Set<String> schema) {
        PathNames names = new PathNames(bindings);
        names.addAll(node);
        for (String name : names.topLevel()) {
            if (!schema.contains(name)) {
                throw new InvalidExpressionException(
                        ExpressionError.SEARCH_CONDITION,
                        "SearchConditionExpression must not contain any attributes that is not in"
                                + " SearchSchema. Invalid attribute: "
                                + name);
            }
        }
        if (!names.nested().isEmpty()) {
            throw invalid("SearchConditionExpression cannot have conditions on nested attributes");
        }
        Fitting fitting = new Fitting(hash);
        fitting.conjunction(node);
        return fitting.fitted();
    }

    private static InvalidExpressionException invalid(String problem) {
        return ExpressionKind.SEARCH_CONDITION.invalid(ExpressionError.SEARCH_CONDITION, problem);
    }

    private static InvalidExpressionException invalidComparator() {
        return invalid("Invalid comparator used in SearchConditionExpression");
    }

    private static InvalidExpressionException invalidOperator() {
        return invalid("Invalid operator used in SearchConditionExpression");
    }

    /** A walk through the expression. */
    private final class Fitting {
        private final Optional<String> hash;
        private final List<ConditionNode> others = new ArrayList<>();
        private final List<Comparison> comparisons = new ArrayList<>();
        private final Set<String> attributes = new HashSet<>();
        private Optional<AttributeValue> hashValue = Optional.empty();

        Fitting(Optional<String> hash) {
            this.hash = hash;
        }

        Fitted fitted() {
            if (hash.isPresent() && hashValue.isEmpty()) {
                throw new InvalidExpressionException(
                        ExpressionError.SEARCH_CONDITION,
                        "SearchConditionExpression must have all HASH attributes in configured"
                                + " SearchSchema");
            }
            Optional<Filter> filter =
                    others.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Filter(List.copyOf(others), bindings));
            return new Fitted(hashValue, filter, List.copyOf(comparisons));
        }

        void conjunction(ConditionNode node) {
            if (node instanceof ConditionNode.And and) {
                and.terms().forEach(this::conjunction);
            } else if (node instanceof ConditionNode.Comparison comparison) {
                term(comparison);
            } else {
                throw invalidOperator();
            }
        }

        private void term(ConditionNode.Comparison comparison) {
            if (comparison.comparator() != ValueComparator.EQ) {
                throw invalidComparator();
            }
            Comparison term = comparison(List.of(comparison.left(), comparison.right()));
            if (!attributes.add(term.attribute())) {
                throw invalid(
                        "SearchConditionExpression must only contain one condition per attribute");
            }
            if (hash.equals(Optional.of(term.attribute()))) {
                hashValue = Optional.of(term.value());
            } else {
                others.add(comparison);
            }
        }

        /** One attribute, compared with values. */
        private Comparison comparison(List<Operand> operands) {
            Optional<String> attribute = Optional.empty();
            List<AttributeValue> values = new ArrayList<>();
            for (Operand operand : operands) {
                switch (operand) {
                    case Operand.AtPath atPath -> {
                        if (attribute.isPresent()) {
                            throw invalidComparator();
                        }
                        attribute = Optional.of(atPath.path().topLevelName(bindings));
                    }
                    case Operand.Constant constant -> values.add(bindings.value(constant.slot()));
                    case Operand.Call call -> throw invalidOperator();
                    case Operand.Truth truth ->
                            throw new IllegalStateException("A text cannot say this");
                }
            }
            String name = attribute.orElseThrow(SearchCondition::invalidComparator);
            values.forEach(value -> comparisons.add(new Comparison(name, value)));
            return comparisons.getLast();
        }
    }
}
