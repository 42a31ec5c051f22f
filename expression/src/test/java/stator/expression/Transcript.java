package stator.expression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import stator.expression.error.InvalidExpressionException;
import stator.expression.key.KeyCondition;
import stator.expression.key.KeyConditionExpression;
import stator.expression.legacy.ComparisonOperator;
import stator.expression.legacy.ConditionalOperator;
import stator.expression.legacy.LegacyCondition;
import stator.expression.legacy.LegacyUpdate;
import stator.expression.parse.ConditionParser;
import stator.expression.tree.ExpressionKind;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * A file of commands, each followed by what it answers. A test runs the commands and compares;
 * {@code -Dstator.regenerate=true} writes the answers into the file instead, to be read as a diff.
 *
 * <p>{@code names}, {@code values}, {@code item} and {@code key} set what the commands after them
 * use. An answer begins with {@code =} (a result) or {@code !} (an error).
 */
final class Transcript {
    private final ExpressionCache cache = new ExpressionCache(100);
    private Map<String, String> names;
    private Item values;
    private Item item = Item.EMPTY;
    private KeySchema key;
    private final List<LegacyCondition> legacy = new ArrayList<>();

    /** The file's lines with the answers that are given now. */
    static List<String> run(List<String> lines) {
        Transcript transcript = new Transcript();
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("//")) {
                out.add(line);
            } else if (!line.startsWith("=") && !line.startsWith("!")) {
                out.add(line);
                transcript.command(line).ifPresent(out::add);
            }
        }
        return out;
    }

    static void check(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> now = run(lines);
        if (Boolean.getBoolean("stator.regenerate")) {
            Files.write(file, now);
        } else if (!now.equals(lines)) {
            throw new AssertionError(difference(file, lines, now));
        }
    }

    private static String difference(Path file, List<String> lines, List<String> now) {
        int at = 0;
        while (at < Math.min(lines.size(), now.size()) && lines.get(at).equals(now.get(at))) {
            at++;
        }
        return file
                + ":"
                + (at + 1)
                + "\n"
                + String.join("\n", now.subList(Math.max(at - 1, 0), Math.min(at + 3, now.size())))
                + "\nwas\n"
                + String.join(
                        "\n", lines.subList(Math.max(at - 1, 0), Math.min(at + 3, lines.size())));
    }

    private Optional<String> command(String line) {
        int space = line.indexOf(' ');
        String verb = space < 0 ? line : line.substring(0, space);
        String argument = space < 0 ? "" : line.substring(space + 1);
        switch (verb) {
            case "names" -> names = names(argument);
            case "values" -> values = argument.equals("-") ? null : Notation.item(argument);
            case "item" -> item = Notation.item(argument);
            case "key" -> key = key(argument);
            default -> {
                return Optional.of(answer(() -> result(verb, argument)));
            }
        }
        return Optional.empty();
    }

    private static String answer(Supplier<String> command) {
        try {
            return "= " + command.get();
        } catch (InvalidExpressionException e) {
            return "! " + e.getMessage();
        } catch (ApiException e) {
            return "! " + e.getMessage();
        }
    }

    private String result(String verb, String text) {
        ExpressionContext context = new ExpressionContext(cache, names, values);
        return switch (verb) {
            case "context" -> "valid";
            case "tree" -> Tree.print(ConditionParser.parse(ExpressionKind.CONDITION, text));
            case "condition" -> String.valueOf(context.condition(text).test(item));
            case "filter" -> String.valueOf(context.filter(text).test(item));
            case "project" -> Notation.print(context.projection(text).project(item));
            case "update" -> Notation.print(context.update(text).apply(item));
            case "updated" -> {
                UpdateExpression update = context.update(text);
                yield Notation.print(update.updatedOld(item))
                        + " "
                        + Notation.print(update.updatedNew(update.apply(item)));
            }
            case "charge" -> String.valueOf(context.update(text).sizeChargeBytes());
            case "unused" -> {
                context.condition(text);
                context.requireAllUsed();
                yield "all used";
            }
            case "wellformed" -> {
                KeyConditionExpression expression = context.keyCondition(text);
                expression.requireWellFormed();
                yield "well formed";
            }
            case "query" -> print(context.keyCondition(text).on(key));
            case "legacy" -> String.valueOf(legacyCondition(text).test(item));
            case "legacykey" -> {
                List<LegacyCondition> conditions = legacyConditions(text);
                conditions.forEach(LegacyCondition::requireValid);
                yield print(KeyConditionExpression.ofLegacy(conditions).on(key));
            }
            case "legacyupdate" -> legacyUpdate(text);
            default -> throw new IllegalArgumentException("No command " + verb);
        };
    }

    private static String print(KeyCondition condition) {
        return condition.partition().stream().map(Notation::print).toList()
                + " "
                + condition.sortPrefix().stream().map(Notation::print).toList()
                + " "
                + condition.range().operator()
                + condition.range().operands().stream().map(Notation::print).toList();
    }

    /** {@code a EQ 1; b IN 1, 2}, and {@code OR; …} for any of them. */
    private Condition legacyCondition(String text) {
        boolean any = text.startsWith("OR; ");
        List<LegacyCondition> conditions = legacyConditions(any ? text.substring(4) : text);
        conditions.forEach(LegacyCondition::requireValid);
        return Condition.ofLegacy(
                conditions, any ? ConditionalOperator.OR : ConditionalOperator.AND);
    }

    private List<LegacyCondition> legacyConditions(String text) {
        legacy.clear();
        for (String part : text.split("; ")) {
            String[] words = part.split(" ", 3);
            legacy.add(
                    new LegacyCondition(
                            words[0],
                            ComparisonOperator.valueOf(words[1]),
                            words.length < 3
                                    ? List.of()
                                    : Notation.value("[" + words[2] + "]").list()));
        }
        return List.copyOf(legacy);
    }

    /** {@code PUT a 1; DELETE b; ADD c <1>}. */
    private String legacyUpdate(String text) {
        List<LegacyUpdate> updates = new ArrayList<>();
        for (String part : text.split("; ")) {
            String[] words = part.split(" ", 3);
            List<AttributeValue> value =
                    words.length < 3 ? List.of() : List.of(Notation.value(words[2]));
            updates.add(new LegacyUpdate(words[1], LegacyUpdate.Action.valueOf(words[0]), value));
        }
        updates.forEach(LegacyUpdate::requireValid);
        return Notation.print(UpdateExpression.ofLegacy(updates).apply(item));
    }

    /** {@code #a=x #b=y}. */
    private static Map<String, String> names(String text) {
        if (text.equals("-")) {
            return null;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String pair : text.split(" ")) {
            if (!pair.isEmpty()) {
                names.put(
                        pair.substring(0, pair.indexOf('=')),
                        pair.substring(pair.indexOf('=') + 1));
            }
        }
        return names;
    }

    /** {@code pk:S / sk:N}. */
    private static KeySchema key(String text) {
        String[] parts = (text + " ").split("/");
        return new KeySchema(
                attributes(parts[0]), parts.length < 2 ? List.of() : attributes(parts[1]));
    }

    private static List<KeyAttribute> attributes(String text) {
        List<KeyAttribute> attributes = new ArrayList<>();
        for (String word : text.trim().split(" ")) {
            String[] pair = word.split(":");
            attributes.add(new KeyAttribute(pair[0], AttributeType.valueOf(pair[1])));
        }
        return attributes;
    }
}
