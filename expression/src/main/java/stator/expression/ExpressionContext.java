package stator.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import stator.expression.check.ConditionCheck;
import stator.expression.check.OperandCheck;
import stator.expression.check.PathConflicts;
import stator.expression.check.UpdateCheck;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.key.KeyConditionExpression;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.Tokens;
import stator.expression.tree.UpdateAction;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * One request's placeholders, and the place where its expressions are bound to them. It remembers
 * which placeholders were used. For use by one thread.
 *
 * <p>Every method throws {@link InvalidExpressionException} for what AWS would refuse, the first
 * thing that AWS would name.
 */
public final class ExpressionContext {
    /** Longest placeholder, with its first character. */
    static final int PLACEHOLDER_BYTES_MAX = 255;

    /** Longest attribute name. */
    private static final int NAME_BYTES_MAX = 65_535;

    /** Most of all placeholders with what they stand for (developer guide, expressions). */
    private static final int PLACEHOLDERS_BYTES_MAX = 2 << 20;

    private final ExpressionCache cache;
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final List<ParsedExpression<?>> bound = new ArrayList<>(2);

    /**
     * @param names placeholder ({@code "#n"}) to attribute name, or null if the request has no
     *     ExpressionAttributeNames
     * @param values a document whose attribute names are the placeholders ({@code ":v"}), or null
     *     if the request has no ExpressionAttributeValues
     * @throws InvalidExpressionException if a map is there but empty, or has a malformed entry
     */
    public ExpressionContext(ExpressionCache cache, Map<String, String> names, Item values) {
        this.cache = cache;
        this.names = names == null ? Map.of() : checkedNames(names);
        this.values = values == null ? Map.of() : checkedValues(values.toMap());
        requireRoom(this.names, values == null ? Item.EMPTY : values);
    }

    /** What AWS says of a value of ExpressionAttributeValues that is not valid in itself. */
    public static InvalidExpressionException invalidValue(String placeholder, String problem) {
        return invalid(
                "ExpressionAttributeValues contains invalid value: "
                        + problem
                        + " for key "
                        + placeholder);
    }

    /** A ConditionExpression. */
    public Condition condition(String text) {
        return condition(ExpressionKind.CONDITION, text);
    }

    /** A FilterExpression. */
    public Condition filter(String text) {
        return condition(ExpressionKind.FILTER, text);
    }

    /** A KeyConditionExpression; {@link KeyConditionExpression#on} then fits it to a key. */
    public KeyConditionExpression keyCondition(String text) {
        ParsedExpression<ConditionNode> parsed =
                cache.condition(ExpressionKind.KEY_CONDITION, text);
        Bindings bindings = bind(parsed);
        new ConditionCheck(parsed, bindings).condition(parsed.tree());
        return KeyConditionExpression.of(() -> KeyConditionTerms.of(parsed.tree(), bindings));
    }

    /** A SearchConditionExpression; {@link SearchCondition#on} then fits it to a search schema. */
    public SearchCondition searchCondition(String text) {
        ParsedExpression<ConditionNode> parsed =
                cache.condition(ExpressionKind.SEARCH_CONDITION, text);
        Bindings bindings = bind(parsed);
        new ConditionCheck(parsed, bindings).condition(parsed.tree());
        return new SearchCondition(parsed.tree(), bindings);
    }

    /** A ProjectionExpression. */
    public Projection projection(String text) {
        ParsedExpression<List<DocumentPath>> parsed = cache.projection(text);
        Bindings bindings = bind(parsed);
        OperandCheck operands = new OperandCheck(parsed, bindings);
        parsed.tree().forEach(operands::path);
        PathConflicts.requireNone(ExpressionKind.PROJECTION, parsed.tree(), bindings);
        return new Projection(parsed.tree(), bindings);
    }

    /** An UpdateExpression. */
    public UpdateExpression update(String text) {
        ParsedExpression<List<UpdateAction>> parsed = cache.update(text);
        Bindings bindings = bind(parsed);
        new UpdateCheck(parsed, bindings).check();
        return new UpdateExpression(parsed.tree(), bindings);
    }

    /**
     * To be called after all expressions of the request were bound.
     *
     * @throws InvalidExpressionException if a placeholder was not used by any
     */
    public void requireAllUsed() {
        if (bound.size() == 1
                && bound.getFirst().names().size() == names.size()
                && bound.getFirst().values().size() == values.size()) {
            // Each placeholder has one slot, and the checks saw that each slot has its meaning.
            return;
        }
        requireUsed("ExpressionAttributeNames", names.keySet(), ParsedExpression::names);
        requireUsed("ExpressionAttributeValues", values.keySet(), ParsedExpression::values);
    }

    /**
     * Checks the length of all placeholders and what they stand for, in the words of AWS's client
     * for DAX, which checks what the service checks.
     */
    private static void requireRoom(Map<String, String> names, Item values) {
        long ofNames = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            ofNames +=
                    ExpressionKind.utf8Bytes(name.getKey())
                            + ExpressionKind.utf8Bytes(name.getValue());
        }
        if (ofNames > PLACEHOLDERS_BYTES_MAX) {
            throw invalid("ExpressionAttributeNames exceeds max size");
        }
        if (ofNames + 2L * values.documentBytes() <= PLACEHOLDERS_BYTES_MAX) {
            return;
        }
        int ofValues = values.sizeBytes();
        if (ofValues > PLACEHOLDERS_BYTES_MAX) {
            throw invalid("ExpressionAttributeValues exceeds max size");
        }
        if (ofNames + ofValues > PLACEHOLDERS_BYTES_MAX) {
            throw invalid(
                    "Combined size of ExpressionAttributeNames and ExpressionAttributeValues"
                            + " exceeds max size");
        }
    }

    private Condition condition(ExpressionKind kind, String text) {
        ParsedExpression<ConditionNode> parsed = cache.condition(kind, text);
        Bindings bindings = bind(parsed);
        new ConditionCheck(parsed, bindings).condition(parsed.tree());
        return new Condition(parsed.tree(), bindings);
    }

    private Bindings bind(ParsedExpression<?> parsed) {
        if (parsed.names().isEmpty() && parsed.values().isEmpty()) {
            return Bindings.NONE;
        }
        bound.add(parsed);
        String[] nameSlots = new String[parsed.names().size()];
        for (int i = 0; i < nameSlots.length; i++) {
            nameSlots[i] = names.get(parsed.names().get(i));
        }
        AttributeValue[] valueSlots = new AttributeValue[parsed.values().size()];
        for (int i = 0; i < valueSlots.length; i++) {
            valueSlots[i] = values.get(parsed.values().get(i));
        }
        return new Bindings(nameSlots, valueSlots);
    }

    private void requireUsed(
            String parameter,
            Set<String> placeholders,
            Function<ParsedExpression<?>, List<String>> uses) {
        Set<String> used = new HashSet<>();
        bound.forEach(parsed -> used.addAll(uses.apply(parsed)));
        List<String> unused = new ArrayList<>();
        for (String placeholder : placeholders) {
            if (!used.contains(placeholder)) {
                unused.add(placeholder);
            }
        }
        if (!unused.isEmpty()) {
            throw new InvalidExpressionException(
                    ExpressionError.UNUSED_PLACEHOLDER,
                    "Value provided in "
                            + parameter
                            + " unused in expressions: keys: {"
                            + String.join(", ", unused)
                            + "}");
        }
    }

    private static Map<String, String> checkedNames(Map<String, String> names) {
        if (names.isEmpty()) {
            throw invalid("ExpressionAttributeNames must not be empty");
        }
        names.forEach((placeholder, name) -> {
            int bytes = ExpressionKind.utf8Bytes(placeholder);
            if (bytes > PLACEHOLDER_BYTES_MAX) {
                throw invalid(
                        "ExpressionAttributeNames contains invalid key: The expression"
                                + " attribute map contains a key that is too long; size of"
                                + " key: "
                                + bytes);
            }
            requirePlaceholder("ExpressionAttributeNames", '#', placeholder);
            if (name.isEmpty()) {
                throw invalid(
                        "ExpressionAttributeNames contains invalid value: Empty attribute"
                                + " name for key "
                                + placeholder);
            }
            if (name.length() > NAME_BYTES_MAX / 3
                    && ExpressionKind.utf8Bytes(name) > NAME_BYTES_MAX) {
                // The words for a name of an item, in those for a placeholder's empty name.
                throw invalid(
                        "ExpressionAttributeNames contains invalid value: Attribute name is too"
                                + " large, must be less than 65536 bytes for key "
                                + placeholder);
            }
        });
        return names;
    }

    private static Map<String, AttributeValue> checkedValues(
            LinkedHashMap<String, AttributeValue> values) {
        if (values.isEmpty()) {
            throw invalid("ExpressionAttributeValues must not be empty");
        }
        for (String placeholder : values.keySet()) {
            if (ExpressionKind.utf8Bytes(placeholder) > PLACEHOLDER_BYTES_MAX) {
                // Unlike for names, AWS does not tell the size here.
                throw invalid(
                        "ExpressionAttributeValues contains invalid key: The expression attribute"
                                + " map contains a key that is too long;");
            }
            requirePlaceholder("ExpressionAttributeValues", ':', placeholder);
        }
        return values;
    }

    private static void requirePlaceholder(String parameter, char first, String placeholder) {
        boolean valid = placeholder.length() > 1 && placeholder.charAt(0) == first;
        for (int i = 1; valid && i < placeholder.length(); i++) {
            valid = Tokens.isWordPart(placeholder.charAt(i));
        }
        if (!valid) {
            throw invalid(
                    parameter
                            + " contains invalid key: Syntax error; key: \""
                            + placeholder
                            + "\"");
        }
    }

    private static InvalidExpressionException invalid(String message) {
        return new InvalidExpressionException(ExpressionError.PLACEHOLDERS, message);
    }
}
