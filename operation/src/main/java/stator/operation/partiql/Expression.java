package stator.operation.partiql;

import java.util.List;
import java.util.Map;
import stator.model.ValueComparator;

/** What has a value in an item, or is true or false of it, as a statement says it. */
public sealed interface Expression {
    /** Where it begins in the statement. */
    Position at();

    /** A path into the item. The first step is a name. */
    record Path(List<Step> steps, Position at) implements Expression {
        public Path {
            steps = List.copyOf(steps);
        }

        /** The top-level attribute that the path begins with. */
        public String topLevelName() {
            return ((Step.Name) steps.getFirst()).name();
        }

        /** Whether it is nothing but that top-level attribute. */
        public boolean isTopLevel(String name) {
            return steps.size() == 1 && topLevelName().equals(name);
        }

        /** Both lead to the same place, wherever they stand. */
        boolean sameAs(Expression other) {
            return other instanceof Path path && steps.equals(path.steps);
        }
    }

    /** A step of a path. */
    sealed interface Step {
        /** An attribute. */
        record Name(String name) implements Step {}

        /** An element of a list. */
        record Index(int index) implements Step {}
    }

    /** A text. */
    record Text(String text, Position at) implements Expression {}

    /** A number, with its sign. */
    record Numeral(String text, Position at) implements Expression {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value, Position at) implements Expression {}

    /** {@code null}. */
    record Null(Position at) implements Expression {}

    /** {@code missing}. */
    record Missing(Position at) implements Expression {}

    /** A value of the request, by its index. */
    record Parameter(int index, Position at) implements Expression {}

    /** {@code [1, 2]}. */
    record ListLiteral(List<Expression> elements, Position at) implements Expression {
        public ListLiteral {
            elements = List.copyOf(elements);
        }
    }

    /** {@code <<1, 2>>}, a set. */
    record Bag(List<Expression> elements, Position at) implements Expression {
        public Bag {
            elements = List.copyOf(elements);
        }
    }

    /** {@code {'a': 1}}, in the order of the text. */
    record Struct(Map<String, Expression> members, Position at) implements Expression {}

    /** A function; {@code name} is in lower case. */
    record Call(String name, List<Expression> arguments, Position at) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code a + b}, {@code a - b}. */
    record Arithmetic(String operator, Expression left, Expression right, Position at)
            implements Expression {}

    /** {@code a = b}, {@code a < b}. */
    record Comparison(ValueComparator comparator, Expression left, Expression right, Position at)
            implements Expression {}

    /** {@code a BETWEEN b AND c}. */
    record Between(Expression term, Expression low, Expression high, Position at)
            implements Expression {}

    /** {@code a IN [b, c]}. */
    record In(Expression term, List<Expression> candidates, Position at) implements Expression {
        public In {
            candidates = List.copyOf(candidates);
        }
    }

    /** {@code a IS type}. */
    record Is(Expression term, TypeName type, Position at) implements Expression {}

    /** All of several. */
    record And(List<Expression> terms, Position at) implements Expression {
        public And {
            terms = List.copyOf(terms);
        }
    }

    /** One of several. */
    record Or(List<Expression> terms, Position at) implements Expression {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    /** The opposite. */
    record Not(Expression term, Position at) implements Expression {}
}
