package stator.operation.permission;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.operation.partiql.Expression;
import stator.operation.partiql.KeyEqualities;
import stator.operation.partiql.KeyPlan;
import stator.operation.partiql.Statement;
import stator.operation.partiql.StatementValues;
import stator.protocol.InvalidValueException;
import stator.protocol.Struct;

/** What a statement says about items. What cannot be read says nothing here. */
final class StatementFacts {
    private final Statement statement;
    private final Struct request;

    /**
     * @param request with the statement's parameters
     */
    StatementFacts(Statement statement, Struct request) {
        this.statement = statement;
        this.request = request;
    }

    private StatementValues values() {
        return new StatementValues(request.values("Parameters"));
    }

    /** The values that it gives an attribute of the partition key. */
    List<String> keyValues(KeySchema key, int position) {
        String name = key.partition().get(position).name();
        try {
            return switch (statement) {
                case Statement.Select select -> ofRead(select.where(), key, name);
                case Statement.Exists exists -> ofRead(exists.select().where(), key, name);
                case Statement.Insert insert -> text(values().item(insert.item()), name);
                case Statement.Update update -> ofWrite(update.where(), key, name);
                case Statement.Delete delete -> ofWrite(delete.where(), key, name);
            };
        } catch (ApiException | InvalidExpressionException | InvalidValueException e) {
            return List.of();
        }
    }

    private List<String> ofWrite(Optional<Expression> where, KeySchema key, String name) {
        return text(KeyEqualities.ofWrite(where, key, values()).key(), name);
    }

    private static List<String> text(Item item, String name) {
        return item.find(name).map(ItemFacts::text).map(List::of).orElse(List.of());
    }

    private List<String> ofRead(Optional<Expression> where, KeySchema key, String name) {
        if (key.partition().size() > 1) {
            return text(KeyEqualities.ofRead(where, key, values()).key(), name);
        }
        KeyPlan plan = KeyPlan.of(where, key, values());
        if (!plan.isKeyed()) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (KeyPlan.PlannedRange range : plan.ranges(true, true)) {
            AttributeValue value = range.range().partition().getFirst();
            found.add(ItemFacts.text(value));
        }
        return found;
    }

    /** Whether it reads partitions that it does not name. */
    boolean isFullScan(KeySchema key) {
        try {
            return statement instanceof Statement.Select select
                    && !(key.partition().size() == 1
                            ? KeyPlan.of(select.where(), key, values()).isKeyed()
                            : KeyEqualities.ofRead(select.where(), key, values())
                                    .key()
                                    .toMap()
                                    .keySet()
                                    .containsAll(
                                            key.partition().stream()
                                                    .map(KeySchema.KeyAttribute::name)
                                                    .toList()));
        } catch (ApiException | InvalidExpressionException | InvalidValueException e) {
            return true;
        }
    }

    /** What a read returns of items. */
    List<String> select() {
        return switch (statement) {
            case Statement.Select select ->
                    List.of(select.projection().isEmpty() ? "ALL_ATTRIBUTES" : ItemFacts.SPECIFIC);
            case Statement.Exists exists -> List.of();
            case Statement.Insert insert -> List.of();
            case Statement.Update update -> List.of();
            case Statement.Delete delete -> List.of();
        };
    }

    /** What a write returns of the item, in the words of the other operations. */
    List<String> returnValues() {
        String onFailure = request.string("ReturnValuesOnConditionCheckFailure", "NONE");
        if (!onFailure.equals("NONE")) {
            return List.of(onFailure);
        }
        Optional<Statement.Returning> returning =
                switch (statement) {
                    case Statement.Update update -> update.returning();
                    case Statement.Delete delete -> delete.returning();
                    case Statement.Insert insert -> Optional.empty();
                    case Statement.Select select -> Optional.empty();
                    case Statement.Exists exists -> Optional.empty();
                };
        boolean isRead =
                statement instanceof Statement.Select || statement instanceof Statement.Exists;
        return isRead ? List.of() : List.of(returning.map(StatementFacts::word).orElse("NONE"));
    }

    private static String word(Statement.Returning returning) {
        return switch (returning) {
            case ALL_OLD -> "ALL_OLD";
            case ALL_NEW -> "ALL_NEW";
            case MODIFIED_OLD -> "UPDATED_OLD";
            case MODIFIED_NEW -> "UPDATED_NEW";
        };
    }

    /** The top-level attributes that it names. */
    Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        switch (statement) {
            case Statement.Select select -> addRead(select, names);
            case Statement.Exists exists -> addRead(exists.select(), names);
            case Statement.Insert insert -> names.addAll(insert.item().members().keySet());
            case Statement.Update update -> {
                update.changes().forEach(change -> add(change, names));
                update.where().ifPresent(where -> add(where, names));
            }
            case Statement.Delete delete -> delete.where().ifPresent(where -> add(where, names));
        }
        return names;
    }

    private static void addRead(Statement.Select select, Set<String> names) {
        select.projection().forEach(path -> add(path, names));
        select.where().ifPresent(where -> add(where, names));
        select.orderBy().forEach(ordering -> names.add(ordering.attribute()));
    }

    private static void add(Statement.Change change, Set<String> names) {
        switch (change) {
            case Statement.Change.Set set -> {
                add(set.target(), names);
                add(set.value(), names);
            }
            case Statement.Change.Remove remove -> add(remove.target(), names);
        }
    }

    private static void add(Expression expression, Set<String> names) {
        switch (expression) {
            case Expression.Path path -> names.add(path.topLevelName());
            case Expression.ListLiteral list -> addAll(list.elements(), names);
            case Expression.Bag bag -> addAll(bag.elements(), names);
            case Expression.Struct struct -> addAll(struct.members().values(), names);
            case Expression.Call call -> addAll(call.arguments(), names);
            case Expression.Arithmetic sum -> addAll(List.of(sum.left(), sum.right()), names);
            case Expression.Comparison two -> addAll(List.of(two.left(), two.right()), names);
            case Expression.Between between ->
                    addAll(List.of(between.term(), between.low(), between.high()), names);
            case Expression.In in -> {
                add(in.term(), names);
                addAll(in.candidates(), names);
            }
            case Expression.Is is -> add(is.term(), names);
            case Expression.And and -> addAll(and.terms(), names);
            case Expression.Or or -> addAll(or.terms(), names);
            case Expression.Not not -> add(not.term(), names);
            case Expression.Text text -> {}
            case Expression.Numeral numeral -> {}
            case Expression.Truth truth -> {}
            case Expression.Null none -> {}
            case Expression.Missing missing -> {}
            case Expression.Parameter parameter -> {}
        }
    }

    private static void addAll(Iterable<Expression> expressions, Set<String> names) {
        expressions.forEach(expression -> add(expression, names));
    }
}
