package stator.cloudwatch.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.protocol.JsonTree.Literal;

/**
 * The members of a structure of a request, whatever the protocol.
 *
 * <p>Values are texts, numbers, truths, instants, lists and maps; a form has texts only, which are
 * read as what is asked for.
 */
public final class Members {
    private final Map<String, Object> values;

    Members(Map<String, Object> values) {
        this.values = values;
    }

    /** Whether there is a member of that name, other than null. */
    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** A text. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> text(name, value));
    }

    private static String text(String name, Object value) {
        return switch (value) {
            case String text -> text;
            case Literal literal -> literal.text();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> throw wrong(name);
        };
    }

    private static WireException wrong(String name) {
        return new WireException("The value of " + name + " is not of the right type.");
    }

    /** A number. */
    public Optional<Double> number(String name) {
        return text(name).map(text -> number(name, text));
    }

    private static double number(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(name);
        }
    }

    /** An integer. */
    public Optional<Integer> integer(String name) {
        return number(name)
                .map(number -> {
                    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
                        throw wrong(name);
                    }
                    return number.intValue();
                });
    }

    /** A truth. */
    public Optional<Boolean> truth(String name) {
        return text(name).map(Boolean::parseBoolean);
    }

    /** A point in time: seconds since 1970, or a date in ISO 8601. */
    public Optional<Instant> instant(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> instant(name, value));
    }

    private static Instant instant(String name, Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        String text = text(name, value);
        try {
            return text.indexOf('T') > 0
                    ? OffsetDateTime.parse(
                                    text.endsWith("Z") || hasOffset(text) ? text : text + "Z")
                            .toInstant()
                    : CborReader.instant(number(name, text));
        } catch (DateTimeException e) {
            throw wrong(name);
        }
    }

    private static boolean hasOffset(String text) {
        int time = text.indexOf('T');
        return text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
    }

    /** The texts of a list. */
    public List<String> texts(String name) {
        return list(name).stream().map(value -> text(name, value)).toList();
    }

    /** The numbers of a list. */
    public List<Double> numbers(String name) {
        return texts(name).stream().map(text -> number(name, text)).toList();
    }

    /** The structures of a list. */
    public List<Members> structures(String name) {
        List<Members> structures = new ArrayList<>();
        for (Object value : list(name)) {
            structures.add(structure(name, value));
        }
        return structures;
    }

    /** A structure. */
    public Optional<Members> structure(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> structure(name, value));
    }

    private static Members structure(String name, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(name);
        }
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((key, member) -> members.put((String) key, member));
        return new Members(members);
    }

    private List<?> list(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        // A form says an empty list as an empty text.
        if (value.equals("")) {
            return List.of();
        }
        throw wrong(name);
    }
}
