package stator.logs.pattern;

import java.util.Optional;

/** Reads the parts of a pattern, front to back. */
final class PatternReader {
    private final String text;
    private int position;
    private int regexes;

    PatternReader(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        skipSpace();
        return position == text.length();
    }

    void skipSpace() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    /** The next character, which stays; 0 at the end. */
    char peek() {
        return position < text.length() ? text.charAt(position) : 0;
    }

    /** Whether a text comes next, perhaps after blanks; then it is behind. */
    boolean take(String wanted) {
        skipSpace();
        boolean found = text.startsWith(wanted, position);
        position += found ? wanted.length() : 0;
        return found;
    }

    void require(String wanted) {
        if (!take(wanted)) {
            throw InvalidPatternException.plain();
        }
    }

    /** Whether a word comes next. */
    boolean takeWord(String wanted) {
        skipSpace();
        int end = position + wanted.length();
        boolean found =
                text.startsWith(wanted, position)
                        && (end == text.length() || !isNamePart(text.charAt(end)));
        position += found ? wanted.length() : 0;
        return found;
    }

    private static boolean isNamePart(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '-';
    }

    /** Letters, digits, underscores and hyphens; empty if there is none. */
    String name() {
        int start = position;
        while (position < text.length() && isNamePart(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /**
     * What stands between quotation marks, if one comes next; a backslash takes the next as it is.
     */
    Optional<String> quoted() {
        if (peek() != '"') {
            return Optional.empty();
        }
        StringBuilder value = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char character = text.charAt(position);
            if (character == '"') {
                position++;
                return Optional.of(value.toString());
            }
            if (character == '\\' && position + 1 < text.length()) {
                character = text.charAt(++position);
            }
            value.append(character);
        }
        throw InvalidPatternException.plain();
    }

    /** The expression between percent signs, if one comes next. */
    Optional<Regex> regex() {
        if (peek() != '%') {
            return Optional.empty();
        }
        int end = text.indexOf('%', position + 1);
        if (end < 0) {
            throw InvalidPatternException.plain();
        }
        regexes++;
        Regex regex = Regex.parse(text.substring(position + 1, end));
        position = end + 1;
        return Optional.of(regex);
    }

    /** How many expressions were read. */
    int regexes() {
        return regexes;
    }

    /** Everything up to a blank or one of some characters. */
    String until(String delimiters) {
        int start = position;
        while (position < text.length()
                && !Character.isWhitespace(text.charAt(position))
                && delimiters.indexOf(text.charAt(position)) < 0) {
            position++;
        }
        return text.substring(start, position);
    }
}
