package stator.operation.random;

import java.util.Random;
import java.util.function.Predicate;

/**
 * A condition and what it means. The attributes are those of {@link RandomItems}: each has one type
 * wherever it is there.
 */
record RandomCondition(String text, Predicate<Attributes> holds) {
    static RandomCondition any(Random random, Values values) {
        return any(random, values, 2);
    }

    private static RandomCondition any(Random random, Values values, int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return simple(random, values);
        }
        RandomCondition left = any(random, values, depth - 1);
        return switch (random.nextInt(3)) {
            case 0 -> new RandomCondition("NOT " + left.text, left.holds.negate());
            case 1 -> {
                RandomCondition right = any(random, values, depth - 1);
                yield new RandomCondition(
                        "(" + left.text + " AND " + right.text + ")", left.holds.and(right.holds));
            }
            default -> {
                RandomCondition right = any(random, values, depth - 1);
                yield new RandomCondition(
                        "(" + left.text + " OR " + right.text + ")", left.holds.or(right.holds));
            }
        };
    }

    private static RandomCondition simple(Random random, Values values) {
        return switch (random.nextInt(8)) {
            case 0 -> exists(random, values);
            case 1, 2 -> comparison(random, values);
            case 3 -> between(random, values);
            case 4 -> {
                String start = "ab".substring(0, random.nextInt(2) + 1);
                yield new RandomCondition(
                        "begins_with(t, " + values.bind(Json.text(start)) + ")",
                        item -> item.has("t") && item.text("t").startsWith(start));
            }
            case 5 -> {
                String element = "e" + random.nextInt(4);
                yield new RandomCondition(
                        "contains(ss, " + values.bind(Json.text(element)) + ")",
                        item -> item.has("ss") && item.elements("ss", "SS").contains(element));
            }
            case 6 -> {
                int size = random.nextInt(4);
                yield new RandomCondition(
                        "size(l) > " + values.bind(Json.number(size)),
                        item -> item.has("l") && item.elements("l", "L").size() > size);
            }
            default -> in(random, values);
        };
    }

    private static RandomCondition exists(Random random, Values values) {
        String name = "ctlm".substring(random.nextInt(4)).substring(0, 1);
        boolean wanted = random.nextBoolean();
        String text =
                values.isPartiQl()
                        ? name + " IS " + (wanted ? "NOT " : "") + "MISSING"
                        : "attribute_" + (wanted ? "" : "not_") + "exists(" + name + ")";
        return new RandomCondition(text, item -> item.has(name) == wanted);
    }

    private static RandomCondition comparison(Random random, Values values) {
        int operand = random.nextInt(10) - 3;
        String bound = values.bind(Json.number(operand));
        return switch (random.nextInt(5)) {
            case 0 -> number("c = " + bound, c -> c == operand);
            case 1 -> number("c < " + bound, c -> c < operand);
            case 2 -> number("c <= " + bound, c -> c <= operand);
            case 3 -> number("c > " + bound, c -> c > operand);
            default -> number("c >= " + bound, c -> c >= operand);
        };
    }

    private static RandomCondition between(Random random, Values values) {
        int low = random.nextInt(10) - 3;
        int high = low + random.nextInt(5);
        String text =
                "c BETWEEN "
                        + values.bind(Json.number(low))
                        + " AND "
                        + values.bind(Json.number(high));
        return number(text, c -> low <= c && c <= high);
    }

    private static RandomCondition in(Random random, Values values) {
        int one = random.nextInt(10) - 3;
        int other = random.nextInt(10) - 3;
        String both = values.bind(Json.number(one)) + ", " + values.bind(Json.number(other));
        String text = values.isPartiQl() ? "c IN [" + both + "]" : "c IN (" + both + ")";
        return number(text, c -> c == one || c == other);
    }

    private static RandomCondition number(String text, Predicate<Integer> holds) {
        return new RandomCondition(text, item -> item.has("c") && holds.test(item.number("c")));
    }
}
