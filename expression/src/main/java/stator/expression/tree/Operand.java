package stator.expression.tree;

import java.util.List;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;

/** What a comparison, a function or an assignment takes. */
public sealed interface Operand extends Node {
    /** The value that it has in a condition on an item; none if the item has none. */
    Optional<AttributeValue> value(Subject subject);

    /** The type that it has whatever the item is, if that is known. */
    Optional<AttributeType> staticType(Bindings bindings);

    /** What stands at a path of the item. */
    record AtPath(DocumentPath path) implements Operand {
        @Override
        public Optional<AttributeValue> value(Subject subject) {
            return subject.find(path);
        }

        @Override
        public Optional<AttributeType> staticType(Bindings bindings) {
            return Optional.empty();
        }
    }

    /** A value of the request. */
    record Constant(int slot) implements Operand {
        @Override
        public Optional<AttributeValue> value(Subject subject) {
            return Optional.of(subject.bindings().value(slot));
        }

        @Override
        public Optional<AttributeType> staticType(Bindings bindings) {
            return Optional.of(bindings.value(slot).type());
        }
    }

    /** Whether a condition holds, as a boolean. Texts cannot say it, PartiQL can; it is checked. */
    record Truth(ConditionNode condition) implements Operand {
        @Override
        public Optional<AttributeValue> value(Subject subject) {
            return Optional.of(AttributeValue.bool(condition.test(subject)));
        }

        @Override
        public Optional<AttributeType> staticType(Bindings bindings) {
            return Optional.of(AttributeType.BOOL);
        }
    }

    /** The result of a function; {@code name} is as the text spells it. */
    record Call(Function function, String name, List<Operand> operands)
            implements Operand, ConditionNode {
        public Call {
            operands = List.copyOf(operands);
        }

        @Override
        public Optional<AttributeValue> value(Subject subject) {
            if (function != Function.SIZE) {
                throw new IllegalStateException(function + " is no operand of a condition");
            }
            return subject.size(operands.getFirst());
        }

        @Override
        public Optional<AttributeType> staticType(Bindings bindings) {
            return function == Function.SIZE ? Optional.of(AttributeType.N) : Optional.empty();
        }

        @Override
        public boolean test(Subject subject) {
            Optional<AttributeValue> first = operands.getFirst().value(subject);
            return switch (function) {
                case ATTRIBUTE_EXISTS -> first.isPresent();
                case ATTRIBUTE_NOT_EXISTS -> first.isEmpty();
                case ATTRIBUTE_TYPE ->
                        first.isPresent()
                                && first.get().type().name().equals(second(subject).text());
                case BEGINS_WITH, CONTAINS -> {
                    Optional<AttributeValue> second = operands.get(1).value(subject);
                    first.ifPresent(value -> subject.lookedAt(value.encodedBytes()));
                    yield first.isPresent()
                            && second.isPresent()
                            && (function == Function.CONTAINS
                                    ? first.get().contains(second.get())
                                    : beginsWith(first.get(), second.get()));
                }
                case SIZE, IF_NOT_EXISTS, LIST_APPEND, UNKNOWN ->
                        throw new IllegalStateException(function + " is no condition");
            };
        }

        private AttributeValue second(Subject subject) {
            return operands.get(1).value(subject).orElseThrow();
        }

        static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
            AttributeType type = value.type();
            return type == prefix.type()
                    && (type == AttributeType.S || type == AttributeType.B)
                    && value.startsWith(prefix);
        }
    }
}
