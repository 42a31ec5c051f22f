package stator.iam.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.ServiceException;

/**
 * The members of a request, or of a structure in it, read by their shapes: texts, whole numbers,
 * truth values, lists and structures.
 */
public final class Parameters {
    /** More elements than any list of the models takes; what follows is not looked at. */
    private static final int ELEMENTS_MAX = 1000;

    private final Map<String, Object> values;

    private Parameters(Map<String, Object> values) {
        this.values = values;
    }

    /** Reads what a form has of a structure; names in the form begin with {@code prefix}. */
    static Parameters read(Shape.Structure structure, Form form, String prefix) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Shape.Member member : structure.members()) {
            value(member.shape(), form, prefix + member.name())
                    .ifPresent(value -> values.put(member.name(), value));
        }
        return new Parameters(values);
    }

    private static Optional<Object> value(Shape shape, Form form, String name) {
        return switch (shape) {
            case Shape.Text text -> form.find(name).map(value -> value);
            case Shape.Choice choice -> form.find(name).map(value -> value);
            case Shape.Whole whole -> form.find(name).map(Parameters::number);
            case Shape.Flag flag -> form.find(name).map(Parameters::truth);
            case Shape.Sequence list -> list(list, form, name);
            case Shape.Structure structure ->
                    form.has(name)
                            ? Optional.of(read(structure, form, name + "."))
                            : Optional.empty();
        };
    }

    private static Object number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
    }

    private static Object truth(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw malformed(text);
        }
        return text.equalsIgnoreCase("true");
    }

    private static ServiceException malformed(String text) {
        return new ServiceException(400, "MalformedInput", "Invalid Argument: " + text);
    }

    /** An empty list is sent as the name alone. */
    private static Optional<Object> list(Shape.Sequence list, Form form, String name) {
        List<Object> elements = new ArrayList<>();
        for (int i = 1; i <= ELEMENTS_MAX; i++) {
            Optional<Object> element = value(list.member(), form, name + ".member." + i);
            if (element.isEmpty()) {
                break;
            }
            elements.add(element.get());
        }
        return elements.isEmpty() && form.find(name).isEmpty()
                ? Optional.empty()
                : Optional.of(List.copyOf(elements));
    }

    Optional<Object> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A text that need not be there. */
    public Optional<String> text(String name) {
        return find(name).map(String.class::cast);
    }

    /** A text that the model requires. */
    public String required(String name) {
        return text(name)
                .orElseThrow(() -> new IllegalStateException("not checked to be there: " + name));
    }

    /** A whole number, or another one if it is not there. */
    public int number(String name, int other) {
        return find(name).map(Integer.class::cast).orElse(other);
    }

    /** Whether a truth value is there and true. */
    public boolean isTrue(String name) {
        return find(name).map(Boolean.class::cast).orElse(false);
    }

    /** Whether a member is there. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A list of texts; empty if it is not there. */
    public List<String> texts(String name) {
        return elements(name).stream().map(String.class::cast).toList();
    }

    /** A list of structures; empty if it is not there. */
    public List<Parameters> structures(String name) {
        return elements(name).stream().map(Parameters.class::cast).toList();
    }

    private List<?> elements(String name) {
        return find(name).map(List.class::cast).orElse(List.of());
    }
}
