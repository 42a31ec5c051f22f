package stator.iam.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import stator.iam.query.Shape.Limits;

/**
 * The shapes of the requests of one service, as {@code src/build/python/shapes.py} took them from
 * AWS's model. Thread-safe.
 */
final class ShapeCatalog {
    private static final String RESOURCE = "shapes.txt";

    private final String service;

    /** The fields of a line by the name of what it describes; operations are among them. */
    private final Map<String, String[]> lines = new HashMap<>();

    private final Map<String, Shape.Structure> inputs = new ConcurrentHashMap<>();

    private ShapeCatalog(String service, String text) {
        this.service = service;
        text.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields[1].startsWith(service + "."))
                .forEach(fields -> lines.put(fields[0] + " " + fields[1], fields));
    }

    /** The shapes of {@code iam} or {@code sts}. */
    static ShapeCatalog load(String service) {
        try (InputStream stream = ShapeCatalog.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("The build left out " + RESOURCE);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new ShapeCatalog(service, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shape of an operation's request. */
    Shape.Structure input(String operation) {
        return inputs.computeIfAbsent(
                operation,
                name -> {
                    String[] fields = lines.get("operation " + service + "." + name);
                    if (fields == null) {
                        throw new IllegalStateException("The model has no operation " + name);
                    }
                    return structure(fields[2]);
                });
    }

    private Shape.Structure structure(String members) {
        List<Shape.Member> read = new ArrayList<>();
        for (String member : members.split(" ")) {
            int colon = member.indexOf(':');
            if (colon > 0) {
                boolean required = member.endsWith("!");
                String target = member.substring(colon + 1, member.length() - (required ? 1 : 0));
                read.add(new Shape.Member(member.substring(0, colon), shape(target), required));
            }
        }
        return new Shape.Structure(List.copyOf(read));
    }

    private Shape shape(String name) {
        for (String kind : List.of("string", "enum", "list", "structure", "integer", "boolean")) {
            String[] fields = lines.get(kind + " " + service + "." + name);
            if (fields != null) {
                return shape(fields);
            }
        }
        throw new IllegalStateException("The model has no shape " + name);
    }

    private Shape shape(String[] fields) {
        return switch (fields[0]) {
            case "string" ->
                    new Shape.Text(
                            Limits.parse(fields[2]),
                            fields[3].isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(Pattern.compile(fields[3])),
                            fields[4].isEmpty()
                                    ? Shape.Words.PATTERN
                                    : Shape.Words.valueOf(fields[4].toUpperCase(Locale.ROOT)));
            case "enum" -> new Shape.Choice(List.copyOf(Arrays.asList(fields[2].split(" "))));
            case "list" ->
                    new Shape.Sequence(
                            shape(fields[2]), Limits.parse(fields[3]), fields[4].isEmpty());
            case "structure" -> structure(fields[2]);
            case "integer" -> new Shape.Whole(Limits.parse(fields[2]));
            case "boolean" -> new Shape.Flag();
            default -> throw new IllegalStateException("A shape of kind " + fields[0]);
        };
    }
}
