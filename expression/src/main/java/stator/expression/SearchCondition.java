package stator.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * A SearchConditionExpression before it is known which search schema it is for: a boolean
 * combination of conditions on the schema's attributes, each compared with values of the request.
 * The HASH attribute of the schema takes {@code =} only, and only as a term of the outermost
 * conjunction.
 *
 * <p>The AWS developer guide's reference of SearchConditionExpression says so, and the model. In
 * August 2026 the service still refused every comparator but {@code =} for all attributes; the
 * words are from then (captured by nubo-db/dynoxide and others).
 */
public final class SearchCondition {
    /** How many conditions besides that on the HASH attribute; ExtendDB has the words. */
    private static final int CONDITIONS_MAX = 20;

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
        private Optional<AttributeValue> hashValue = Optional.empty();
        private int conditions;

        Fitting(Optional<String> hash) {
            this.hash = hash;
        }

        Fitted fitted() {
            if (conditions > CONDITIONS_MAX) {
                throw invalid(
                        "SearchConditionExpression cannot have more than 1 partition key and more"
                                + " than "
                                + CONDITIONS_MAX
                                + " inline filter key attributes");
            }
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
            } else if (node instanceof ConditionNode.Comparison comparison
                    && isOnHash(List.of(comparison.left(), comparison.right()))) {
                hash(comparison);
            } else {
                condition(node);
                others.add(node);
            }
        }

        private boolean isOnHash(List<Operand> operands) {
            return operands.stream()
                    .anyMatch(operand ->
                            operand instanceof Operand.AtPath atPath
                                    && hash.equals(
                                            Optional.of(atPath.path().topLevelName(bindings))));
        }

        private void hash(ConditionNode.Comparison comparison) {
            if (comparison.comparator() != ConditionNode.Comparator.EQ) {
                throw invalidComparator();
            }
            Comparison term = comparison(List.of(comparison.left(), comparison.right()));
            if (hashValue.isPresent()) {
                throw invalid(
                        "SearchConditionExpression must only contain one condition per attribute");
            }
            hashValue = Optional.of(term.value());
        }

        private void condition(ConditionNode node) {
            switch (node) {
                case ConditionNode.And and -> and.terms().forEach(this::condition);
                case ConditionNode.Or or -> or.terms().forEach(this::condition);
                case ConditionNode.Not not -> condition(not.term());
                case ConditionNode.Comparison comparison ->
                        onFilter(List.of(comparison.left(), comparison.right()));
                case ConditionNode.Between between ->
                        onFilter(List.of(between.operand(), between.low(), between.high()));
                case ConditionNode.In in -> {
                    List<Operand> operands = new ArrayList<>(List.of(in.operand()));
                    operands.addAll(in.candidates());
                    onFilter(operands);
                }
                case Operand.Call call -> call(call);
            }
        }

        private void call(Operand.Call call) {
            switch (call.function()) {
                case BEGINS_WITH, CONTAINS -> onFilter(call.operands());
                case ATTRIBUTE_EXISTS, ATTRIBUTE_NOT_EXISTS -> {
                    conditions++;
                    if (isOnHash(call.operands())) {
                        throw invalidOperator();
                    }
                }
                case ATTRIBUTE_TYPE, SIZE, IF_NOT_EXISTS, LIST_APPEND, UNKNOWN ->
                        throw invalidOperator();
            }
        }

        private void onFilter(List<Operand> operands) {
            conditions++;
            if (isOnHash(operands)) {
                throw invalidOperator();
            }
            comparison(operands);
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
