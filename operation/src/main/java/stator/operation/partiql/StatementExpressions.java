package stator.operation.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import stator.expression.Condition;
import stator.expression.ExpressionBuilder;
import stator.expression.ExpressionBuilder.Path;
import stator.expression.ExpressionBuilder.Term;
import stator.expression.ExpressionBuilder.Test;
import stator.expression.UpdateExpression;
import stator.model.ApiException;
import stator.model.AttributeValue;

/** Makes a statement's clauses the conditions and updates that all other operations use. */
public final class StatementExpressions {
    private static final Set<String> TESTS =
            Set.of(
                    "attribute_exists",
                    "attribute_not_exists",
                    "attribute_type",
                    "begins_with",
                    "contains");
    private static final Set<String> ASSIGNABLE = Set.of("list_append", "if_not_exists");

    private final StatementValues values;
    private final ExpressionBuilder builder = new ExpressionBuilder();

    private StatementExpressions(StatementValues values) {
        this.values = values;
    }

    /** The condition that a WHERE clause states. */
    public static Optional<Condition> condition(
            Optional<Expression> where, StatementValues values) {
        return where.map(expression -> condition(List.of(expression), values));
    }

    /** The condition that all of several expressions hold. */
    public static Condition condition(List<Expression> all, StatementValues values) {
        StatementExpressions expressions = new StatementExpressions(values);
        Test test = expressions.builder.and(all.stream().map(expressions::test).toList());
        return expressions.builder.condition(test);
    }

    /** The update that the changes of an UPDATE state. */
    public static UpdateExpression update(List<Statement.Change> changes, StatementValues values) {
        StatementExpressions expressions = new StatementExpressions(values);
        changes.forEach(expressions::change);
        return expressions.builder.update();
    }

    private Test test(Expression expression) {
        return switch (expression) {
            case Expression.And and -> builder.and(and.terms().stream().map(this::test).toList());
            case Expression.Or or -> builder.or(or.terms().stream().map(this::test).toList());
            case Expression.Not not -> builder.not(test(not.term()));
            case Expression.Comparison comparison ->
                    builder.compare(
                            comparison.comparator(),
                            term(comparison.left()),
                            term(comparison.right()));
            case Expression.Between between ->
                    builder.between(
                            term(between.term()), term(between.low()), term(between.high()));
            case Expression.In in -> builder.in(term(in.term()), terms(in.candidates()));
            case Expression.Is is -> is(is);
            case Expression.Call call -> {
                if (!TESTS.contains(call.name())) {
                    throw unrecognized(call);
                }
                yield builder.holds(call.name(), terms(call.arguments()));
            }
            case Expression.Path other -> throw unsupported(other);
            case Expression.Arithmetic other -> throw unsupported(other);
            case Expression.Missing other -> throw unsupported(other);
            case Expression.Text other -> throw unsupported(other);
            case Expression.Numeral other -> throw unsupported(other);
            case Expression.Truth other -> throw unsupported(other);
            case Expression.Null other -> throw unsupported(other);
            case Expression.Parameter other -> throw unsupported(other);
            case Expression.ListLiteral other -> throw unsupported(other);
            case Expression.Bag other -> throw unsupported(other);
            case Expression.Struct other -> throw unsupported(other);
        };
    }

    private Test is(Expression.Is is) {
        Term term = term(is.term());
        if (is.type() == TypeName.MISSING) {
            return builder.holds("attribute_not_exists", List.of(term));
        }
        List<Test> tests = new ArrayList<>();
        for (String type : is.type().attributeTypes()) {
            Term name = builder.constant(AttributeValue.string(type));
            tests.add(builder.holds("attribute_type", List.of(term, name)));
        }
        return tests.size() == 1 ? tests.getFirst() : builder.or(tests);
    }

    private List<Term> terms(List<Expression> expressions) {
        return expressions.stream().map(this::term).toList();
    }

    /** A term of a condition. What is true or false is a value, too. */
    private Term term(Expression expression) {
        if (StatementValues.isValue(expression)) {
            return builder.constant(values.value(expression));
        }
        return switch (expression) {
            case Expression.Path path -> builder.at(path(path));
            case Expression.Call call when call.name().equals("size") ->
                    builder.function("size", terms(call.arguments()));
            case Expression.Arithmetic arithmetic -> throw unsupported(arithmetic);
            default -> builder.truth(test(expression));
        };
    }

    private void change(Statement.Change change) {
        switch (change) {
            case Statement.Change.Remove remove -> builder.remove(path(remove.target()));
            case Statement.Change.Set set -> set(set.target(), set.value());
        }
    }

    private void set(Expression.Path target, Expression value) {
        switch (value) {
            case Expression.Call call
                    when call.name().equals("set_add") || call.name().equals("set_delete") ->
                    changeSet(target, call);
            case Expression.Arithmetic sum when sum.operator().equals("+") ->
                    builder.setSum(path(target), assigned(sum.left()), assigned(sum.right()));
            case Expression.Arithmetic sum ->
                    builder.setDifference(
                            path(target), assigned(sum.left()), assigned(sum.right()));
            default -> builder.set(path(target), assigned(value));
        }
    }

    private void changeSet(Expression.Path target, Expression.Call call) {
        String name = call.name().toUpperCase(Locale.ROOT);
        if (call.arguments().size() != 2) {
            throw StatementError.refused(name + " must have exactly two arguments", call.at());
        }
        Expression first = call.arguments().getFirst();
        if (!target.sameAs(first)) {
            throw StatementError.refused(
                    "The first argument to " + name + " must equal the assignment value",
                    call.at());
        }
        Expression second = call.arguments().getLast();
        if (!StatementValues.isValue(second) || !values.value(second).type().isSet()) {
            // The place is that of the first argument: AWS's way.
            throw StatementError.refused(
                    "The second argument to " + name + " must be a value with type SET",
                    first.at());
        }
        AttributeValue set = values.value(second);
        if (call.name().equals("set_add")) {
            builder.addElements(path(target), set);
        } else {
            builder.deleteElements(path(target), set);
        }
    }

    /** A term of an assignment. */
    private Term assigned(Expression expression) {
        return switch (expression) {
            case Expression.Path path -> builder.at(path(path));
            case Expression.Call call -> {
                if (!ASSIGNABLE.contains(call.name())) {
                    throw unrecognized(call);
                }
                yield builder.function(
                        call.name(), call.arguments().stream().map(this::assigned).toList());
            }
            default -> builder.constant(values.value(expression));
        };
    }

    private static Path path(Expression.Path path) {
        Path built = Path.of(path.topLevelName());
        for (Expression.Step step : path.steps().subList(1, path.steps().size())) {
            built =
                    switch (step) {
                        case Expression.Step.Name name -> built.name(name.name());
                        case Expression.Step.Index index -> built.index(index.index());
                    };
        }
        return built;
    }

    private static ApiException unrecognized(Expression.Call call) {
        return StatementError.refused("Unrecognized function: " + call.name(), call.at());
    }

    private static ApiException unsupported(Expression expression) {
        return StatementError.refused(
                "Unsupported operation: " + expression.getClass().getSimpleName(), expression.at());
    }
}
