package stator.operation.random;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The attributes of one item of the model. Immutable; the values are those of {@link Json}. */
record Attributes(Map<String, Object> all) {
    static final Attributes NONE = new Attributes(Map.of());

    Attributes {
        all = Map.copyOf(all);
    }

    boolean has(String name) {
        return all.containsKey(name);
    }

    boolean isA(String name, String type) {
        return all.get(name) instanceof Map<?, ?> value && value.containsKey(type);
    }

    /** Of a number attribute. */
    int number(String name) {
        return Integer.parseInt((String) value(name, "N"));
    }

    /** Of a string attribute. */
    String text(String name) {
        return (String) value(name, "S");
    }

    /** Of a list or set attribute. */
    @SuppressWarnings("unchecked")
    List<Object> elements(String name, String type) {
        return (List<Object>) value(name, type);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> members(String name) {
        return (Map<String, Object>) value(name, "M");
    }

    private Object value(String name, String type) {
        return ((Map<?, ?>) all.get(name)).get(type);
    }

    Attributes with(String name, Object value) {
        Map<String, Object> changed = new TreeMap<>(all);
        changed.put(name, value);
        return new Attributes(changed);
    }

    Attributes without(String name) {
        Map<String, Object> changed = new TreeMap<>(all);
        changed.remove(name);
        return new Attributes(changed);
    }

    /** Only some of them. */
    Attributes only(List<String> names) {
        Map<String, Object> some = new TreeMap<>(all);
        some.keySet().retainAll(names);
        return new Attributes(some);
    }

    @Override
    public String toString() {
        return Json.write(all);
    }
}
