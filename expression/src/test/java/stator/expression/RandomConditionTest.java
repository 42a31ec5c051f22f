package stator.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import stator.expression.NaiveDocuments.Bytes;
import stator.expression.NaiveDocuments.Elements;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeType;
import stator.model.Item;

/** Random conditions on random documents, held against a naive evaluation of plain Java objects. */
final class RandomConditionTest {
    private static final int CONDITIONS = 20_000;

    private final long seed = Long.getLong("stator.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final NaiveDocuments documents = new NaiveDocuments(random);
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** The text of a condition, and what it means. */
    private record Naive(String text, Predicate<Map<String, Object>> meaning) {}

    /** The text of an operand, and what it stands for. */
    private record NaiveOperand(
            String text, Function<Map<String, Object>, Optional<Object>> meaning) {}

    @Test
    void meanWhatTheySay() {
        ExpressionCache cache = new ExpressionCache(100);
        int met = 0;
        int compared = 0;
        for (int i = 0; i < CONDITIONS; i++) {
            values.clear();
            Naive naive = condition(3);
            Map<String, Object> document = documents.document();
            Item item = NaiveDocuments.item(document);
            Condition condition;
            try {
                condition =
                        new ExpressionContext(
                                        cache,
                                        Map.of("#a", "a", "#b", "b"),
                                        values.isEmpty() ? null : NaiveDocuments.item(values))
                                .condition(naive.text());
            } catch (InvalidExpressionException e) {
                // It compares a path with itself, or has bounds in the wrong order.
                continue;
            }
            boolean expected = naive.meaning().test(document);
            assertEquals(
                    expected,
                    condition.test(item),
                    () -> naive.text() + " with " + values + " on " + item + ", seed " + seed);
            compared++;
            met += expected ? 1 : 0;
        }
        assertEquals(true, compared > CONDITIONS / 2 && met > compared / 10, "seed " + seed);
    }

    private Naive condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 8)) {
            case 0, 1, 2 -> comparison();
            case 3 -> between();
            case 4 -> in();
            case 5, 6, 7 -> call();
            case 8 -> {
                Naive term = condition(depth - 1);
                yield new Naive("NOT (" + term.text() + ")", term.meaning().negate());
            }
            case 9, 10 -> joined("AND", depth);
            default -> joined("OR", depth);
        };
    }

    private Naive joined(String operator, int depth) {
        Naive left = condition(depth - 1);
        Naive right = condition(depth - 1);
        return new Naive(
                "(" + left.text() + ") " + operator + " (" + right.text() + ")",
                operator.equals("AND")
                        ? left.meaning().and(right.meaning())
                        : left.meaning().or(right.meaning()));
    }

    private Naive comparison() {
        String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
        boolean ordered = !operator.equals("=") && !operator.equals("<>");
        NaiveOperand left = operand(ordered);
        NaiveOperand right = operand(ordered);
        return new Naive(
                left.text() + " " + operator + " " + right.text(),
                document -> {
                    Optional<Object> leftValue = left.meaning().apply(document);
                    Optional<Object> rightValue = right.meaning().apply(document);
                    if (leftValue.isEmpty() || rightValue.isEmpty()) {
                        return operator.equals("<>");
                    }
                    return switch (operator) {
                        case "=" -> leftValue.equals(rightValue);
                        case "<>" -> !leftValue.equals(rightValue);
                        case "<" -> order(leftValue.get(), rightValue.get()).orElse(0) < 0;
                        case ">" -> order(leftValue.get(), rightValue.get()).orElse(0) > 0;
                        case "<=" -> order(leftValue.get(), rightValue.get()).orElse(1) <= 0;
                        default -> order(leftValue.get(), rightValue.get()).orElse(-1) >= 0;
                    };
                });
    }

    private Naive between() {
        NaiveOperand value = operand(true);
        NaiveOperand low = operand(true);
        NaiveOperand high = operand(true);
        return new Naive(
                value.text() + " BETWEEN " + low.text() + " AND " + high.text(),
                document -> {
                    Optional<Object> middle = value.meaning().apply(document);
                    Optional<Object> lowest = low.meaning().apply(document);
                    Optional<Object> highest = high.meaning().apply(document);
                    return middle.isPresent()
                            && lowest.isPresent()
                            && highest.isPresent()
                            && order(lowest.get(), middle.get()).orElse(1) <= 0
                            && order(middle.get(), highest.get()).orElse(1) <= 0;
                });
    }

    private Naive in() {
        NaiveOperand value = operand(false);
        List<NaiveOperand> candidates = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            candidates.add(operand(false));
        }
        return new Naive(
                value.text()
                        + " IN ("
                        + String.join(", ", candidates.stream().map(NaiveOperand::text).toList())
                        + ")",
                document -> {
                    Optional<Object> found = value.meaning().apply(document);
                    return found.isPresent()
                            && candidates.stream()
                                    .anyMatch(c -> c.meaning().apply(document).equals(found));
                });
    }

    private Naive call() {
        NaiveOperand path = path();
        return switch (random.nextInt(5)) {
            case 0 ->
                    new Naive(
                            "attribute_exists(" + path.text() + ")",
                            document -> path.meaning().apply(document).isPresent());
            case 1 ->
                    new Naive(
                            "attribute_not_exists(" + path.text() + ")",
                            document -> path.meaning().apply(document).isEmpty());
            case 2 -> {
                AttributeType type = AttributeType.values()[random.nextInt(10)];
                NaiveOperand name = constant(type.name());
                yield new Naive(
                        "attribute_type(" + path.text() + ", " + name.text() + ")",
                        document ->
                                path.meaning()
                                        .apply(document)
                                        .filter(v -> NaiveDocuments.type(v) == type)
                                        .isPresent());
            }
            case 3 -> {
                NaiveOperand prefix =
                        constant(random.nextBoolean() ? documents.text() : documents.bytes());
                yield new Naive(
                        "begins_with(" + path.text() + ", " + prefix.text() + ")",
                        document ->
                                path.meaning()
                                        .apply(document)
                                        .filter(v ->
                                                beginsWith(
                                                        v,
                                                        prefix.meaning()
                                                                .apply(document)
                                                                .orElseThrow()))
                                        .isPresent());
            }
            default -> {
                NaiveOperand part = operand(false);
                yield new Naive(
                        "contains(" + path.text() + ", " + part.text() + ")",
                        document -> {
                            Optional<Object> whole = path.meaning().apply(document);
                            Optional<Object> found = part.meaning().apply(document);
                            return whole.isPresent()
                                    && found.isPresent()
                                    && contains(whole.get(), found.get());
                        });
            }
        };
    }

    private NaiveOperand operand(boolean ordered) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> constant(ordered ? documents.scalar() : documents.value());
            case 3 -> size();
            default -> path();
        };
    }

    private NaiveOperand constant(Object value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return new NaiveOperand(placeholder, document -> Optional.of(value));
    }

    private NaiveOperand size() {
        NaiveOperand path = path();
        return new NaiveOperand(
                "size(" + path.text() + ")",
                document -> path.meaning().apply(document).flatMap(RandomConditionTest::size));
    }

    private NaiveOperand path() {
        StringBuilder text = new StringBuilder();
        List<Object> steps = new ArrayList<>();
        String first = NaiveDocuments.NAMES.get(random.nextInt(NaiveDocuments.NAMES.size()));
        text.append(
                (first.equals("a") || first.equals("b")) && random.nextBoolean()
                        ? "#" + first
                        : first);
        steps.add(first);
        while (random.nextInt(3) == 0) {
            if (random.nextBoolean()) {
                String name = NaiveDocuments.NAMES.get(random.nextInt(NaiveDocuments.NAMES.size()));
                text.append('.').append(name);
                steps.add(name);
            } else {
                int index = random.nextInt(3);
                text.append('[').append(index).append(']');
                steps.add(index);
            }
        }
        return new NaiveOperand(text.toString(), document -> find(document, steps));
    }

    private static Optional<Object> find(Map<String, Object> document, List<Object> steps) {
        Object value = document;
        for (Object step : steps) {
            if (step instanceof String name && value instanceof Map<?, ?> map) {
                value = map.get(name);
            } else if (step instanceof Integer index
                    && value instanceof List<?> list
                    && index < list.size()) {
                value = list.get(index);
            } else {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(value);
    }

    private static Optional<Integer> order(Object left, Object right) {
        if (left instanceof String a && right instanceof String b) {
            return Optional.of(a.compareTo(b));
        }
        if (left instanceof BigDecimal a && right instanceof BigDecimal b) {
            return Optional.of(a.compareTo(b));
        }
        if (left instanceof Bytes a && right instanceof Bytes b) {
            return Optional.of(a.hex().compareTo(b.hex()));
        }
        return Optional.empty();
    }

    private static boolean beginsWith(Object value, Object prefix) {
        if (value instanceof String text && prefix instanceof String start) {
            return text.startsWith(start);
        }
        return value instanceof Bytes bytes
                && prefix instanceof Bytes start
                && bytes.hex().startsWith(start.hex());
    }

    private static boolean contains(Object whole, Object part) {
        return switch (whole) {
            case String text -> part instanceof String inner && text.contains(inner);
            case Bytes bytes -> part instanceof Bytes inner && containsBytes(bytes, inner);
            case Elements set -> set.elements().contains(part);
            case List<?> list -> list.contains(part);
            default -> false;
        };
    }

    private static boolean containsBytes(Bytes whole, Bytes part) {
        for (int at = 0; at < whole.hex().length(); at += 2) {
            if (whole.hex().startsWith(part.hex(), at)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Object> size(Object value) {
        return switch (value) {
            case String text -> number(text.length());
            case Bytes bytes -> number(bytes.hex().length() / 2);
            case Elements set -> number(set.elements().size());
            case List<?> list -> number(list.size());
            case Map<?, ?> map -> number(map.size());
            default -> Optional.empty();
        };
    }

    private static Optional<Object> number(int value) {
        return Optional.of(BigDecimal.valueOf(value).stripTrailingZeros());
    }
}
