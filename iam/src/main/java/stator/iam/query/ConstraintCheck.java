package stator.iam.query;

import java.util.ArrayList;
import java.util.List;
import stator.door.ServiceException;
import stator.iam.query.Shape.Limits;

/**
 * Checks a request against the constraints of AWS's model and tells all that are broken at once.
 *
 * <p>The answers of 2026 of IAM do not repeat the value ({@code Value at 'tags'}), those of STS do
 * ({@code Value 'a:b' at 'roleSessionName'}); both are from LocalStack's recordings of AWS.
 */
final class ConstraintCheck {
    private static final int REPORTED_MAX = 10;

    private final boolean echo;
    private final List<String> violations = new ArrayList<>();

    /** The first name or path of which AWS tells only if nothing else is wrong. */
    private String later = "";

    private ConstraintCheck(boolean echo) {
        this.echo = echo;
    }

    /**
     * Throws if a request breaks its model.
     *
     * @param echo whether the message repeats what was given
     */
    static void check(Shape.Structure shape, Parameters given, boolean echo) {
        ConstraintCheck check = new ConstraintCheck(echo);
        check.structure(shape, given, "");
        int count = check.violations.size();
        if (count > 0) {
            throw invalid(
                    count
                            + (count == 1 ? " validation error" : " validation errors")
                            + " detected: "
                            + String.join("; ", check.violations));
        }
        if (!check.later.isEmpty()) {
            throw invalid(check.later);
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(400, "ValidationError", message);
    }

    private void structure(Shape.Structure shape, Parameters given, String path) {
        for (Shape.Member member : shape.checked()) {
            String at = at(path, member.name());
            given.find(member.name())
                    .ifPresentOrElse(
                            value -> value(member.shape(), value, at),
                            () -> {
                                if (member.required()) {
                                    add(echo ? " null" : "", at, "Member must not be null");
                                }
                            });
        }
    }

    private void value(Shape shape, Object value, String path) {
        switch (shape) {
            case Shape.Text text -> text(text, (String) value, path);
            case Shape.Choice choice -> {
                if (!choice.values().contains((String) value)) {
                    report(value, path, "Member must satisfy enum value set: " + choice.values());
                }
            }
            case Shape.Whole whole -> number(whole.range(), (Integer) value, path);
            case Shape.Flag flag -> {}
            case Shape.Sequence list -> list(list, (List<?>) value, path);
            case Shape.Structure structure -> structure(structure, (Parameters) value, path);
        }
    }

    private void text(Shape.Text shape, String value, String path) {
        // What is too long is not compared: a pattern may take a stack as deep as its text is long.
        if (value.length() <= shape.length().max() && !shape.fits(value)) {
            if (shape.words() == Shape.Words.PATTERN) {
                report(value, path, patternOf(shape));
            } else if (later.isEmpty()) {
                later =
                        "The specified value for "
                                + path
                                + " is invalid. "
                                + shape.words().sentence();
            }
        }
        length(shape.length(), value.length(), value, path);
    }

    private static String patternOf(Shape.Text shape) {
        return "Member must satisfy regular expression pattern: "
                + shape.pattern().orElseThrow().pattern();
    }

    private void number(Limits range, int value, String path) {
        if (value < range.min()) {
            report(value, path, "Member must have value greater than or equal to " + range.min());
        } else if (value > range.max()) {
            report(value, path, "Member must have value less than or equal to " + range.max());
        }
    }

    private void list(Shape.Sequence shape, List<?> elements, String path) {
        length(shape.length(), elements.size(), elements, path);
        if (shape.member() instanceof Shape.Text member) {
            boolean broken =
                    elements.stream()
                            .map(String.class::cast)
                            .anyMatch(text ->
                                    !member.length().allow(text.length()) || !member.fits(text));
            if (broken) {
                report(
                        elements,
                        path,
                        "Member must satisfy constraint: "
                                + constraintsOf(member, shape.listsNull()));
            }
            return;
        }
        for (int i = 0; i < elements.size(); i++) {
            value(shape.member(), elements.get(i), path + "." + (i + 1) + ".member");
        }
    }

    private static List<String> constraintsOf(Shape.Text member, boolean listsNull) {
        List<String> constraints = new ArrayList<>();
        if (member.length().max() != Integer.MAX_VALUE) {
            constraints.add(atMost(member.length()));
        }
        if (member.length().min() != Integer.MIN_VALUE) {
            constraints.add(atLeast(member.length()));
        }
        if (member.pattern().isPresent()) {
            constraints.add(patternOf(member));
        }
        if (listsNull) {
            constraints.add("Member must not be null");
        }
        return constraints;
    }

    private void length(Limits limits, int length, Object value, String path) {
        if (length < limits.min()) {
            report(value, path, atLeast(limits));
        } else if (length > limits.max()) {
            report(value, path, atMost(limits));
        }
    }

    private static String atLeast(Limits limits) {
        return "Member must have length greater than or equal to " + limits.min();
    }

    private static String atMost(Limits limits) {
        return "Member must have length less than or equal to " + limits.max();
    }

    private void report(Object value, String path, String constraint) {
        add(echo ? " '" + value + "'" : "", path, constraint);
    }

    private void add(String value, String path, String constraint) {
        if (violations.size() < REPORTED_MAX) {
            violations.add(
                    "Value"
                            + value
                            + " at '"
                            + path
                            + "' failed to satisfy constraint: "
                            + constraint);
        }
    }

    /** The path of a member as AWS's messages write it. */
    private static String at(String path, String name) {
        String member = Shape.lowerCamel(name);
        return path.isEmpty() ? member : path + "." + member;
    }
}
