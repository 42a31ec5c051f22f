package stator.operation.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.protocol.JsonTree;

/** Reads faults from JSON; what it does not know it refuses. */
final class FaultReader {
    private static final Set<String> MEMBERS =
            Set.of(
                    "Table",
                    "Operation",
                    "Probability",
                    "LatencyMillis",
                    "Error",
                    "Message",
                    "Applied",
                    "Count",
                    "Struck");

    private final Map<?, ?> members;

    private FaultReader(Map<?, ?> members) {
        this.members = members;
    }

    /**
     * The faults of a text.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static List<Fault> read(String json) {
        Optional<Object> document = JsonTree.parse(json);
        if (document.isEmpty()
                || !(document.get() instanceof Map<?, ?> object)
                || !(object.get("Faults") instanceof List<?> elements)
                || object.size() > 1) {
            throw new IllegalArgumentException(
                    "The body must be JSON of the form {\"Faults\": [{\"Table\": \"Orders\","
                            + " \"Error\": \"ThrottlingException\"}]}.");
        }
        List<Fault> faults = new ArrayList<>();
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> members)) {
                throw new IllegalArgumentException("Each element of Faults must be an object.");
            }
            faults.add(new FaultReader(members).fault());
        }
        return faults;
    }

    private Fault fault() {
        for (Object name : members.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new IllegalArgumentException(
                        "A fault has no member '"
                                + name
                                + "', only "
                                + new TreeSet<>(MEMBERS)
                                + ".");
            }
        }
        return new Fault(
                text("Table").orElse(Fault.ANY),
                text("Operation").orElse(Fault.ANY),
                number("Probability", 1),
                whole("LatencyMillis", 0),
                text("Error").map(FaultReader::error),
                text("Message"),
                flag("Applied"),
                whole("Count", Fault.ENDLESS));
    }

    private static FaultError error(String name) {
        return FaultError.of(name)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "Error must be one of "
                                        + Stream.of(FaultError.values())
                                                .map(FaultError::wireName)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    private Optional<String> text(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new IllegalArgumentException(name + " must be a text.");
        };
    }

    private boolean flag(String name) {
        return switch (literal(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(name + " must be true or false.");
        };
    }

    private double number(String name, double otherwise) {
        try {
            return literal(name).map(Double::parseDouble).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number.");
        }
    }

    private long whole(String name, long otherwise) {
        try {
            return literal(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number.");
        }
    }

    private Optional<String> literal(String name) {
        return switch (members.get(name)) {
            case null -> Optional.empty();
            case JsonTree.Literal literal -> Optional.of(literal.text());
            default -> throw new IllegalArgumentException(name + " must not be in quotes.");
        };
    }
}
