package stator.operation.partiql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;

/** The values that the literals and the parameters of a statement stand for. */
public final class StatementValues {
    /** Deepest nesting of lists and maps in a value. */
    private static final int DEPTH_MAX = 31;

    private static final String INVALID = "One or more parameter values were invalid: ";

    private final List<AttributeValue> parameters;

    /**
     * @param parameters as many as the statement has
     */
    public StatementValues(List<AttributeValue> parameters) {
        this.parameters = List.copyOf(parameters);
    }

    /** Whether an expression is a value by itself, whatever the item is. */
    static boolean isValue(Expression expression) {
        return switch (expression) {
            case Expression.Text text -> true;
            case Expression.Numeral numeral -> true;
            case Expression.Truth truth -> true;
            case Expression.Null none -> true;
            case Expression.Parameter parameter -> true;
            case Expression.ListLiteral list -> true;
            case Expression.Bag bag -> true;
            case Expression.Struct struct -> true;
            case Expression.Missing missing -> false;
            case Expression.Path path -> false;
            case Expression.Call call -> false;
            case Expression.Arithmetic arithmetic -> false;
            case Expression.Comparison comparison -> false;
            case Expression.Between between -> false;
            case Expression.In in -> false;
            case Expression.Is is -> false;
            case Expression.And and -> false;
            case Expression.Or or -> false;
            case Expression.Not not -> false;
        };
    }

    /**
     * The value of a literal or parameter.
     *
     * @throws ApiException if it is neither, or is none of DynamoDB's values
     */
    public AttributeValue value(Expression expression) {
        return expression instanceof Expression.Parameter parameter
                ? parameters.get(parameter.index())
                : literal(expression, "root", 0);
    }

    /** The item of an INSERT, whose attributes may be parameters. */
    public Item item(Expression.Struct struct) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        struct.members().forEach((name, member) -> attributes.put(name, value(member)));
        return Item.of(attributes);
    }

    private AttributeValue literal(Expression expression, String path, int depth) {
        if (depth > DEPTH_MAX) {
            throw ApiException.validation(
                    "Nesting Levels have exceeded supported limits under " + path);
        }
        return switch (expression) {
            case Expression.Text text -> AttributeValue.string(text.text());
            case Expression.Numeral numeral -> number(numeral.text(), path);
            case Expression.Truth truth -> AttributeValue.bool(truth.value());
            case Expression.Null none -> AttributeValue.NULL;
            case Expression.ListLiteral list -> list(list, path, depth);
            case Expression.Bag bag -> set(bag, path);
            case Expression.Struct struct -> map(struct, path, depth);
            case Expression.Call call -> throw unsupported(call.name(), path, call.at());
            case Expression.Parameter other -> throw unsupported(other, path);
            case Expression.Missing other -> throw unsupported(other, path);
            case Expression.Path other -> throw unsupported(other, path);
            case Expression.Arithmetic other -> throw unsupported(other, path);
            case Expression.Comparison other -> throw unsupported(other, path);
            case Expression.Between other -> throw unsupported(other, path);
            case Expression.In other -> throw unsupported(other, path);
            case Expression.Is other -> throw unsupported(other, path);
            case Expression.And other -> throw unsupported(other, path);
            case Expression.Or other -> throw unsupported(other, path);
            case Expression.Not other -> throw unsupported(other, path);
        };
    }

    private static ApiException unsupported(Expression expression, String path) {
        return unsupported(expression.getClass().getSimpleName(), path, expression.at());
    }

    private static ApiException unsupported(String kind, String path, Position at) {
        return StatementError.refused("Unsupported data type: " + kind + " under key " + path, at);
    }

    private static AttributeValue number(String text, String path) {
        try {
            return AttributeValue.number(DecimalNumber.parse(text));
        } catch (ApiException outOfRange) {
            throw ApiException.validation(outOfRange.getMessage() + " under " + path);
        }
    }

    private AttributeValue list(Expression.ListLiteral list, String path, int depth) {
        List<AttributeValue> elements = new ArrayList<>();
        for (Expression element : list.elements()) {
            elements.add(literal(element, path + "[" + elements.size() + "]", depth + 1));
        }
        return AttributeValue.list(elements);
    }

    private AttributeValue map(Expression.Struct struct, String path, int depth) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        struct.members()
                .forEach((name, member) ->
                        members.put(name, literal(member, path + "." + name, depth + 1)));
        return AttributeValue.map(Item.of(members));
    }

    private AttributeValue set(Expression.Bag bag, String path) {
        if (bag.elements().isEmpty()) {
            throw ApiException.validation("Empty bags are not supported");
        }
        boolean texts = bag.elements().getFirst() instanceof Expression.Text;
        List<AttributeValue> elements = new ArrayList<>();
        List<String> spellings = new ArrayList<>();
        for (Expression element : bag.elements()) {
            switch (element) {
                case Expression.Text text when texts -> spellings.add(text.text());
                case Expression.Numeral number when !texts ->
                        spellings.add(number.text().toUpperCase(Locale.ROOT));
                case Expression.Parameter parameter ->
                        throw unsupported(parameter, path + "[" + elements.size() + "]");
                default ->
                        throw ApiException.validation(
                                "Unsupported data type in Bag. DynamoDB only supports either"
                                        + " numbers or strings in bags");
            }
            elements.add(literal(element, path, 0));
        }
        if (new HashSet<>(elements).size() < elements.size()) {
            // Captured by floci, September 2026: numbers have other words than texts.
            throw ApiException.validation(
                    INVALID
                            + "Input collection ["
                            + String.join(", ", spellings)
                            + "] contains duplicates"
                            + (texts ? "." : "! under " + path));
        }
        return AttributeValue.set(texts ? AttributeType.SS : AttributeType.NS, elements);
    }
}
