package stator.logs.pattern;

import java.util.Optional;

/** What a value is compared with. */
sealed interface Operand {
    /** A text, in which every star stands for any characters. */
    record Text(String text) implements Operand {}

    /**
     * A number.
     *
     * @param text as it is written
     */
    record Amount(double number, String text) implements Operand {}

    /** A regular expression that some part of the value has to match. */
    record Expression(Regex regex) implements Operand {}

    /**
     * Reads one.
     *
     * @param delimiters which end it if it is not quoted
     */
    static Operand read(PatternReader in, String delimiters) {
        in.skipSpace();
        Optional<Regex> regex = in.regex();
        if (regex.isPresent()) {
            return new Expression(regex.get());
        }
        Optional<String> quoted = in.quoted();
        if (quoted.isPresent()) {
            return new Text(quoted.get());
        }
        String text = in.until(delimiters);
        if (text.isEmpty()) {
            throw InvalidPatternException.plain();
        }
        return number(text)
                .<Operand>map(number -> new Amount(number, text))
                .orElseGet(() -> new Text(text));
    }

    /** The number that a text says in the way of JSON. */
    static Optional<Double> number(String text) {
        boolean possible =
                !text.isEmpty()
                        && text.length() <= 64
                        && text.chars()
                                .allMatch(character -> "0123456789.+-eE".indexOf(character) >= 0);
        try {
            return possible ? Optional.of(Double.valueOf(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a value equals this. */
    default boolean equalsValue(String value) {
        return switch (this) {
            case Text text -> isLike(value, text.text);
            case Amount amount ->
                    number(value)
                            .map(number -> number == amount.number)
                            .orElse(value.equals(amount.text));
            case Expression expression -> expression.regex.find(value);
        };
    }

    /** Whether a value is like a text with stars; goes through both once, but for the last star. */
    private static boolean isLike(String value, String pattern) {
        int star = -1;
        int retry = 0;
        int at = 0;
        int position = 0;
        while (position < value.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = position;
            } else if (at < pattern.length() && pattern.charAt(at) == value.charAt(position)) {
                at++;
                position++;
            } else if (star >= 0) {
                at = star + 1;
                position = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
