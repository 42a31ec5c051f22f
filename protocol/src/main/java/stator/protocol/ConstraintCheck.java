package stator.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import stator.model.ApiException;
import stator.protocol.shape.Shape;
import stator.protocol.shape.Shape.Limits;
import stator.protocol.shape.Shape.TextChecks;
import stator.protocol.shape.StructShape;
import stator.protocol.shape.StructShape.Member;

/**
 * Checks a request against the constraints of AWS's model and reports all that it breaks at once,
 * in AWS's order and words.
 */
final class ConstraintCheck {
    /** Most violations that AWS lists. */
    private static final int REPORTED_MAX = 10;

    /** Longest ARN that may stand for a table's name. */
    private static final int ARN_LENGTH_MAX = 1024;

    /** Shortest name in operations that manage tables; others look even shorter ones up. */
    private static final int MANAGED_NAME_LENGTH_MIN = 3;

    private final RequestRules rules;
    private final ValidationLayer layer;
    private final List<String> violations = new ArrayList<>(0);

    ConstraintCheck(RequestRules rules, ValidationLayer layer) {
        this.rules = rules;
        this.layer = layer;
    }

    /**
     * Checks the whole request.
     *
     * @throws ApiException a ValidationException that lists the violations
     */
    void check(Struct request) {
        requireManagedTable(request);
        if (layer == ValidationLayer.CURRENT) {
            CurrentLayer.check(rules, request);
        } else if (rules.layer() == ValidationLayer.OLDER) {
            rules.checkAlone(request);
        }
        struct(request, "");
        throwIfAny();
    }

    /** The operations that manage tables miss the table's name before anything else. */
    private static void requireManagedTable(Struct request) {
        StructShape shape = request.shape();
        for (int i = 0; i < shape.size(); i++) {
            Member member = shape.member(i);
            if (member.required()
                    && request.valueAt(i) == null
                    && member.shape() instanceof Shape.Text text
                    && text.checks() == TextChecks.TABLE
                    && text.length().min() == MANAGED_NAME_LENGTH_MIN) {
                throw ApiException.validation(
                        "The parameter '"
                                + member.name()
                                + "' is required but was not present in the request");
            }
        }
    }

    /** Checks one member of the request. */
    void checkMember(Struct request, int index) {
        Member member = request.shape().member(index);
        value(member.shape(), request.valueAt(index), "", member.name());
        throwIfAny();
    }

    private void throwIfAny() {
        if (violations.isEmpty()) {
            return;
        }
        int count = violations.size();
        throw ApiException.validation(
                count
                        + (count == 1 ? " validation error" : " validation errors")
                        + " detected: "
                        + String.join("; ", violations));
    }

    private void struct(Struct struct, String path) {
        StructShape shape = struct.shape();
        for (int i = 0; i < shape.size(); i++) {
            int index = shape.checked(i);
            Member member = shape.member(index);
            Object value = struct.valueAt(index);
            if (value != null) {
                // Paths are only made where they may be needed: most values have no parts.
                value(member.shape(), value, path, member.name());
            } else if (member.required()) {
                report("null", at(path, member.name()), "Member must not be null");
            }
        }
    }

    /** Checks a value at {@code path} and then, if it is not empty, {@code name}. */
    private void value(Shape shape, Object value, String path, String name) {
        switch (shape) {
            case StructShape structure -> struct((Struct) value, at(path, name));
            case Shape.Sequence list -> list(list, (List<?>) value, at(path, name));
            case Shape.Dictionary map -> map(map, (Map<?, ?>) value, at(path, name));
            case Shape.Text text -> text(text, (String) value, path, name);
            case Shape.Choice choice -> choice(choice, (String) value, path, name);
            case Shape.Int32 integer -> range(integer.range(), (Integer) value, path, name);
            case Shape.Int64 integer -> range(integer.range(), (Long) value, path, name);
            case Shape.Decimal decimal -> {}
            case Shape.Bool bool -> {}
            case Shape.Timestamp timestamp -> {}
            case Shape.Attributes attributes -> {}
            case Shape.Value single -> {}
        }
    }

    private void list(Shape.Sequence shape, List<?> elements, String path) {
        lengthOf(shape.length(), elements.size(), elements, path, "");
        boolean ofTexts = shape.member() instanceof Shape.Text;
        for (Object element : elements) {
            boolean valid =
                    element != null
                            && !(ofTexts && breaks((Shape.Text) shape.member(), (String) element));
            if (!valid) {
                report(
                        quoted(elements),
                        path,
                        "Member must satisfy constraint: " + memberConstraints(shape.member()));
                return;
            }
        }
        if (ofTexts) {
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            value(shape.member(), elements.get(i), path + "." + (i + 1) + ".member", "");
        }
    }

    private static String memberConstraints(Shape member) {
        List<String> constraints =
                member instanceof Shape.Text text ? constraints(text) : new ArrayList<>();
        constraints.add("Member must not be null");
        return constraints.toString();
    }

    private void map(Shape.Dictionary shape, Map<?, ?> entries, String path) {
        lengthOf(shape.length(), entries.size(), entries, path, "");
        if (breaksAny(shape.key(), entries.keySet()) && mayReportKeys()) {
            report(
                    echo(entries),
                    path,
                    "Map keys must satisfy constraint: " + constraints(shape.key()));
        }
        if (shape.value() instanceof Shape.Sequence list && lengthBrokenByAny(list, entries)) {
            report(
                    quoted(entries),
                    path,
                    "Map value must satisfy constraint: ["
                            + lengthConstraints(list.length())
                            + "]");
        }
        if (shape.value() instanceof Shape.Sequence list && anyHasNull(entries)) {
            // No record of AWS's answer was found: its words for a null in a list, in those for a
            // map's value.
            report(
                    quoted(entries),
                    path,
                    "Map value must satisfy constraint: [Member must satisfy constraint: "
                            + memberConstraints(list.member())
                            + "]");
            return;
        }
        if (shape.value() instanceof Shape.Text text) {
            if (breaksAny(text, entries.values())) {
                report(
                        echo(entries),
                        path,
                        "Map value must satisfy constraint: " + constraints(text));
            }
            return;
        }
        entries.forEach((key, value) -> elementOfMap(shape.value(), value, path + "." + key));
    }

    private boolean mayReportKeys() {
        return !rules.reportsMapKeysLast() || violations.isEmpty();
    }

    private void elementOfMap(Shape shape, Object value, String path) {
        if (shape instanceof Shape.Sequence list) {
            List<?> elements = (List<?>) value;
            for (int i = 0; i < elements.size(); i++) {
                value(list.member(), elements.get(i), path + ".member." + (i + 1) + ".member", "");
            }
            return;
        }
        value(shape, value, path + ".member", "");
    }

    private static boolean breaksAny(Shape.Text shape, Collection<?> texts) {
        for (Object text : texts) {
            if (breaks(shape, (String) text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyHasNull(Map<?, ?> entries) {
        for (Object elements : entries.values()) {
            for (Object element : (List<?>) elements) {
                if (element == null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean lengthBrokenByAny(Shape.Sequence list, Map<?, ?> entries) {
        for (Object elements : entries.values()) {
            int size = ((List<?>) elements).size();
            if (size < list.length().min() || size > list.length().max()) {
                return true;
            }
        }
        return false;
    }

    private void text(Shape.Text shape, String value, String path, String name) {
        if (!breaks(shape, value)) {
            return;
        }
        if (isArn(shape, value)) {
            report(
                    "'" + value + "'",
                    at(path, name),
                    "Member must have length less than or equal to " + ARN_LENGTH_MAX);
            return;
        }
        if (shape.checks() == TextChecks.PATTERN_FIRST) {
            patternOf(shape, value, path, name);
            lengthOf(shape.length(), value.length(), value, path, name);
            return;
        }
        lengthOf(shape.length(), value.length(), value, path, name);
        if (!value.isEmpty() || shape.length().min() > 1) {
            patternOf(shape, value, path, name);
        }
    }

    private static boolean isArn(Shape.Text shape, String value) {
        return shape.checks() == TextChecks.TABLE && value.startsWith("arn:");
    }

    /** Whether the value breaks any constraint of the shape. */
    static boolean breaks(Shape.Text shape, String value) {
        if (isArn(shape, value)) {
            return value.length() > ARN_LENGTH_MAX;
        }
        int length = value.length();
        return length < shape.length().min()
                || length > shape.length().max()
                || !shape.matches(value);
    }

    private void patternOf(Shape.Text shape, String value, String path, String name) {
        if (!shape.matches(value)) {
            report(quoted(value), at(path, name), pattern(shape));
        }
    }

    private static String pattern(Shape.Text shape) {
        return "Member must satisfy regular expression pattern: "
                + shape.pattern().orElseThrow().pattern();
    }

    private void choice(Shape.Choice shape, String value, String path, String name) {
        if (shape.values().contains(value)) {
            return;
        }
        if (layer == ValidationLayer.CURRENT && shape.name().equals("ReturnValue")) {
            add(CurrentLayer.RETURN_VALUES);
        } else {
            report(
                    quoted(value),
                    at(path, name),
                    "Member must satisfy enum value set: " + shape.values());
        }
    }

    private void range(Limits range, long value, String path, String name) {
        if (value < range.min()) {
            report(
                    quoted(value),
                    at(path, name),
                    "Member must have value greater than or equal to " + range.min());
        } else if (value > range.max()) {
            report(
                    quoted(value),
                    at(path, name),
                    "Member must have value less than or equal to " + range.max());
        }
    }

    private void lengthOf(Limits limits, int length, Object value, String path, String name) {
        if (length < limits.min()) {
            report(quoted(value), at(path, name), atLeast(limits));
        } else if (length > limits.max()) {
            report(quoted(value), at(path, name), atMost(limits));
        }
    }

    /** All constraints of a text, in the order in which AWS lists them for keys and members. */
    private static List<String> constraints(Shape.Text shape) {
        List<String> constraints = new ArrayList<>();
        if (shape.length() != Limits.NONE) {
            constraints.add(lengthConstraints(shape.length()));
        }
        if (shape.pattern().isPresent()) {
            constraints.add(pattern(shape));
        }
        return constraints;
    }

    private static String lengthConstraints(Limits limits) {
        if (limits.max() == Long.MAX_VALUE) {
            return atLeast(limits);
        }
        return limits.min() == Long.MIN_VALUE
                ? atMost(limits)
                : atMost(limits) + ", " + atLeast(limits);
    }

    private static String atLeast(Limits limits) {
        return "Member must have length greater than or equal to " + limits.min();
    }

    private static String atMost(Limits limits) {
        return "Member must have length less than or equal to " + limits.max();
    }

    private String echo(Map<?, ?> entries) {
        return layer == ValidationLayer.CURRENT
                ? "'" + ValueText.json(entries) + "'"
                : quoted(entries);
    }

    private static String quoted(Object value) {
        return "'" + ValueText.of(value) + "'";
    }

    private void report(String value, String path, String constraint) {
        add("Value " + value + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    private void add(String violation) {
        if (violations.size() < REPORTED_MAX) {
            violations.add(violation);
        }
    }

    /** The path of a member as AWS's messages write it. */
    private static String at(String path, String name) {
        if (name.isEmpty()) {
            return path;
        }
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return path.isEmpty() ? member : path + "." + member;
    }
}
