package stator.expression;

import java.util.List;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;

/**
 * A predicate on items, as parsed. Comparing with something that the item does not have, or values
 * of different types, is false, except that such values are unequal.
 */
sealed interface ConditionNode extends Node
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
    record Comparison(Comparator comparator, Operand left, Operand right) implements ConditionNode {
        @Override
        public boolean test(Subject subject) {
            Optional<AttributeValue> leftValue = left.value(subject);
            Optional<AttributeValue> rightValue = right.value(subject);
            if (leftValue.isEmpty() || rightValue.isEmpty()) {
                return comparator == Comparator.NE;
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
                    && Comparator.GE.test(value.get(), lowValue.get())
                    && Comparator.LE.test(value.get(), highValue.get());
        }
    }

    /** An operand equal to one of several. */
    record In(Operand operand, List<Operand> candidates) implements ConditionNode {
        /** Most candidates. */
        static final int CANDIDATES_MAX = 100;

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

    /** How two values are compared. */
    enum Comparator {
        EQ("="),
        NE("<>"),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">=");

        private final String spelling;

        Comparator(String spelling) {
            this.spelling = spelling;
        }

        /** The comparator that a token stands for. */
        static Optional<Comparator> of(Tokens.Kind token) {
            return switch (token) {
                case EQ -> Optional.of(EQ);
                case NE -> Optional.of(NE);
                case LT -> Optional.of(LT);
                case LE -> Optional.of(LE);
                case GT -> Optional.of(GT);
                case GE -> Optional.of(GE);
                case WORD,
                        NAME,
                        VALUE,
                        INDEX,
                        OPEN,
                        CLOSE,
                        OPEN_BRACKET,
                        CLOSE_BRACKET,
                        DOT,
                        COMMA,
                        PLUS,
                        MINUS,
                        OTHER,
                        END ->
                        Optional.empty();
            };
        }

        boolean test(AttributeValue left, AttributeValue right) {
            return switch (this) {
                case EQ -> left.equals(right);
                case NE -> !left.equals(right);
                case LT -> isOrdered(left, right) && left.compareScalar(right) < 0;
                case LE -> isOrdered(left, right) && left.compareScalar(right) <= 0;
                case GT -> isOrdered(left, right) && left.compareScalar(right) > 0;
                case GE -> isOrdered(left, right) && left.compareScalar(right) >= 0;
            };
        }

        /** The comparator that means the same with its operands exchanged. */
        Comparator mirrored() {
            return switch (this) {
                case EQ, NE -> this;
                case LT -> GT;
                case LE -> GE;
                case GT -> LT;
                case GE -> LE;
            };
        }

        boolean ordersValues() {
            return this != EQ && this != NE;
        }

        private static boolean isOrdered(AttributeValue left, AttributeValue right) {
            AttributeType type = left.type();
            return type == right.type() && type.isScalarKey();
        }

        @Override
        public String toString() {
            return spelling;
        }
    }
}
