package stator.operation.random;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * An update expression and what it means.
 *
 * @param set what it gives to attributes as it stands, whatever the item is
 * @param onlyRemoves so that it creates no item
 */
record RandomUpdate(
        String text, List<Action> actions, Map<String, Object> set, boolean onlyRemoves) {
    private static final int LIST_ELEMENTS_MAX = 4;

    /** One action; the operator gets the item before the update and the item so far. */
    record Action(String clause, String text, String name, Effect effect) {}

    /** What an action makes of an item; empty if it cannot. */
    @FunctionalInterface
    interface Effect {
        Optional<Attributes> apply(Attributes before, Attributes now);
    }

    /** The updated item; empty if the update is not possible. */
    Optional<Attributes> apply(Attributes before) {
        Optional<Attributes> now = Optional.of(before);
        for (Action action : actions) {
            now = now.flatMap(item -> action.effect.apply(before, item));
        }
        return now;
    }

    static RandomUpdate any(Random random, Values values) {
        List<Action> actions = new ArrayList<>();
        Map<String, Object> set = new TreeMap<>();
        Set<String> names = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = List.of("c", "t", "l", "m", "ss", "g", "n", "d").get(random.nextInt(8));
            if (names.add(name)) {
                actions.add(action(name, random, values, set));
            }
        }
        String text =
                List.of("SET", "REMOVE", "ADD", "DELETE").stream()
                        .filter(clause -> actions.stream().anyMatch(a -> a.clause.equals(clause)))
                        .map(clause ->
                                actions.stream()
                                        .filter(action -> action.clause.equals(clause))
                                        .map(Action::text)
                                        .collect(Collectors.joining(", ", clause + " ", "")))
                        .collect(Collectors.joining(" "));
        boolean onlyRemoves = actions.stream().allMatch(a -> "REMOVE DELETE".contains(a.clause));
        return new RandomUpdate(text, actions, set, onlyRemoves);
    }

    private static Action action(
            String name, Random random, Values values, Map<String, Object> set) {
        return switch (name) {
            case "c" -> counter(random, values, set);
            case "l" -> list(random, values);
            case "m" -> member(random, values);
            case "ss" -> elements(random, values);
            default ->
                    random.nextInt(3) == 0
                            ? removal(name)
                            : assignment(name, RandomItems.value(name, random), values, set);
        };
    }

    private static Action removal(String name) {
        return new Action("REMOVE", name, name, (before, now) -> Optional.of(now.without(name)));
    }

    private static Action assignment(
            String name, Object value, Values values, Map<String, Object> set) {
        set.put(name, value);
        return new Action(
                "SET",
                name + " = " + values.bind(value),
                name,
                (before, now) -> Optional.of(now.with(name, value)));
    }

    private static Action counter(Random random, Values values, Map<String, Object> set) {
        int amount = random.nextInt(5) - 2;
        Object bound = Json.number(amount);
        return switch (random.nextInt(4)) {
            case 0 -> assignment("c", bound, values, set);
            case 1 ->
                    new Action(
                            "SET",
                            "c = c + " + values.bind(bound),
                            "c",
                            (before, now) ->
                                    before.has("c")
                                            ? Optional.of(added(before, now, amount))
                                            : Optional.empty());
            case 2 ->
                    new Action(
                            "SET",
                            "c = if_not_exists(c, "
                                    + values.bind(Json.number(0))
                                    + ") + "
                                    + values.bind(bound),
                            "c",
                            (before, now) -> Optional.of(added(before, now, amount)));
            default ->
                    new Action(
                            "ADD",
                            "c " + values.bind(bound),
                            "c",
                            (before, now) -> Optional.of(added(before, now, amount)));
        };
    }

    private static Attributes added(Attributes before, Attributes now, int amount) {
        return now.with("c", Json.number((before.has("c") ? before.number("c") : 0) + amount));
    }

    private static Action list(Random random, Values values) {
        Object element = Json.number(random.nextInt(9));
        if (random.nextInt(LIST_ELEMENTS_MAX) == 0) {
            return removal("l");
        }
        return new Action(
                "SET",
                "l = list_append(if_not_exists(l, "
                        + values.bind(Json.list(List.of()))
                        + "), "
                        + values.bind(Json.list(List.of(element)))
                        + ")",
                "l",
                (before, now) -> {
                    List<Object> longer =
                            new ArrayList<>(
                                    before.has("l") ? before.elements("l", "L") : List.of());
                    longer.add(element);
                    return Optional.of(now.with("l", Json.list(longer)));
                });
    }

    private static Action member(Random random, Values values) {
        String member = "xy".substring(random.nextInt(2)).substring(0, 1);
        Object value = Json.number(random.nextInt(9));
        return switch (random.nextInt(3)) {
            case 0 ->
                    new Action(
                            "SET",
                            "m = " + values.bind(Json.map(Map.of())),
                            "m",
                            (before, now) -> Optional.of(now.with("m", Json.map(Map.of()))));
            default ->
                    new Action(
                            "SET",
                            "m." + member + " = " + values.bind(value),
                            "m",
                            (before, now) -> {
                                if (!before.has("m")) {
                                    return Optional.empty();
                                }
                                Map<String, Object> members = new TreeMap<>(before.members("m"));
                                members.put(member, value);
                                return Optional.of(now.with("m", Json.map(members)));
                            });
        };
    }

    private static Action elements(Random random, Values values) {
        String element = "e" + random.nextInt(4);
        boolean adds = random.nextBoolean();
        String text = "ss " + values.bind(Json.texts(element));
        BinaryOperator<Attributes> effect =
                (before, now) -> {
                    TreeSet<Object> set =
                            new TreeSet<>(
                                    before.has("ss") ? before.elements("ss", "SS") : List.of());
                    if (adds) {
                        set.add(element);
                    } else {
                        set.remove(element);
                    }
                    return set.isEmpty()
                            ? now.without("ss")
                            : now.with("ss", Map.of("SS", List.copyOf(set)));
                };
        return new Action(
                adds ? "ADD" : "DELETE",
                text,
                "ss",
                (before, now) -> Optional.of(effect.apply(before, now)));
    }
}
