package stator.operation.format;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import stator.expression.ExpressionCache;
import stator.expression.ExpressionContext;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.Struct;

/**
 * A record of the input of a bulk operation: an item, and on which condition it is put. It has the
 * members of PutItem that say so.
 *
 * @param condition tests the item that is there, or the empty one
 */
public record PutRecord(Item item, Predicate<Item> condition) {
    private static final String ITEM = "Item";
    private static final String CONDITION = "ConditionExpression";
    private static final String NAMES = "ExpressionAttributeNames";
    private static final String VALUES = "ExpressionAttributeValues";

    /** How many different expressions of one file are kept, each of which is parsed once. */
    static final int EXPRESSIONS_MAX = 64;

    /** What a record may have. */
    static final Set<String> MEMBERS = Set.of(ITEM, CONDITION, NAMES, VALUES);

    /** What a line of DynamoDB JSON says. */
    static PutRecord of(Struct line, ExpressionCache expressions) {
        Item item =
                line.findItem(ITEM)
                        .orElseThrow(() -> ApiException.validation("There is no member Item"));
        return of(
                item,
                line.findString(CONDITION),
                line.has(NAMES) ? Optional.of(line.stringMap(NAMES)) : Optional.empty(),
                line.findItem(VALUES),
                expressions);
    }

    /** What a struct of Ion says. */
    static PutRecord of(Item struct, ExpressionCache expressions) {
        return of(
                struct.get(ITEM).map(),
                member(struct, CONDITION, AttributeType.S).map(AttributeValue::text),
                member(struct, NAMES, AttributeType.M).map(PutRecord::texts),
                member(struct, VALUES, AttributeType.M).map(AttributeValue::map),
                expressions);
    }

    private static Optional<AttributeValue> member(Item struct, String name, AttributeType type) {
        Optional<AttributeValue> value = struct.find(name);
        if (value.isPresent() && value.get().type() != type) {
            throw ApiException.validation("The member " + name + " has a wrong type");
        }
        return value;
    }

    private static Map<String, String> texts(AttributeValue map) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Item.Attribute attribute : map.map()) {
            if (attribute.value().type() != AttributeType.S) {
                throw ApiException.validation("The member " + NAMES + " has a wrong type");
            }
            texts.put(attribute.name(), attribute.value().text());
        }
        return texts;
    }

    private static PutRecord of(
            Item item,
            Optional<String> condition,
            Optional<Map<String, String>> names,
            Optional<Item> values,
            ExpressionCache expressions) {
        if (condition.isEmpty()) {
            requireNone(names, NAMES);
            requireNone(values, VALUES);
            return new PutRecord(item, current -> true);
        }
        ExpressionContext context =
                new ExpressionContext(expressions, names.orElse(null), values.orElse(null));
        Predicate<Item> test = context.condition(condition.get())::test;
        context.requireAllUsed();
        return new PutRecord(item, test);
    }

    private static void requireNone(Optional<?> given, String member) {
        if (given.isPresent()) {
            throw ApiException.validation(member + " can only be specified when using expressions");
        }
    }
}
