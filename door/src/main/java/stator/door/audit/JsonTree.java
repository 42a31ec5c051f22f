package stator.door.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, texts, truth values and {@link Digits}, and back. */
public final class JsonTree {
    private static final int DEPTH_MAX = 64;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                    .build();

    /** A number as it was sent. */
    record Digits(String text) {}

    private JsonTree() {}

    /** The members of an object; none if the bytes are no object of JSON. */
    public static Map<String, Object> members(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? object(parser) : Map.of();
        } catch (JacksonException e) {
            return Map.of();
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getString());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getString();
        };
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    /** A value with the names of all its members as CloudTrail spells them: {@code tableName}. */
    public static Object inSmallLetters(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, Object> members = new LinkedHashMap<>();
                map.forEach((name, one) ->
                        members.put(inSmallLetters((String) name), inSmallLetters(one)));
                yield members;
            }
            case List<?> list -> list.stream().map(JsonTree::inSmallLetters).toList();
            default -> value;
        };
    }

    /** A name as CloudTrail spells it. */
    public static String inSmallLetters(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Writes a value. */
    static void write(Object value, StringBuilder text) {
        switch (value) {
            case Map<?, ?> map -> {
                String between = "{";
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    text.append(between);
                    quote((String) member.getKey(), text);
                    text.append(':');
                    write(member.getValue(), text);
                    between = ",";
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String between = "[";
                for (Object one : list) {
                    text.append(between);
                    write(one, text);
                    between = ",";
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            case Digits digits -> text.append(digits.text);
            case Boolean truth -> text.append(truth);
            case Number number -> text.append(number);
            default -> quote(value.toString(), text);
        }
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }
}
