package stator.operation.random;

import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Items of the random requests. Apart from keys: c is a number that counts, t a text, l a list of
 * numbers, m a map, ss a set of texts; g, n and d are key attributes of indexes, and now and then
 * of the wrong type or empty.
 */
final class RandomItems {
    private RandomItems() {}

    static Attributes any(Attributes key, Random random) {
        Attributes item = key;
        for (String name : List.of("c", "t", "l", "m", "ss", "g", "n", "d")) {
            if (random.nextInt(3) > 0) {
                item = item.with(name, value(name, random));
            }
        }
        return item;
    }

    static Object value(String name, Random random) {
        boolean isOdd = random.nextInt(25) == 0;
        return switch (name) {
            case "c" -> Json.number(random.nextInt(6));
            case "t" -> Json.text("abab".substring(0, random.nextInt(5)));
            case "l" -> Json.list(List.of(Json.number(random.nextInt(9))));
            case "m" -> Json.map(Map.of("x", Json.number(random.nextInt(9))));
            case "ss" -> Json.texts("e" + random.nextInt(4), "e" + random.nextInt(4));
            case "g" ->
                    isOdd
                            ? (random.nextBoolean() ? Json.number(1) : Json.text(""))
                            : Json.text("g" + random.nextInt(2));
            case "n" -> isOdd ? Json.text("no number") : Json.number(random.nextInt(6) - 2);
            // No index has it as its key at the beginning, so any type goes.
            case "d" ->
                    random.nextInt(4) == 0
                            ? Json.text("no number")
                            : Json.number(random.nextInt(3));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
