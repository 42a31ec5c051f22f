package stator.protocol.shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import stator.protocol.shape.Shape.Limits;
import stator.protocol.shape.Shape.TextChecks;

/**
 * The shapes of all requests of a service, as its build took them from AWS's model.
 *
 * <p>The text of all of them is read at once, which is little; a shape is made of its line when an
 * operation that needs it is called first. Thread-safe.
 */
public final class ShapeCatalog {
    /** The fields of a line, which is a shape, by the shape's name. */
    private final Map<String, String> lines = new HashMap<>();

    /** The name of an operation's input, by the operation's name. */
    private final Map<String, String> inputs = new HashMap<>();

    private final Map<String, StructShape> read = new ConcurrentHashMap<>();

    /**
     * Reads the shapes of a service.
     *
     * @param text a line for each operation and each shape, as the service's build writes it
     */
    public ShapeCatalog(String text) {
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            int name = text.indexOf('\t', at) + 1;
            int rest = text.indexOf('\t', name);
            if (text.startsWith("operation", at)) {
                inputs.put(text.substring(name, rest), text.substring(rest + 1, end));
            } else {
                boolean bare = rest < 0 || rest > end;
                lines.put(text.substring(name, bare ? end : rest), text.substring(at, end));
            }
            at = end + 1;
        }
    }

    /** The names of all operations of the API. */
    public Set<String> operations() {
        return new TreeSet<>(inputs.keySet());
    }

    /** The shape of an operation's request. */
    public StructShape input(String operation) {
        StructShape shape = read.get(operation);
        return shape != null
                ? shape
                : read.computeIfAbsent(operation, key -> (StructShape) shape(inputs.get(key)));
    }

    private Shape shape(String name) {
        String[] fields = lines.get(name).split("\t", -1);
        return switch (fields[0]) {
            case "structure" -> structure(fields);
            case "list" -> new Shape.Sequence(name, shape(fields[2]), Limits.parse(fields[3]));
            case "map" -> map(fields);
            case "string" -> text(fields);
            case "enum" -> new Shape.Choice(name, List.of(fields[2].split(" ")));
            case "integer" -> new Shape.Int32(name, Limits.parse(fields[2]));
            case "long" -> new Shape.Int64(name, Limits.parse(fields[2]));
            case "double" -> new Shape.Decimal(name);
            case "boolean" -> new Shape.Bool(name);
            case "timestamp" -> new Shape.Timestamp(name);
            case "attributeValue" -> new Shape.Value(name);
            default -> throw new IllegalStateException("A shape of kind " + fields[0]);
        };
    }

    private StructShape structure(String[] fields) {
        List<StructShape.Member> members = new ArrayList<>();
        if (!fields[2].isEmpty()) {
            for (String field : fields[2].split(" ")) {
                boolean required = field.endsWith("!");
                int colon = field.indexOf(':');
                String target = field.substring(colon + 1, field.length() - (required ? 1 : 0));
                members.add(
                        new StructShape.Member(
                                field.substring(0, colon).intern(), shape(target), required));
            }
        }
        List<String> order = fields[3].isEmpty() ? List.of() : List.of(fields[3].split(" "));
        return new StructShape(fields[1], members, order);
    }

    private Shape map(String[] fields) {
        Shape.Text key = text(lines.get(fields[2]).split("\t", -1));
        Shape value = shape(fields[3]);
        if (value instanceof Shape.Value) {
            return new Shape.Attributes(fields[1], key.name().equals("AttributeName"));
        }
        return new Shape.Dictionary(fields[1], key, value, Limits.parse(fields[4]));
    }

    private static Shape.Text text(String[] fields) {
        TextChecks checks =
                switch (fields[3]) {
                    case "table" -> TextChecks.TABLE;
                    case "length-first" -> TextChecks.LENGTH_FIRST;
                    default -> TextChecks.PATTERN_FIRST;
                };
        Optional<Pattern> pattern =
                fields[4].isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(fields[4]));
        return new Shape.Text(fields[1], Limits.parse(fields[2]), checks, pattern);
    }
}
