package stator.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.legacy.ComparisonOperator;
import stator.expression.legacy.LegacyCondition;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.model.AttributeValue;
import stator.model.ValueComparator;

/**
 * Takes a key condition apart into one condition for each attribute that it names.
 *
 * <p>Since 2026 AWS puts "Invalid KeyConditionExpression: " before the messages that speak of
 * "KeyConditionExpressions" (captured by dynoxide 0.11.2 and the conformance suite, 2026-10); the
 * others name the expression themselves.
 */
final class KeyConditionTerms {
    private final Bindings bindings;
    private final Map<String, LegacyCondition> terms = new LinkedHashMap<>();

    private KeyConditionTerms(Bindings bindings) {
        this.bindings = bindings;
    }

    static Map<String, LegacyCondition> of(ConditionNode node, Bindings bindings) {
        KeyConditionTerms terms = new KeyConditionTerms(bindings);
        terms.add(node);
        return terms.terms;
    }

    private void add(ConditionNode node) {
        switch (node) {
            case ConditionNode.And and -> and.terms().forEach(this::add);
            case ConditionNode.Or or -> throw invalidOperator("OR");
            case ConditionNode.Not not -> throw invalidOperator("NOT");
            case ConditionNode.In in -> throw invalidOperator("IN");
            case ConditionNode.Comparison comparison -> comparison(comparison);
            case ConditionNode.Between between -> {
                requireKeyFirst("BETWEEN", between.operand());
                List<Operand> operands = List.of(between.operand(), between.low(), between.high());
                term(ComparisonOperator.BETWEEN, operands);
            }
            case Operand.Call call -> {
                if (call.function() != Function.BEGINS_WITH) {
                    throw invalidOperator(call.name());
                }
                requireKeyFirst(call.name(), call.operands().getFirst());
                term(ComparisonOperator.BEGINS_WITH, call.operands());
            }
        }
    }

    private void comparison(ConditionNode.Comparison comparison) {
        if (comparison.comparator() == ValueComparator.NE) {
            throw invalidOperator("<>");
        }
        boolean keyFirst = comparison.left() instanceof Operand.AtPath;
        ValueComparator comparator =
                keyFirst ? comparison.comparator() : comparison.comparator().mirrored();
        term(operator(comparator), List.of(comparison.left(), comparison.right()));
    }

    private static ComparisonOperator operator(ValueComparator comparator) {
        return switch (comparator) {
            case EQ -> ComparisonOperator.EQ;
            case NE -> ComparisonOperator.NE;
            case LT -> ComparisonOperator.LT;
            case LE -> ComparisonOperator.LE;
            case GT -> ComparisonOperator.GT;
            case GE -> ComparisonOperator.GE;
        };
    }

    private void term(ComparisonOperator operator, List<Operand> operands) {
        Optional<String> attribute = Optional.empty();
        List<AttributeValue> values = new ArrayList<>();
        for (Operand operand : operands) {
            switch (operand) {
                case Operand.AtPath atPath -> {
                    if (attribute.isPresent()) {
                        throw invalidCondition("Multiple attribute names used in one condition");
                    }
                    if (atPath.path().isNested()) {
                        throw invalid("cannot have conditions on nested attributes");
                    }
                    attribute = Optional.of(atPath.path().topLevelName(bindings));
                }
                case Operand.Constant constant -> values.add(bindings.value(constant.slot()));
                case Operand.Call call -> throw invalid("cannot contain nested operations");
                case Operand.Truth truth ->
                        throw new IllegalStateException("A text cannot say this");
            }
        }
        String name = attribute.orElseThrow(() -> invalidCondition("No key attribute specified"));
        if (terms.containsKey(name)) {
            throw invalid("must only contain one condition per key");
        }
        terms.put(name, new LegacyCondition(name, operator, values));
    }

    private static void requireKeyFirst(String operator, Operand first) {
        if (!(first instanceof Operand.AtPath)) {
            throw invalidCondition(
                    operator + " operator must have the key attribute as its first operand");
        }
    }

    private static InvalidExpressionException invalidOperator(String operator) {
        return new InvalidExpressionException(
                ExpressionError.KEY_CONDITION,
                "Invalid operator used in KeyConditionExpression: " + operator);
    }

    private static InvalidExpressionException invalidCondition(String problem) {
        return new InvalidExpressionException(
                ExpressionError.KEY_CONDITION,
                "Invalid condition in KeyConditionExpression: " + problem);
    }

    private static InvalidExpressionException invalid(String problem) {
        return ExpressionKind.KEY_CONDITION.invalid(
                ExpressionError.KEY_CONDITION, "KeyConditionExpressions " + problem);
    }
}
