package stator.protocol;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON of no known shape, such as a policy that a request carries as text: an object is a map in
 * the order of the text, an array a list, a string a string. Numbers are kept as they are written
 * ({@link Literal}), and so are {@code true}, {@code false} and {@code null}.
 */
public final class JsonTree {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonTree() {}

    /** What is neither text nor made of others: a number, true, false or null, as written. */
    public record Literal(String text) {}

    /** The value that a text says; empty if it is no JSON, or has an object with equal names. */
    public static Optional<Object> parse(String text) {
        if (!UnicodeCheck.isUnicode(text.getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), new StringReader(text))) {
            if (in.nextToken() == null) {
                return Optional.empty();
            }
            Object value = value(in);
            return in.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser in) {
        return switch (in.currentToken()) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> in.getString();
            default -> new Literal(in.getString());
        };
    }

    private static Map<String, Object> object(JsonParser in) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            members.put(name, value(in));
        }
        return members;
    }

    private static List<Object> array(JsonParser in) {
        List<Object> elements = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(in));
        }
        return elements;
    }

    /** The text of a value, without a space and in the order of its maps. */
    public static String write(Object value) {
        ResponseWriter out = new ResponseWriter(256);
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, ResponseWriter out) {
        switch (value) {
            case Map<?, ?> object -> {
                out.startObject();
                object.forEach((name, member) -> write(member, out.field((String) name)));
                out.endObject();
            }
            case List<?> array -> {
                out.startArray();
                array.forEach(element -> write(element, out));
                out.endArray();
            }
            case String text -> out.string(text);
            case Literal literal -> out.literal(literal.text());
            default -> throw new IllegalArgumentException("No JSON: " + value.getClass());
        }
    }
}
