package stator.lambda.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stator.lambda.document.Document;
import stator.lambda.function.LambdaException;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/** Holds a request to the constraints of AWS's model, and tells all that is wrong at once. */
final class ConstraintCheck {
    private static final int ERRORS_MAX = 10;
    private static final Literal NULL = new Literal("null");

    /** A runtime that there is not is no violation of the model, but an error of its own. */
    private static final String RUNTIME = "runtime";

    private final Model model;
    private final List<String> errors = new ArrayList<>();

    private ConstraintCheck(Model model) {
        this.model = model;
    }

    /**
     * Checks a request.
     *
     * @throws LambdaException with all that is wrong
     */
    static void check(Model model, Shape.Structure shape, Document request) {
        ConstraintCheck check = new ConstraintCheck(model);
        check.structure(shape, request, "");
        if (!check.errors.isEmpty()) {
            int count = check.errors.size();
            throw LambdaException.validation(
                    count
                            + (count == 1 ? " validation error" : " validation errors")
                            + " detected: "
                            + String.join("; ", check.errors));
        }
    }

    private void structure(Shape.Structure shape, Document value, String path) {
        for (Shape.Member member : shape.members()) {
            String at = path.isEmpty() ? inside(member.name()) : path + "." + inside(member.name());
            if (member.place().equals("payload")) {
                continue;
            }
            if (!value.has(member.name())) {
                if (member.required()) {
                    error("null", at, "Member must not be null");
                }
                continue;
            }
            value(model.shape(member.shape()), value.tree(member.name()).orElseThrow(), at);
        }
    }

    /** AWS's names in messages begin with a small letter, as those of Java do. */
    private static String inside(String member) {
        return member.length() > 1 && Character.isUpperCase(member.charAt(1))
                ? member
                : Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }

    private void error(String value, String path, String constraint) {
        if (errors.size() < ERRORS_MAX) {
            errors.add(
                    "Value %sat '%s' failed to satisfy constraint: %s"
                            .formatted(
                                    value.isEmpty() || value.endsWith(" ") ? value : value + " ",
                                    path,
                                    constraint));
        }
    }

    private void value(Shape shape, Object value, String path) {
        if (value.equals(NULL)) {
            return;
        }
        switch (shape) {
            case Shape.Structure structure ->
                    structure(
                            structure,
                            Document.ofTree(value).orElseThrow(() -> wrong(value)),
                            path);
            case Shape.Sequence sequence -> sequence(sequence, value, path);
            case Shape.Dictionary dictionary -> dictionary(dictionary, value, path);
            case Shape.Text text -> text(text, textOf(value), path);
            case Shape.Choice choice -> {
                boolean isToldLater = path.equals(RUNTIME);
                if (!choice.values().contains(textOf(value)) && !isToldLater) {
                    error(
                            "'" + textOf(value) + "'",
                            path,
                            "Member must satisfy enum value set: " + choice.values());
                }
            }
            case Shape.Numeric numeric -> number(numeric, value, path);
            case Shape.Plain plain -> plain(plain, value);
        }
    }

    private static LambdaException wrong(Object value) {
        String text = value instanceof String string ? string : JsonTree.write(value);
        return LambdaException.badContent(
                "Could not parse request body into json: unexpected value "
                        + text.substring(0, Math.min(100, text.length())));
    }

    private static String textOf(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(value);
    }

    private void sequence(Shape.Sequence shape, Object value, String path) {
        if (!(value instanceof List<?> list)) {
            throw wrong(value);
        }
        size(shape.size(), list.size(), JsonTree.write(value), path);
        for (int i = 0; i < list.size(); i++) {
            value(model.shape(shape.member()), list.get(i), path + "." + (i + 1) + ".member");
        }
    }

    private void dictionary(Shape.Dictionary shape, Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(value);
        }
        size(shape.size(), map.size(), JsonTree.write(value), path);
        map.forEach((key, member) -> {
            key(model.shape(shape.key()), key.toString(), member, path);
            value(model.shape(shape.value()), member, path + "." + key + ".member");
        });
    }

    /** All that keys must be is told as soon as one is not; environments are not shown. */
    private void key(Shape shape, String key, Object member, String path) {
        if (!(shape instanceof Shape.Text text)) {
            value(shape, key, path);
            return;
        }
        List<String> constraints = new ArrayList<>();
        text.length()
                .max()
                .ifPresent(max ->
                        constraints.add(
                                "Member must have length less than or equal to "
                                        + max.longValue()));
        text.length()
                .min()
                .ifPresent(min ->
                        constraints.add(
                                "Member must have length greater than or equal to "
                                        + min.longValue()));
        text.pattern()
                .ifPresent(pattern ->
                        constraints.add(
                                "Member must satisfy regular expression pattern: " + pattern));
        boolean isShort = text.length().min().filter(min -> key.length() < min).isPresent();
        boolean isLong = text.length().max().filter(max -> key.length() > max).isPresent();
        boolean isOther =
                text.pattern().filter(pattern -> !pattern.matcher(key).matches()).isPresent();
        if (isShort || isLong || isOther) {
            boolean isHidden = path.equals("environment.variables");
            error(
                    isHidden ? "" : "'{" + key + "=" + JsonTree.write(member) + "}' ",
                    path,
                    "Map keys must satisfy constraint: [" + String.join(", ", constraints) + "]");
        }
    }

    private void size(Shape.Range range, int size, String shown, String path) {
        range.min()
                .filter(min -> size < min)
                .ifPresent(min ->
                        error(
                                "'" + shown + "'",
                                path,
                                "Member must have length greater than or equal to "
                                        + min.longValue()));
        range.max()
                .filter(max -> size > max)
                .ifPresent(max ->
                        error(
                                "'" + shown + "'",
                                path,
                                "Member must have length less than or equal to "
                                        + max.longValue()));
    }

    private void text(Shape.Text shape, String text, String path) {
        if (shape.pattern().isPresent() && !shape.pattern().get().matcher(text).matches()) {
            error(
                    "'" + text + "'",
                    path,
                    "Member must satisfy regular expression pattern: " + shape.pattern().get());
        }
        size(shape.length(), text.length(), text, path);
    }

    private void number(Shape.Numeric shape, Object value, String path) {
        if (!(value instanceof Literal literal)) {
            throw wrong(value);
        }
        double number;
        try {
            number =
                    shape.isWhole()
                            ? Long.parseLong(literal.text())
                            : Double.parseDouble(literal.text());
        } catch (NumberFormatException e) {
            throw wrong(value);
        }
        String shown = "'" + literal.text() + "'";
        shape.range()
                .max()
                .filter(max -> number > max)
                .ifPresent(max ->
                        error(
                                shown,
                                path,
                                "Member must have value less than or equal to " + plain(max)));
        shape.range()
                .min()
                .filter(min -> number < min)
                .ifPresent(min ->
                        error(
                                shown,
                                path,
                                "Member must have value greater than or equal to " + plain(min)));
    }

    private static String plain(double limit) {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }

    private static void plain(Shape.Plain shape, Object value) {
        boolean fits =
                switch (shape.kind()) {
                    case "boolean" ->
                            value instanceof Literal literal
                                    && (literal.text().equals("true")
                                            || literal.text().equals("false"));
                    case "blob" -> value instanceof String;
                    default -> true;
                };
        if (!fits) {
            throw wrong(value);
        }
    }
}
