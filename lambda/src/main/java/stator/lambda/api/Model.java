package stator.lambda.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What AWS's model says of the requests of the API: their paths and their shapes. A shape is made
 * of its line when it is asked for first. Thread-safe.
 */
final class Model {
    private static final String RESOURCE = "operations.txt";

    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, String[]> lines = new HashMap<>();
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

    /**
     * An operation.
     *
     * @param path its parts; those in braces stand for any text
     * @param query what has to stand in the query, such as {@code List=ALL}; mostly empty
     * @param status of a good answer
     */
    record Operation(
            String name,
            String method,
            List<String> path,
            String query,
            int status,
            String input) {}

    /** The operation that a request means, and what stands in the places of its path. */
    record Match(Operation operation, Map<String, String> labels) {}

    private Model() {}

    /** The model that was built in. */
    static Model load() {
        Model model = new Model();
        try (InputStream in = Model.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The build left out " + RESOURCE);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(model::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return model;
    }

    private void read(String line) {
        String[] fields = line.split("\t", -1);
        if (!fields[0].equals("operation")) {
            lines.put(fields[1], fields);
            return;
        }
        int query = fields[3].indexOf('?');
        String path = query < 0 ? fields[3] : fields[3].substring(0, query);
        operations.add(
                new Operation(
                        fields[1],
                        fields[2],
                        List.of(path.substring(1).split("/")),
                        query < 0 ? "" : fields[3].substring(query + 1),
                        Integer.parseInt(fields[4]),
                        fields[5]));
    }

    Set<String> operationNames() {
        Set<String> names = new TreeSet<>();
        operations.forEach(operation -> names.add(operation.name()));
        return names;
    }

    /** The operation of a method, a path as it was sent, and a query. */
    Optional<Match> match(String method, String path, String query) {
        String[] parts = path.substring(1).split("/");
        Optional<Match> best = Optional.empty();
        for (Operation operation : operations) {
            boolean fits =
                    operation.method().equals(method)
                            && operation.path().size() == parts.length
                            && (operation.query().isEmpty()
                                    || ("&" + query).contains("&" + operation.query()));
            if (fits && (best.isEmpty() || !operation.query().isEmpty())) {
                Optional<Match> match =
                        labels(operation, parts).map(labels -> new Match(operation, labels));
                best = match.isPresent() ? match : best;
            }
        }
        return best;
    }

    private static Optional<Map<String, String>> labels(Operation operation, String[] parts) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            String wanted = operation.path().get(i);
            if (wanted.startsWith("{")) {
                labels.put(wanted.substring(1, wanted.length() - 1), decoded(parts[i]));
            } else if (!wanted.equals(parts[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(labels);
    }

    /** A part of a path: a plus sign is one. What is not encoded well stays as it is. */
    static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    Shape.Structure input(Operation operation) {
        return (Shape.Structure) shape(operation.input());
    }

    Shape shape(String name) {
        Shape known = shapes.get(name);
        if (known == null) {
            known = parse(lines.get(name));
            shapes.put(name, known);
        }
        return known;
    }

    private static Shape parse(String[] fields) {
        String name = fields[1];
        return switch (fields[0]) {
            case "structure" -> new Shape.Structure(name, members(fields[2]));
            case "list" -> new Shape.Sequence(name, fields[2], Shape.Range.parse(fields[3]));
            case "map" ->
                    new Shape.Dictionary(name, fields[2], fields[3], Shape.Range.parse(fields[4]));
            case "string" -> {
                Optional<Pattern> pattern =
                        fields[3].isEmpty()
                                ? Optional.empty()
                                : Optional.of(Pattern.compile(fields[3], Pattern.DOTALL));
                yield new Shape.Text(name, Shape.Range.parse(fields[2]), pattern);
            }
            case "enum" -> new Shape.Choice(name, List.of(fields[2].split(" ")));
            case "integer", "long" -> new Shape.Numeric(name, true, Shape.Range.parse(fields[2]));
            case "double" -> new Shape.Numeric(name, false, Shape.Range.parse(fields[2]));
            default -> new Shape.Plain(name, fields[0]);
        };
    }

    /** {@code NAME:SHAPE}, an exclamation mark if it is required, and a place after an at sign. */
    private static List<Shape.Member> members(String text) {
        List<Shape.Member> members = new ArrayList<>();
        for (String member : text.isEmpty() ? new String[0] : text.split(" ")) {
            int at = member.indexOf('@');
            String declared = at < 0 ? member : member.substring(0, at);
            boolean required = declared.endsWith("!");
            int colon = declared.indexOf(':');
            members.add(
                    new Shape.Member(
                            declared.substring(0, colon),
                            declared.substring(colon + 1, declared.length() - (required ? 1 : 0)),
                            required,
                            at < 0 ? "" : member.substring(at + 1)));
        }
        return List.copyOf(members);
    }
}
