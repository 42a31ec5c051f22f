package stator.operation.partiql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What a SELECT returns of an item. Unlike a ProjectionExpression it takes values out of their
 * places: {@code a.b[0]} comes out as an attribute {@code b[0]}.
 */
public final class StatementProjection {
    private final List<Expression.Path> paths;

    /**
     * @param paths none for everything
     */
    public StatementProjection(List<Expression.Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /** Whether it takes everything that is there. */
    public boolean isAll() {
        return paths.isEmpty();
    }

    /** The top-level attributes that it names, in the order of the text. */
    public Set<String> topLevelNames() {
        Set<String> names = new LinkedHashSet<>();
        paths.forEach(path -> names.add(path.topLevelName()));
        return names;
    }

    /** Those of {@link #topLevelNames()} that it looks into ({@code a.b}, {@code a[0]}). */
    public Set<String> nestedNames() {
        Set<String> names = new LinkedHashSet<>();
        paths.stream()
                .filter(path -> path.steps().size() > 1)
                .forEach(path -> names.add(path.topLevelName()));
        return names;
    }

    /** The projected values that {@code item} has. */
    public Item project(Item item) {
        if (isAll()) {
            return item;
        }
        Map<String, AttributeValue> projected = new LinkedHashMap<>();
        for (Expression.Path path : paths) {
            find(item, path).ifPresent(value -> projected.put(column(path), value));
        }
        return Item.of(projected);
    }

    private static Optional<AttributeValue> find(Item item, Expression.Path path) {
        Optional<AttributeValue> value = item.find(path.topLevelName());
        for (int i = 1; i < path.steps().size() && value.isPresent(); i++) {
            value = step(value.get(), path.steps().get(i));
        }
        return value;
    }

    private static Optional<AttributeValue> step(AttributeValue container, Expression.Step step) {
        return switch (step) {
            case Expression.Step.Name name ->
                    container.type() == AttributeType.M
                            ? container.map().find(name.name())
                            : Optional.empty();
            case Expression.Step.Index index ->
                    container.type() == AttributeType.L
                            ? container.element(index.index())
                            : Optional.empty();
        };
    }

    /** The last name of the path, with the indexes after it. */
    private static String column(Expression.Path path) {
        StringBuilder column = new StringBuilder();
        for (Expression.Step step : path.steps()) {
            switch (step) {
                case Expression.Step.Name name -> {
                    column.setLength(0);
                    column.append(name.name());
                }
                case Expression.Step.Index index ->
                        column.append('[').append(index.index()).append(']');
            }
        }
        return column.toString();
    }
}
