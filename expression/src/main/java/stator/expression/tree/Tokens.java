package stator.expression.tree;

import java.util.Arrays;

/**
 * The tokens of an expression's text, ending with one of kind {@link Kind#END}.
 *
 * <p>A character that begins no token is a token of its own, of kind {@link Kind#OTHER}, so that
 * every error is found by the parser, which knows the neighbours that AWS's message shows.
 */
public final class Tokens {
    public enum Kind {
        /**
         * An attribute name, function name or keyword: a letter, then letters, digits and {@code
         * _}.
         */
        WORD,
        /** {@code #} and at least one letter, digit or {@code _}. */
        NAME,
        /** {@code :} and at least one letter, digit or {@code _}. */
        VALUE,
        /** {@code 0}, or digits that do not begin with it. */
        INDEX,
        OPEN,
        CLOSE,
        OPEN_BRACKET,
        CLOSE_BRACKET,
        DOT,
        COMMA,
        PLUS,
        MINUS,
        EQ,
        NE,
        LT,
        LE,
        GT,
        GE,
        OTHER,
        END
    }

    private final String text;
    private Kind[] kinds = new Kind[32];
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private int count;

    public Tokens(String text) {
        this.text = text;
        int at = 0;
        while ((at = skipSpace(at)) < text.length()) {
            at = read(at);
        }
        add(Kind.END, at, at);
    }

    public Kind kind(int index) {
        return kinds[index];
    }

    public String text(int index) {
        return kinds[index] == Kind.END ? "<EOF>" : text.substring(starts[index], ends[index]);
    }

    /** The error that reading stopped at a token, with its neighbours. */
    public String problemAt(int index) {
        int from = starts[Math.max(index - 1, 0)];
        int to = ends[Math.min(index + 1, count - 1)];
        return "Syntax error; token: \""
                + text(index)
                + "\", near: \""
                + text.substring(from, to)
                + "\"";
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    private int read(int at) {
        char c = text.charAt(at);
        if (isLetter(c)) {
            return add(Kind.WORD, at, wordEnd(at + 1));
        }
        if (isDigit(c)) {
            return add(Kind.INDEX, at, c == '0' ? at + 1 : digitsEnd(at + 1));
        }
        return switch (c) {
            case '#' -> placeholder(Kind.NAME, at);
            case ':' -> placeholder(Kind.VALUE, at);
            case '(' -> add(Kind.OPEN, at, at + 1);
            case ')' -> add(Kind.CLOSE, at, at + 1);
            case '[' -> add(Kind.OPEN_BRACKET, at, at + 1);
            case ']' -> add(Kind.CLOSE_BRACKET, at, at + 1);
            case '.' -> add(Kind.DOT, at, at + 1);
            case ',' -> add(Kind.COMMA, at, at + 1);
            case '+' -> add(Kind.PLUS, at, at + 1);
            case '-' -> add(Kind.MINUS, at, at + 1);
            case '=' -> add(Kind.EQ, at, at + 1);
            case '<' ->
                    next(at, '>')
                            ? add(Kind.NE, at, at + 2)
                            : next(at, '=') ? add(Kind.LE, at, at + 2) : add(Kind.LT, at, at + 1);
            case '>' -> next(at, '=') ? add(Kind.GE, at, at + 2) : add(Kind.GT, at, at + 1);
            default -> add(Kind.OTHER, at, at + Character.charCount(text.codePointAt(at)));
        };
    }

    private int placeholder(Kind kind, int at) {
        int end = wordEnd(at + 1);
        return end == at + 1 ? add(Kind.OTHER, at, end) : add(kind, at, end);
    }

    private boolean next(int at, char expected) {
        return at + 1 < text.length() && text.charAt(at + 1) == expected;
    }

    private int wordEnd(int from) {
        int at = from;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int digitsEnd(int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int add(Kind kind, int start, int end) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count++] = end;
        return end;
    }

    public static boolean isWordPart(char c) {
        return isLetter(c) || isDigit(c) || c == '_';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
