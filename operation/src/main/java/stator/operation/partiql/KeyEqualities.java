package stator.operation.partiql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.model.ValueComparator;

/**
 * What a WHERE clause says about one item's key: the values that key attributes must equal, and
 * what else it asks for.
 *
 * @param key the key attributes that have a value, of whatever type
 * @param contradiction the first key attribute that has to equal two values
 * @param rest the other conditions, all of which must hold
 */
public record KeyEqualities(Item key, Optional<String> contradiction, List<Expression> rest) {
    public KeyEqualities {
        rest = List.copyOf(rest);
    }

    /** As a write reads the clause. */
    public static KeyEqualities ofWrite(
            Optional<Expression> where, KeySchema schema, StatementValues values) {
        return of(where, schema, values, false);
    }

    /** As a read of one item reads the clause: {@code IN} with one value is an equality, too. */
    public static KeyEqualities ofRead(
            Optional<Expression> where, KeySchema schema, StatementValues values) {
        return of(where, schema, values, true);
    }

    private static KeyEqualities of(
            Optional<Expression> where, KeySchema schema, StatementValues values, boolean takesIn) {
        List<Expression> all = new ArrayList<>();
        where.ifPresent(expression -> addConjuncts(expression, all));
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        Optional<String> contradiction = Optional.empty();
        List<Expression> rest = new ArrayList<>();
        for (Expression expression : all) {
            Optional<Equality> equality = equality(expression, schema, takesIn);
            if (equality.isEmpty()) {
                rest.add(expression);
                continue;
            }
            String name = equality.get().name();
            AttributeValue value = values.value(equality.get().value());
            AttributeValue known = key.putIfAbsent(name, value);
            if (known != null && !known.equals(value) && contradiction.isEmpty()) {
                contradiction = Optional.of(name);
            }
        }
        return new KeyEqualities(Item.of(key), contradiction, rest);
    }

    /** Whether every key attribute has exactly one value. */
    public boolean isComplete(KeySchema schema) {
        return contradiction.isEmpty()
                && schema.attributes().stream()
                        .allMatch(attribute -> key.contains(attribute.name()));
    }

    /** Whether it names one item, and nothing besides. */
    public boolean isKeyAlone(KeySchema schema) {
        return isComplete(schema) && rest.isEmpty();
    }

    private static void addConjuncts(Expression expression, List<Expression> all) {
        if (expression instanceof Expression.And and) {
            and.terms().forEach(term -> addConjuncts(term, all));
        } else {
            all.add(expression);
        }
    }

    private record Equality(String name, Expression value) {}

    private static Optional<Equality> equality(
            Expression expression, KeySchema schema, boolean takesIn) {
        return switch (expression) {
            case Expression.Comparison comparison
                    when comparison.comparator() == ValueComparator.EQ ->
                    equality(comparison.left(), comparison.right(), schema)
                            .or(() -> equality(comparison.right(), comparison.left(), schema));
            case Expression.In in when takesIn && in.candidates().size() == 1 ->
                    equality(in.term(), in.candidates().getFirst(), schema);
            default -> Optional.empty();
        };
    }

    private static Optional<Equality> equality(
            Expression path, Expression value, KeySchema schema) {
        if (!StatementValues.isValue(value)) {
            return Optional.empty();
        }
        for (KeyAttribute attribute : schema.attributes()) {
            if (path instanceof Expression.Path found && found.isTopLevel(attribute.name())) {
                return Optional.of(new Equality(attribute.name(), value));
            }
        }
        return Optional.empty();
    }
}
