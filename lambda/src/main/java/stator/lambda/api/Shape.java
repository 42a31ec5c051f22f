package stator.lambda.api;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of a request looks like, by AWS's model. */
sealed interface Shape {
    String name();

    /**
     * An object.
     *
     * @param members in the order in which they are checked
     */
    record Structure(String name, List<Member> members) implements Shape {}

    /**
     * A member of an object.
     *
     * @param place where a request has it: empty for the body; {@code uri=NAME}, {@code
     *     query=NAME}, {@code header=NAME} or {@code payload}
     */
    record Member(String name, String shape, boolean required, String place) {
        /** The name of the place, if it is one of that kind. */
        Optional<String> in(String kind) {
            return place.startsWith(kind + "=")
                    ? Optional.of(place.substring(kind.length() + 1))
                    : Optional.empty();
        }
    }

    record Sequence(String name, String member, Range size) implements Shape {}

    record Dictionary(String name, String key, String value, Range size) implements Shape {}

    record Text(String name, Range length, Optional<Pattern> pattern) implements Shape {}

    record Choice(String name, List<String> values) implements Shape {}

    /** A number, whole or not. */
    record Numeric(String name, boolean isWhole, Range range) implements Shape {}

    /** A truth value, bytes or a time: nothing of it is checked but the kind. */
    record Plain(String name, String kind) implements Shape {}

    /** Least and most, if there is a limit. */
    record Range(Optional<Double> min, Optional<Double> max) {
        static Range parse(String text) {
            int dots = text.indexOf("..");
            return new Range(number(text.substring(0, dots)), number(text.substring(dots + 2)));
        }

        private static Optional<Double> number(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(Double.parseDouble(text));
        }
    }
}
