package stator.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import stator.expression.NaiveDocuments.Elements;
import stator.model.Item;

/** Random updates of random documents, held against a naive application to plain Java objects. */
final class RandomUpdateTest {
    private static final int UPDATES = 10_000;

    private final long seed = Long.getLong("stator.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final NaiveDocuments documents = new NaiveDocuments(random);
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** One place of a document: an attribute, an attribute of a map in it, or an element. */
    private record Place(String name, Object step) {
        String text() {
            return step == null
                    ? name
                    : step instanceof String s ? name + "." + s : name + "[" + step + "]";
        }
    }

    @Test
    void changeWhatTheySay() {
        ExpressionCache cache = new ExpressionCache(100);
        for (int i = 0; i < UPDATES; i++) {
            values.clear();
            Map<String, Object> document = documents.document();
            Item item = NaiveDocuments.item(document);
            Map<Place, Object> written = new LinkedHashMap<>();
            Set<Place> removed = new HashSet<>();
            String text = update(document, written, removed);
            if (text.isEmpty()) {
                continue;
            }
            UpdateExpression update =
                    new ExpressionContext(
                                    cache,
                                    null,
                                    values.isEmpty() ? null : NaiveDocuments.item(values))
                            .update(text);
            Map<String, Object> expected = apply(document, written, removed);
            assertEquals(
                    NaiveDocuments.item(expected),
                    update.apply(item),
                    () -> text + " with " + values + " on " + item + ", seed " + seed);
        }
    }

    /** A text, and what it must do: places and what is there then. */
    private String update(
            Map<String, Object> document, Map<Place, Object> written, Set<Place> removed) {
        List<String> set = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        List<String> add = new ArrayList<>();
        List<String> delete = new ArrayList<>();
        for (Place place : places(document)) {
            Object current = current(document, place);
            switch (random.nextInt(5)) {
                case 0 -> {
                    Object value = documents.value();
                    set.add(place.text() + " = " + constant(value));
                    written.put(place, value);
                }
                case 1 -> {
                    remove.add(place.text());
                    removed.add(place);
                }
                case 2 -> {
                    if (current instanceof BigDecimal number) {
                        BigDecimal more = documents.number();
                        add.add(place.text() + " " + constant(more));
                        written.put(place, number.add(more).stripTrailingZeros());
                    } else if (current instanceof Elements elements) {
                        Elements more = new Elements(elements.type(), other(elements));
                        add.add(place.text() + " " + constant(more));
                        Set<Object> all = new HashSet<>(elements.elements());
                        all.addAll(more.elements());
                        written.put(place, new Elements(elements.type(), all));
                    }
                }
                case 3 -> {
                    if (current instanceof Elements elements) {
                        Set<Object> rest = new HashSet<>(elements.elements());
                        Object one = rest.iterator().next();
                        rest.remove(one);
                        delete.add(
                                place.text()
                                        + " "
                                        + constant(new Elements(elements.type(), Set.of(one))));
                        if (rest.isEmpty()) {
                            removed.add(place);
                        } else {
                            written.put(place, new Elements(elements.type(), rest));
                        }
                    }
                }
                default -> copy(document, place, set, written);
            }
        }
        List<String> sections = new ArrayList<>();
        section("SET", set, sections);
        section("REMOVE", remove, sections);
        section("ADD", add, sections);
        section("DELETE", delete, sections);
        Collections.shuffle(sections, random);
        return String.join(" ", sections);
    }

    private void copy(
            Map<String, Object> document,
            Place place,
            List<String> set,
            Map<Place, Object> written) {
        String name = NaiveDocuments.NAMES.get(random.nextInt(NaiveDocuments.NAMES.size()));
        Object source = document.get(name);
        if (source instanceof BigDecimal number && random.nextBoolean()) {
            BigDecimal less = documents.number();
            set.add(place.text() + " = " + name + " - " + constant(less));
            written.put(place, number.subtract(less).stripTrailingZeros());
        } else if (source instanceof List<?> list && random.nextBoolean()) {
            List<Object> more = List.of(documents.value());
            List<Object> all = new ArrayList<>(list);
            all.addAll(more);
            set.add(place.text() + " = list_append(" + name + ", " + constant(more) + ")");
            written.put(place, all);
        } else {
            Object fallback = documents.value();
            set.add(place.text() + " = if_not_exists(" + name + ", " + constant(fallback) + ")");
            written.put(place, source == null ? fallback : source);
        }
    }

    private Set<Object> other(Elements elements) {
        Set<Object> all = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            Elements more = documents.elements();
            if (more.type() == elements.type()) {
                all.addAll(more.elements());
            }
        }
        return all.isEmpty() ? elements.elements() : all;
    }

    private static void section(String keyword, List<String> actions, List<String> sections) {
        if (!actions.isEmpty()) {
            sections.add(keyword + " " + String.join(", ", actions));
        }
    }

    private String constant(Object value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    /** Some places that do not overlap. */
    private List<Place> places(Map<String, Object> document) {
        List<Place> places = new ArrayList<>();
        for (String name : NaiveDocuments.NAMES) {
            Object value = document.get(name);
            if (value instanceof Map<?, ?> && random.nextBoolean()) {
                NaiveDocuments.NAMES.stream()
                        .filter(inner -> random.nextInt(3) == 0)
                        .forEach(inner -> places.add(new Place(name, inner)));
            } else if (value instanceof List<?> && random.nextBoolean()) {
                for (int index = 0; index < 6; index++) {
                    if (random.nextInt(3) == 0) {
                        places.add(new Place(name, index));
                    }
                }
            } else if (random.nextInt(3) == 0) {
                places.add(new Place(name, null));
            }
        }
        Collections.shuffle(places, random);
        return places;
    }

    private static Object current(Map<String, Object> document, Place place) {
        Object value = document.get(place.name());
        if (place.step() instanceof String inner) {
            return ((Map<?, ?>) value).get(inner);
        }
        if (place.step() instanceof Integer index) {
            List<?> list = (List<?>) value;
            return index < list.size() ? list.get(index) : null;
        }
        return value;
    }

    private static Map<String, Object> apply(
            Map<String, Object> document, Map<Place, Object> written, Set<Place> removed) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String name : NaiveDocuments.NAMES) {
            Place whole = new Place(name, null);
            Object value = document.get(name);
            if (written.containsKey(whole)) {
                result.put(name, written.get(whole));
            } else if (value instanceof Map<?, ?> map) {
                Map<Object, Object> changed = new LinkedHashMap<>(map);
                for (String inner : NaiveDocuments.NAMES) {
                    Place place = new Place(name, inner);
                    if (written.containsKey(place)) {
                        changed.put(inner, written.get(place));
                    } else if (removed.contains(place)) {
                        changed.remove(inner);
                    }
                }
                result.put(name, changed);
            } else if (value instanceof List<?> list) {
                result.put(name, elements(name, list, written, removed));
            } else if (value != null) {
                result.put(name, value);
            }
            if (removed.contains(whole)) {
                result.remove(name);
            }
        }
        return result;
    }

    private static List<Object> elements(
            String name, List<?> list, Map<Place, Object> written, Set<Place> removed) {
        TreeMap<Integer, Object> changed = new TreeMap<>();
        for (int index = 0; index < list.size(); index++) {
            changed.put(index, list.get(index));
        }
        for (int index = 0; index < 6; index++) {
            Place place = new Place(name, index);
            if (written.containsKey(place)) {
                changed.put(index, written.get(place));
            } else if (removed.contains(place)) {
                changed.remove(index);
            }
        }
        return List.copyOf(changed.values());
    }
}
