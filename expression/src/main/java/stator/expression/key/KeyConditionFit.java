package stator.expression.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.legacy.ComparisonOperator;
import stator.expression.legacy.LegacyCondition;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/** Fits the conditions of a query to a key. */
final class KeyConditionFit {
    private final KeySchema key;
    private final Map<String, LegacyCondition> terms;

    KeyConditionFit(KeySchema key, Map<String, LegacyCondition> terms) {
        this.key = key;
        this.terms = terms;
    }

    KeyCondition fit() {
        int attributes = key.partition().size() + key.sort().size();
        if (terms.size() > attributes) {
            throw invalid(
                    "The number of query conditions ("
                            + terms.size()
                            + ") exceeds the number of key attributes defined in the schema ("
                            + attributes
                            + ")");
        }
        List<AttributeValue> partition = new ArrayList<>();
        for (KeyAttribute attribute : key.partition()) {
            partition.add(partitionValue(attribute));
        }
        return sorted(partition);
    }

    private AttributeValue partitionValue(KeyAttribute attribute) {
        LegacyCondition term = terms.get(attribute.name());
        if (term == null) {
            throw missed(attribute);
        }
        requireFit(attribute, term);
        if (term.operator() != ComparisonOperator.EQ) {
            throw invalid("Query key condition not supported");
        }
        return term.operands().getFirst();
    }

    private KeyCondition sorted(List<AttributeValue> partition) {
        requireNoGap();
        List<AttributeValue> prefix = new ArrayList<>();
        SortRange range = SortRange.ALL;
        for (KeyAttribute attribute : key.sort()) {
            LegacyCondition term = terms.get(attribute.name());
            if (term == null) {
                break;
            }
            requireFit(attribute, term);
            if (term.operator() == ComparisonOperator.EQ) {
                prefix.add(term.operands().getFirst());
            } else {
                range = new SortRange(rangeOperator(term.operator()), term.operands());
            }
        }
        return new KeyCondition(partition, prefix, range);
    }

    /**
     * Conditions on sort attributes are on the first of them, and all but the last are equalities.
     * There are none on other attributes.
     */
    private void requireNoGap() {
        List<KeyAttribute> attributes = key.sort();
        int last = -1;
        int named = 0;
        for (int i = 0; i < attributes.size(); i++) {
            if (terms.containsKey(attributes.get(i).name())) {
                last = i;
                named++;
            }
        }
        if (key.partition().size() + named < terms.size()) {
            throw attributes.stream()
                    .filter(attribute -> !terms.containsKey(attribute.name()))
                    .findFirst()
                    .map(KeyConditionFit::missed)
                    .orElseGet(() -> invalid("Query key condition not supported"));
        }
        List<String> unequal = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            LegacyCondition term = terms.get(attributes.get(i).name());
            if (term == null || term.operator() != ComparisonOperator.EQ) {
                unequal.add(attributes.get(i).name());
            }
        }
        if (!unequal.isEmpty()) {
            throw invalid(
                    "RANGE key attributes "
                            + String.join(", ", unequal)
                            + " must have equality conditions specified in the query because a"
                            + " condition is present on key attribute "
                            + attributes.get(last).name());
        }
    }

    private static void requireFit(KeyAttribute attribute, LegacyCondition term) {
        switch (term.operator()) {
            case NULL, NOT_NULL, NE, CONTAINS, NOT_CONTAINS, IN ->
                    throw invalid("Attempted conditional constraint is not an indexable operation");
            case EQ, LT, LE, GT, GE, BETWEEN, BEGINS_WITH -> {}
        }
        for (AttributeValue value : term.operands()) {
            if (value.type() != attribute.type()) {
                throw invalid(
                        "One or more parameter values were invalid: Condition parameter type does"
                                + " not match schema type");
            }
            if (value.type() != AttributeType.N && value.binaryLength() == 0) {
                throw invalid(
                        "One or more parameter values are not valid. The AttributeValue for a key"
                                + " attribute cannot contain an empty "
                                + (value.type() == AttributeType.S ? "string" : "binary")
                                + " value. Key: "
                                + attribute.name());
            }
        }
    }

    private static SortRange.Operator rangeOperator(ComparisonOperator operator) {
        return switch (operator) {
            case LT -> SortRange.Operator.LT;
            case LE -> SortRange.Operator.LE;
            case GT -> SortRange.Operator.GT;
            case GE -> SortRange.Operator.GE;
            case BETWEEN -> SortRange.Operator.BETWEEN;
            case BEGINS_WITH -> SortRange.Operator.BEGINS_WITH;
            case EQ, NE, IN, NOT_NULL, NULL, CONTAINS, NOT_CONTAINS ->
                    throw new IllegalStateException(operator + " is no range");
        };
    }

    private static InvalidExpressionException missed(KeyAttribute attribute) {
        return invalid("Query condition missed key schema element: " + attribute.name());
    }

    private static InvalidExpressionException invalid(String message) {
        return new InvalidExpressionException(ExpressionError.KEY_CONDITION, message);
    }
}
