package stator.operation.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as maps, lists and texts, in one form only: members in order, and the elements of sets too.
 * Attribute values are maps of their type: two are equal if their maps are.
 */
final class Json {
    private Json() {}

    static Map<String, Object> number(int value) {
        return Map.of("N", Integer.toString(value));
    }

    static Map<String, Object> text(String value) {
        return Map.of("S", value);
    }

    static Map<String, Object> texts(String... values) {
        return Map.of("SS", List.copyOf(new TreeSet<>(Arrays.asList(values))));
    }

    static Map<String, Object> list(List<Object> values) {
        return Map.of("L", List.copyOf(values));
    }

    static Map<String, Object> map(Map<String, Object> values) {
        return Map.of("M", new TreeMap<>(values));
    }

    /** An object of name, value, name, value, … */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static String write(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    new TreeMap<Object, Object>(map)
                            .entrySet().stream()
                                    .map(e -> write(e.getKey()) + ":" + write(e.getValue()))
                                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            case String text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            default -> value.toString();
        };
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> read(byte[] bytes, int length) {
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), bytes, 0, length)) {
            parser.nextToken();
            return (Map<String, Object>) value(parser);
        }
    }

    private static Object value(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new TreeMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                object.put(name, value(parser));
            }
            if (object.size() == 1 && object.get("SS") instanceof List<?> set) {
                object.put("SS", List.copyOf(new TreeSet<Object>(set)));
            }
            return object;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        }
        return parser.getString();
    }
}
