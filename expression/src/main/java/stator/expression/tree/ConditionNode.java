package stator.expression.tree;

import java.util.List;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.ValueComparator;

/**
 * A predicate on items, as parsed. Comparing with something that the item does not have, or values
 * of different types, is false, except that such values are unequal.
 */
public sealed interface ConditionNode extends Node
        permits ConditionNode.And,
                ConditionNode.Or,
                ConditionNode.Not,
                ConditionNode.Comparison,
                ConditionNode.Between,
                ConditionNode.In,
                Operand.Call {
    /** Whether the item meets it. */
    boolean test(Subject subject);

    /** All of several. */
    record And(List<ConditionNode> terms) implements ConditionNode {
        public And {
            terms = List.copyOf(terms);
        }

        @Override
        public boolean test(Subject subject) {
            for (int i = 0; i < terms.size(); i++) {
                if (!terms.get(i).test(subject)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One of several. */
    record Or(List<ConditionNode> terms) implements ConditionNode {
        public Or {
            terms = List.copyOf(terms);
        }

        @Override
        public boolean test(Subject subject) {
            for (int i = 0; i < terms.size(); i++) {
                if (terms.get(i).test(subject)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The opposite. */
    record Not(ConditionNode term) implements ConditionNode {
        @Override
        public boolean test(Subject subject) {
            return !term.test(subject);
        }
    }

    /** Two operands compared. */
    record Comparison(ValueComparator comparator, Operand left, Operand right)
            implements ConditionNode {
        @Override
        public boolean test(Subject subject) {
            Optional<AttributeValue> leftValue = left.value(subject);
            Optional<AttributeValue> rightValue = right.value(subject);
            if (leftValue.isEmpty() || rightValue.isEmpty()) {
                return comparator == ValueComparator.NE;
            }
            return comparator.test(leftValue.get(), rightValue.get());
        }
    }

    /** An operand within bounds, which belong to the range. */
    record Between(Operand operand, Operand low, Operand high) implements ConditionNode {
        @Override
        public boolean test(Subject subject) {
            Optional<AttributeValue> value = operand.value(subject);
            Optional<AttributeValue> lowValue = low.value(subject);
            Optional<AttributeValue> highValue = high.value(subject);
            return value.isPresent()
                    && lowValue.isPresent()
                    && highValue.isPresent()
                    && ValueComparator.GE.test(value.get(), lowValue.get())
                    && ValueComparator.LE.test(value.get(), highValue.get());
        }
    }

    /** An operand equal to one of several. */
    record In(Operand operand, List<Operand> candidates) implements ConditionNode {
        /** Most candidates. */
        public static final int CANDIDATES_MAX = 100;

        public In {
            candidates = List.copyOf(candidates);
        }

        @Override
        public boolean test(Subject subject) {
            Optional<AttributeValue> value = operand.value(subject);
            if (value.isEmpty()) {
                return false;
            }
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).value(subject).equals(value)) {
                    return true;
                }
            }
            return false;
        }
    }
}
