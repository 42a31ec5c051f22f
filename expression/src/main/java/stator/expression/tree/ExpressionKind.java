package stator.expression.tree;

import java.util.List;
import java.util.OptionalInt;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;

/** The kinds of expressions, each with the words that its grammar reserves for itself. */
public enum ExpressionKind {
    CONDITION("ConditionExpression", Words.CONDITION),
    FILTER("FilterExpression", Words.CONDITION),
    KEY_CONDITION("KeyConditionExpression", Words.CONDITION),
    PROJECTION("ProjectionExpression", List.of()),
    SEARCH_CONDITION("SearchConditionExpression", Words.CONDITION),
    UPDATE("UpdateExpression", Words.UPDATE),
    /** A part of a PartiQL statement, which is no parameter; its grammar is not known here. */
    STATEMENT("", List.of());

    /** Longest text, in bytes of UTF-8, before placeholders are replaced. */
    static final int SIZE_BYTES_MAX = 4096;

    private final String parameter;
    private final List<String> keywords;

    ExpressionKind(String parameter, List<String> keywords) {
        this.parameter = parameter;
        this.keywords = keywords;
    }

    private static final class Words {
        static final List<String> CONDITION = List.of("AND", "OR", "NOT", "BETWEEN", "IN");
        static final List<String> UPDATE = List.of("SET", "REMOVE", "ADD", "DELETE");
    }

    /** The keyword that {@code word} spells in any case, or {@code word} itself. */
    public String keyword(String word) {
        for (String keyword : keywords) {
            if (keyword.equalsIgnoreCase(word)) {
                return keyword;
            }
        }
        return word;
    }

    public boolean isKeyword(String word) {
        return keywords.contains(keyword(word));
    }

    /** An error in an expression of this kind. */
    public InvalidExpressionException invalid(ExpressionError family, String problem) {
        return new InvalidExpressionException(
                family, this == STATEMENT ? problem : "Invalid " + parameter + ": " + problem);
    }

    /** Checks what can be checked before the text is read. */
    public void requireSize(String text) {
        if (text.isEmpty()) {
            throw invalid(ExpressionError.SYNTAX, "The expression can not be empty;");
        }
        int bytes = utf8Bytes(text);
        if (bytes > SIZE_BYTES_MAX) {
            throw new InvalidExpressionException(
                    ExpressionError.SIZE,
                    "Invalid "
                            + parameter
                            + ": Expression size has exceeded the maximum allowed size;",
                    this == CONDITION || this == FILTER
                            ? OptionalInt.of(bytes)
                            : OptionalInt.empty());
        }
    }

    public static int utf8Bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // The two halves of a pair make four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
