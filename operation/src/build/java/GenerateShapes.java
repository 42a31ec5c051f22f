import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the shapes of every operation's request from Smithy models into the compact text that
 * {@code ShapeCatalog} reads. Run by the build, never shipped.
 *
 * <p>Arguments: the file to write, then the models in the order in which they are laid over each
 * other. A model is a file, or {@code classpath:} and a resource. A shape of a later model replaces
 * the one before; a structure that has the trait {@code stator#extends} adds its members, and one
 * that has {@code stator#order} names the members that are checked first, in that order.
 */
public final class GenerateShapes {
    /** Traits of our own, in the overlay only. */
    private static final String EXTENDS = "stator#extends";

    private static final String ORDER = "stator#order";
    private static final String CHECKS = "stator#checks";

    private final Map<String, Map<String, Object>> shapes = new LinkedHashMap<>();
    private final Set<String> written = new LinkedHashSet<>();
    private final List<String> lines = new ArrayList<>();

    private GenerateShapes() {}

    public static void main(String[] arguments) throws IOException {
        Path output = Path.of(arguments[0]);
        GenerateShapes generator = new GenerateShapes();
        for (int i = 1; i < arguments.length; i++) {
            generator.overlay(arguments[i]);
        }
        generator.writeOperations();
        Files.createDirectories(output.getParent());
        Files.writeString(output, String.join("\n", generator.lines) + "\n");
    }

    private void overlay(String source) throws IOException {
        for (Map.Entry<String, Object> entry : object(parse(source).get("shapes")).entrySet()) {
            String name = simple(entry.getKey());
            Map<String, Object> shape = object(entry.getValue());
            if (traits(shape).containsKey(EXTENDS) && shapes.containsKey(name)) {
                extend(shapes.get(name), shape);
            } else {
                shapes.put(name, shape);
            }
        }
    }

    private static void extend(Map<String, Object> base, Map<String, Object> addition) {
        Map<String, Object> members = object(base.computeIfAbsent("members", key -> empty()));
        members.putAll(object(addition.getOrDefault("members", empty())));
        Map<String, Object> traits = object(base.computeIfAbsent("traits", key -> empty()));
        traits.putAll(traits(addition));
    }

    private void writeOperations() {
        List<String> operations = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            if ("operation".equals(shape.get("type"))) {
                operations.add(name);
            }
        });
        Collections.sort(operations);
        for (String operation : operations) {
            String input = target(shapes.get(operation).get("input"));
            lines.add(line("operation", operation, input));
            write(input);
        }
    }

    private void write(String name) {
        if (!written.add(name)) {
            return;
        }
        Map<String, Object> shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("No shape " + name);
        }
        String type = (String) shape.get("type");
        switch (type) {
            case "structure" -> writeStructure(name, shape);
            case "list" -> {
                String member = target(shape.get("member"));
                lines.add(line("list", name, member, range(shape, "length")));
                write(member);
            }
            case "map" -> {
                String key = target(shape.get("key"));
                String value = target(shape.get("value"));
                lines.add(line("map", name, key, value, range(shape, "length")));
                write(key);
                write(value);
            }
            case "string" -> writeString(name, shape);
            case "enum" -> lines.add(line("enum", name, enumValues(shape)));
            case "integer", "long" -> lines.add(line(type, name, range(shape, "range")));
            case "boolean", "double", "timestamp", "blob" -> lines.add(line(type, name));
            case "union" -> lines.add(line("attributeValue", name));
            default -> throw new IllegalStateException("A " + type + " in a request: " + name);
        }
    }

    /** The members as declared, and the names of those that are checked before the others. */
    private void writeStructure(String name, Map<String, Object> shape) {
        Map<String, Object> members = object(shape.getOrDefault("members", empty()));
        StringJoiner declared = new StringJoiner(" ");
        members.forEach((member, definition) -> {
            boolean required = traits(object(definition)).containsKey("smithy.api#required");
            declared.add(member + ":" + target(definition) + (required ? "!" : ""));
        });
        StringJoiner order = new StringJoiner(" ");
        if (traits(shape).get(ORDER) instanceof List<?> first) {
            for (Object member : first) {
                if (!members.containsKey(member)) {
                    throw new IllegalStateException(name + " has no member " + member);
                }
                order.add((String) member);
            }
        }
        lines.add(line("structure", name, declared.toString(), order.toString()));
        members.values().forEach(definition -> write(target(definition)));
    }

    /** The checks of a string in the order in which AWS reports them. */
    private void writeString(String name, Map<String, Object> shape) {
        Object pattern = traits(shape).get("smithy.api#pattern");
        Object checks = traits(shape).getOrDefault(CHECKS, "pattern-first");
        lines.add(line(
                "string",
                name,
                range(shape, "length"),
                (String) checks,
                pattern == null ? "" : plain((String) pattern, checks)));
    }

    /** The pattern as AWS shows it: mostly, the model's anchors are not part of it. */
    private static String plain(String pattern, Object checks) {
        boolean anchored = pattern.startsWith("^") && pattern.endsWith("$");
        return anchored && !checks.equals("anchored") ? pattern.substring(1, pattern.length() - 1) : pattern;
    }

    /**
     * The values of an enum in the order in which AWS lists them: that of a hash table with 32
     * buckets whose newest entry comes first. All lists known from AWS's answers are in this order.
     */
    private static String enumValues(Map<String, Object> shape) {
        List<String> values = new ArrayList<>();
        object(shape.get("members")).forEach((member, definition) -> {
            Object value = traits(object(definition)).get("smithy.api#enumValue");
            values.add(value == null ? member : (String) value);
        });
        Collections.reverse(values);
        values.sort(Comparator.comparingInt(value -> value.hashCode() & 31));
        return String.join(" ", values);
    }

    /** {@code min..max}, either of which may be missing. */
    private static String range(Map<String, Object> shape, String trait) {
        if (!(traits(shape).get("smithy.api#" + trait) instanceof Map<?, ?> range)) {
            return "..";
        }
        return text(range.get("min")) + ".." + text(range.get("max"));
    }

    private static String text(Object number) {
        return number == null ? "" : number.toString();
    }

    private static String line(String... fields) {
        return Stream.of(fields).collect(Collectors.joining("\t"));
    }

    private static String target(Object reference) {
        return simple((String) object(reference).get("target"));
    }

    private static String simple(String absolute) {
        return absolute.substring(absolute.indexOf('#') + 1);
    }

    private static Map<String, Object> traits(Map<String, Object> shape) {
        return object(shape.getOrDefault("traits", empty()));
    }

    private static Map<String, Object> empty() {
        return new LinkedHashMap<>();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static Map<String, Object> parse(String source) throws IOException {
        byte[] bytes = read(source);
        try (JsonParser parser =
                new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            parser.nextToken();
            return object(value(parser));
        }
    }

    private static byte[] read(String source) throws IOException {
        if (!source.startsWith("classpath:")) {
            return Files.readAllBytes(Path.of(source));
        }
        String resource = source.substring("classpath:".length());
        try (InputStream stream =
                GenerateShapes.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                throw new UncheckedIOException(new IOException("No resource " + resource));
            }
            return stream.readAllBytes();
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = empty();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> "null";
            default -> parser.getString();
        };
    }
}
