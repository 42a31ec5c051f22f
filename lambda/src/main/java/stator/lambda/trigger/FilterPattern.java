package stator.lambda.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import stator.identity.policy.AddressRange;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/**
 * A pattern of events: an object whose leaves are lists of what a value may be, as Amazon
 * EventBridge has it. All members of an object have to match, and any element of a list.
 *
 * <p>The grammar: {@code object := { name: object | [rule, …] | "$or": [object, …] }}, {@code rule
 * := value | {"exists": b} | {"prefix": s | {"equals-ignore-case": s}} | {"suffix": …} |
 * {"equals-ignore-case": s} | {"wildcard": s} | {"cidr": s} | {"numeric": [operator, number, …]} |
 * {"anything-but": value | [value, …] | {"prefix" | "suffix" | "equals-ignore-case" | "wildcard": s
 * | [s, …]}}}.
 */
final class FilterPattern {
    private static final String OR = "$or";
    private static final int DEPTH_MAX = 100;

    /** What stands for a member that is not there. */
    private static final Object ABSENT = new Object();

    private final Predicate<Object> test;

    private FilterPattern(Predicate<Object> test) {
        this.test = test;
    }

    /** Reads a pattern; empty if it is none. */
    static Optional<FilterPattern> parse(String text) {
        try {
            return JsonTree.parse(text)
                    .filter(Map.class::isInstance)
                    .map(tree -> new FilterPattern(object((Map<?, ?>) tree, 0)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether an event, as {@link JsonTree} has it, is one of the pattern. */
    boolean matches(Object event) {
        return test.test(event);
    }

    private static IllegalArgumentException wrong(Object part) {
        return new IllegalArgumentException("no pattern: " + part);
    }

    private static Predicate<Object> object(Map<?, ?> pattern, int depth) {
        if (pattern.isEmpty() || depth > DEPTH_MAX) {
            throw wrong(pattern);
        }
        List<Predicate<Object>> all = new ArrayList<>();
        pattern.forEach((name, part) -> {
            if (name.equals(OR)) {
                all.add(or(part, depth));
            } else {
                Predicate<Object> inside = part(part, depth + 1);
                all.add(event -> inside.test(member(event, name)));
            }
        });
        return event -> all.stream().allMatch(one -> one.test(event));
    }

    private static Object member(Object event, Object name) {
        return event instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : ABSENT;
    }

    private static Predicate<Object> or(Object part, int depth) {
        if (!(part instanceof List<?> list) || list.isEmpty()) {
            throw wrong(part);
        }
        List<Predicate<Object>> any = new ArrayList<>();
        for (Object one : list) {
            if (!(one instanceof Map<?, ?> map)) {
                throw wrong(one);
            }
            any.add(object(map, depth + 1));
        }
        return event -> any.stream().anyMatch(one -> one.test(event));
    }

    private static Predicate<Object> part(Object part, int depth) {
        if (part instanceof Map<?, ?> map) {
            return object(map, depth);
        }
        if (!(part instanceof List<?> list) || list.isEmpty()) {
            throw wrong(part);
        }
        List<Predicate<Object>> any = new ArrayList<>();
        list.forEach(rule -> any.add(rule(rule)));
        return value -> any.stream().anyMatch(one -> one.test(value));
    }

    private static Predicate<Object> rule(Object rule) {
        if (!(rule instanceof Map<?, ?> map)) {
            if (rule instanceof List<?>) {
                throw wrong(rule);
            }
            return each(value -> same(value, rule));
        }
        if (map.size() != 1) {
            throw wrong(rule);
        }
        String name = (String) map.keySet().iterator().next();
        Object argument = map.get(name);
        return switch (name) {
            case "exists" -> exists(argument);
            case "numeric" -> each(numeric(argument));
            case "anything-but" -> anythingBut(argument);
            default -> each(text(name, argument));
        };
    }

    /** Of a list in the event, one element is enough. */
    private static Predicate<Object> each(Predicate<Object> one) {
        return value ->
                value != ABSENT
                        && (value instanceof List<?> list
                                ? list.stream().anyMatch(one)
                                : one.test(value));
    }

    private static boolean same(Object value, Object wanted) {
        if (value instanceof Literal one && wanted instanceof Literal other) {
            Optional<Double> left = number(one);
            Optional<Double> right = number(other);
            return left.isPresent() && right.isPresent()
                    ? left.get().equals(right.get())
                    : one.equals(other);
        }
        return value.equals(wanted);
    }

    private static Optional<Double> number(Object value) {
        try {
            return value instanceof Literal literal
                    ? Optional.of(Double.parseDouble(literal.text()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Only leaves exist: what holds others does not. */
    private static Predicate<Object> exists(Object argument) {
        boolean wanted = argument.equals(new Literal("true"));
        if (!wanted && !argument.equals(new Literal("false"))) {
            throw wrong(argument);
        }
        return value -> (value != ABSENT && !(value instanceof Map<?, ?>)) == wanted;
    }

    private static Predicate<Object> text(String name, Object argument) {
        boolean isNested =
                argument instanceof Map<?, ?> map
                        && map.size() == 1
                        && map.get("equals-ignore-case") instanceof String
                        && (name.equals("prefix") || name.equals("suffix"));
        Object given = isNested ? ((Map<?, ?>) argument).get("equals-ignore-case") : argument;
        if (!(given instanceof String wanted)) {
            throw wrong(argument);
        }
        Predicate<String> test = textTest(name, isNested ? lower(wanted) : wanted);
        return value -> value instanceof String text && test.test(isNested ? lower(text) : text);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static Predicate<String> textTest(String name, String wanted) {
        return switch (name) {
            case "prefix" -> text -> text.startsWith(wanted);
            case "suffix" -> text -> text.endsWith(wanted);
            case "equals-ignore-case" -> text -> text.equalsIgnoreCase(wanted);
            case "wildcard" -> text -> wildcard(text, wanted);
            case "cidr" -> {
                if (!AddressRange.contains(wanted, wanted.replaceAll("/.*", ""))) {
                    throw wrong(wanted);
                }
                yield text -> AddressRange.contains(wanted, text);
            }
            default -> throw wrong(name);
        };
    }

    /**
     * A star stands for any text; the first that fits is taken, and a later one if it was wrong.
     */
    private static boolean wildcard(String text, String pattern) {
        int at = 0;
        int in = 0;
        int star = -1;
        int afterStar = 0;
        while (at < text.length()) {
            if (in < pattern.length() && pattern.charAt(in) == '*') {
                star = in++;
                afterStar = at;
            } else if (in < pattern.length() && pattern.charAt(in) == text.charAt(at)) {
                in++;
                at++;
            } else if (star >= 0) {
                in = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (in < pattern.length() && pattern.charAt(in) == '*') {
            in++;
        }
        return in == pattern.length();
    }

    private static Predicate<Object> numeric(Object argument) {
        if (!(argument instanceof List<?> list) || list.isEmpty() || list.size() % 2 != 0) {
            throw wrong(argument);
        }
        List<Predicate<Double>> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i += 2) {
            double limit = number(list.get(i + 1)).orElseThrow(() -> wrong(argument));
            all.add(comparison(list.get(i), limit));
        }
        return value ->
                number(value).filter(n -> all.stream().allMatch(one -> one.test(n))).isPresent();
    }

    private static Predicate<Double> comparison(Object operator, double limit) {
        return switch (operator) {
            case String text when text.equals("=") -> value -> value == limit;
            case String text when text.equals("<") -> value -> value < limit;
            case String text when text.equals("<=") -> value -> value <= limit;
            case String text when text.equals(">") -> value -> value > limit;
            case String text when text.equals(">=") -> value -> value >= limit;
            default -> throw wrong(operator);
        };
    }

    private static Predicate<Object> anythingBut(Object argument) {
        List<Predicate<Object>> forbidden = new ArrayList<>();
        if (argument instanceof Map<?, ?> map && map.size() == 1) {
            String name = (String) map.keySet().iterator().next();
            Object texts = map.get(name);
            for (Object text : texts instanceof List<?> list ? list : List.of(texts)) {
                forbidden.add(text(name, text));
            }
        } else {
            for (Object one : argument instanceof List<?> list ? list : List.of(argument)) {
                if (one instanceof Map<?, ?> || one instanceof List<?>) {
                    throw wrong(argument);
                }
                forbidden.add(value -> same(value, one));
            }
        }
        if (forbidden.isEmpty()) {
            throw wrong(argument);
        }
        return each(value ->
                !(value instanceof Map<?, ?>)
                        && forbidden.stream().noneMatch(one -> one.test(value)));
    }
}
