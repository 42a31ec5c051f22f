package stator.operation.permission;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.operation.item.ParameterStyle;
import stator.operation.item.RequestExpressions;
import stator.operation.request.InvalidRequestException;
import stator.operation.request.RequestContext;
import stator.protocol.InvalidValueException;
import stator.protocol.Struct;

/**
 * What a request, or a part of one, says about items: which, which attributes of them, and what it
 * wants back. What cannot be read says nothing here; the operation says what is wrong with it, and
 * does nothing.
 */
final class ItemFacts {
    /** Only what is named is returned. */
    static final String SPECIFIC = "SPECIFIC_ATTRIBUTES";

    private static final String NONE = "NONE";

    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of(
                            "ProjectionExpression",
                            "FilterExpression",
                            "KeyConditionExpression",
                            "ConditionExpression",
                            "UpdateExpression",
                            "SearchConditionExpression"),
                    List.of(),
                    false);

    private final RequestContext context;
    private final Struct request;

    ItemFacts(RequestContext context, Struct request) {
        this.context = context;
        this.request = request;
    }

    /** The values that it gives an attribute of the partition key. */
    List<String> keyValues(KeySchema key, int position) {
        String name = key.partition().get(position).name();
        List<String> values = new ArrayList<>();
        for (Item item : items()) {
            item.find(name).map(ItemFacts::text).ifPresent(values::add);
        }
        if (request.has("KeyConditionExpression") || request.has("KeyConditions")) {
            List<AttributeValue> partition =
                    read(() -> expressions().keyCondition().on(key).partition(), List.of());
            if (partition.size() > position) {
                values.add(text(partition.get(position)));
            }
        }
        return values;
    }

    /** The items and keys in it. */
    private List<Item> items() {
        List<Item> items = new ArrayList<>();
        addItem(request, "Key", items);
        addItem(request, "Item", items);
        if (request.has("Keys")) {
            items.addAll(read(() -> request.items("Keys"), List.of()));
        }
        if (request.has("PutRequest")) {
            addItem(request.struct("PutRequest"), "Item", items);
        }
        if (request.has("DeleteRequest")) {
            addItem(request.struct("DeleteRequest"), "Key", items);
        }
        return items;
    }

    private static void addItem(Struct struct, String member, List<Item> items) {
        if (struct.has(member)) {
            read(() -> Optional.of(struct.item(member)), Optional.<Item>empty())
                    .ifPresent(items::add);
        }
    }

    /** A value as policies write it. */
    static String text(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.text();
            case N -> value.number().toString();
            case B -> Base64.getEncoder().encodeToString(value.binary());
            default -> "";
        };
    }

    /** The top-level attributes that are read, written, compared or returned by their names. */
    Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        items().forEach(item -> names.addAll(item.toMap().keySet()));
        add(names, () -> expressions().projection().map(p -> p.topLevelNames()));
        add(names, () -> expressions().condition().map(c -> c.topLevelNames()));
        add(names, () -> expressions().update().map(u -> u.namedAttributes()));
        if (request.has("FilterExpression")) {
            add(names, () -> expressions().filter("").map(f -> f.topLevelNames()));
        }
        add(names, () -> expressions().searchCondition().map(c -> c.topLevelNames()));
        if (request.has("KeyConditionExpression")) {
            add(names, () -> Optional.of(expressions().keyCondition().topLevelNames()));
        }
        for (String legacy : List.of("KeyConditions", "QueryFilter", "ScanFilter", "Expected")) {
            if (request.has(legacy)) {
                names.addAll(request.structMap(legacy).keySet());
            }
        }
        return names;
    }

    private RequestExpressions expressions() {
        return new RequestExpressions(context, request, STYLE);
    }

    private static void add(
            Set<String> names, Supplier<Optional<? extends Collection<String>>> more) {
        read(more, Optional.<Collection<String>>empty()).ifPresent(names::addAll);
    }

    private static <T> T read(Supplier<? extends T> reading, T otherwise) {
        try {
            return reading.get();
        } catch (ApiException
                | InvalidExpressionException
                | InvalidRequestException
                | InvalidValueException e) {
            return otherwise;
        }
    }

    /** What a read returns of items; empty if this is no read. */
    Optional<String> select(boolean ofIndex) {
        if (!request.declares("ProjectionExpression")) {
            return Optional.empty();
        }
        if (request.has("Select")) {
            return request.findString("Select");
        }
        boolean names = request.has("ProjectionExpression") || request.has("AttributesToGet");
        return Optional.of(
                names ? SPECIFIC : ofIndex ? "ALL_PROJECTED_ATTRIBUTES" : "ALL_ATTRIBUTES");
    }

    /**
     * What a write returns of the item, be it applied or not: AWS's policies hide the old item of a
     * failed condition by the same key.
     */
    static Optional<String> returnValues(Struct request) {
        if (!request.declares("ReturnValues")
                && !request.declares("ReturnValuesOnConditionCheckFailure")) {
            return Optional.empty();
        }
        String onFailure = request.string("ReturnValuesOnConditionCheckFailure", NONE);
        return Optional.of(
                onFailure.equals(NONE) ? request.string("ReturnValues", NONE) : onFailure);
    }
}
