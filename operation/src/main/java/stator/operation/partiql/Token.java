package stator.operation.partiql;

/**
 * A word of a statement.
 *
 * @param text without the quotes, for a name or a string; as written, for all others
 */
record Token(Kind kind, String text, Position at) {
    /** What a token is. */
    enum Kind {
        /** An identifier without quotes, or a keyword. */
        WORD,
        /** An identifier in double quotes. */
        NAME,
        /** A text in single quotes. */
        STRING,
        /** A number without a sign. */
        NUMBER,
        /** An operator or a bracket. */
        SYMBOL,
        /** {@code ?}. */
        PARAMETER,
        /** The end of the statement. */
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isKeyword() {
        return kind == Kind.WORD && Keywords.contains(text);
    }
}
