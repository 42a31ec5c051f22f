package stator.protocol.shape;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of a request looks like, by AWS's model. */
public sealed interface Shape permits StructShape, Shape.Simple {
    /** The name in the model. */
    String name();

    /** Every shape but a structure. */
    sealed interface Simple extends Shape {}

    /** A list. */
    record Sequence(String name, Shape member, Limits length) implements Simple {}

    /** A map from texts to values of one shape, other than attribute values. */
    record Dictionary(String name, Text key, Shape value, Limits length) implements Simple {}

    /**
     * A map of attribute values, which is read into an item.
     *
     * @param ofNames whether the keys are attribute names, not placeholders
     */
    record Attributes(String name, boolean ofNames) implements Simple {}

    /** One attribute value. */
    record Value(String name) implements Simple {}

    /** A string. */
    record Text(String name, Limits length, TextChecks checks, Optional<Pattern> pattern)
            implements Simple {
        /** The pattern of the names of tables and indexes, which nearly every request has. */
        private static final String NAME = "[a-zA-Z0-9_.-]+";

        /** Whether a text satisfies the pattern, if there is one. */
        public boolean matches(String text) {
            if (pattern.isEmpty()) {
                return true;
            }
            return pattern.get().pattern().equals(NAME)
                    ? isName(text)
                    : pattern.get().matcher(text).matches();
        }

        private static boolean isName(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean plain =
                        c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '_'
                                || c == '.'
                                || c == '-';
                if (!plain) {
                    return false;
                }
            }
            return !text.isEmpty();
        }
    }

    /** A string that is one of a few; in the order in which AWS lists them. */
    record Choice(String name, List<String> values) implements Simple {}

    /** An integer of 32 bits. */
    record Int32(String name, Limits range) implements Simple {}

    /** An integer of 64 bits. */
    record Int64(String name, Limits range) implements Simple {}

    /** A floating point number. */
    record Decimal(String name) implements Simple {}

    /** A boolean. */
    record Bool(String name) implements Simple {}

    /** A point in time. */
    record Timestamp(String name) implements Simple {}

    /** Least and most of something; the extremes of a long where there is no limit. */
    record Limits(long min, long max) {
        public static final Limits NONE = new Limits(Long.MIN_VALUE, Long.MAX_VALUE);

        /** Reads {@code 1..255}, either of which may be missing. */
        static Limits parse(String text) {
            if (text.equals("..")) {
                return NONE;
            }
            int dots = text.indexOf("..");
            return new Limits(
                    dots == 0 ? Long.MIN_VALUE : Long.parseLong(text, 0, dots, 10),
                    dots == text.length() - 2
                            ? Long.MAX_VALUE
                            : Long.parseLong(text, dots + 2, text.length(), 10));
        }
    }

    /** In which order AWS checks a string. */
    enum TextChecks {
        PATTERN_FIRST,
        LENGTH_FIRST,
        /** The name of a table, length first, or its ARN, which only has a greatest length. */
        TABLE
    }
}
