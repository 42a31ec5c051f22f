package stator.operation.partiql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Divides the text of a statement into tokens; white space and comments are left out. */
final class Lexer {
    private static final List<String> SYMBOLS =
            List.of(
                    "<<", ">>", "<=", ">=", "<>", "!=", "||", "=", "<", ">", "(", ")", "[", "]",
                    "{", "}", ",", ".", ":", ";", "*", "+", "-", "/", "%");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /** All tokens; the last is the end. */
    static List<Token> tokens(String text) {
        return new Lexer(text).read();
    }

    private List<Token> read() {
        for (skip(); at < text.length(); skip()) {
            token();
        }
        add(Token.Kind.END, "", at);
        return tokens;
    }

    private void skip() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                advance();
            } else if (text.startsWith("--", at)) {
                while (at < text.length() && text.charAt(at) != '\n') {
                    advance();
                }
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw StatementError.notWellFormed("");
                }
                while (at < end + 2) {
                    advance();
                }
            } else {
                return;
            }
        }
    }

    private void advance() {
        if (text.charAt(at++) == '\n') {
            line++;
            lineStart = at;
        }
    }

    private void token() {
        char c = text.charAt(at);
        if (c == '\'') {
            quoted(Token.Kind.STRING, c);
        } else if (c == '"') {
            quoted(Token.Kind.NAME, c);
        } else if (c == '?') {
            add(Token.Kind.PARAMETER, "?", ++at - 1);
        } else if (isDigit(at) || c == '.' && isDigit(at + 1) && !followsName()) {
            number();
        } else if (isWordStart(c)) {
            int start = at;
            while (at < text.length() && isWordPart(text.charAt(at))) {
                at++;
            }
            add(Token.Kind.WORD, text.substring(start, at), start);
        } else {
            symbol();
        }
    }

    /** {@code a.5} is a path that is wrong, and no name before a number. */
    private boolean followsName() {
        return at > 0 && (isWordPart(text.charAt(at - 1)) || text.charAt(at - 1) == '"');
    }

    private void quoted(Token.Kind kind, char quote) {
        int start = at;
        int startLine = line;
        int startColumn = at - lineStart + 1;
        StringBuilder content = new StringBuilder();
        advance();
        while (at < text.length()) {
            if (text.charAt(at) == quote) {
                if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
                    at++;
                } else {
                    at++;
                    Position position = new Position(startLine, startColumn, at - start);
                    tokens.add(new Token(kind, content.toString(), position));
                    return;
                }
            }
            content.append(text.charAt(at));
            advance();
        }
        throw StatementError.notWellFormed("");
    }

    private void number() {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) {
                exponent++;
            }
            if (isDigit(exponent)) {
                at = exponent;
                digits();
            }
        }
        if (at < text.length() && isWordStart(text.charAt(at))) {
            throw StatementError.notWellFormed("");
        }
        String number = text.substring(start, at);
        requireReadable(number);
        add(Token.Kind.NUMBER, number, start);
    }

    /** AWS reads it as Java's BigDecimal does: its exponent and its scale must be ints. */
    private static void requireReadable(String number) {
        try {
            new BigDecimal(number);
            int exponent = number.toLowerCase(Locale.ROOT).indexOf('e');
            if (exponent >= 0) {
                Integer.parseInt(number.substring(exponent + 1));
            }
        } catch (NumberFormatException unreadable) {
            throw StatementError.notWellFormed("");
        }
    }

    private void digits() {
        while (isDigit(at)) {
            at++;
        }
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                int start = at;
                at += symbol.length();
                add(Token.Kind.SYMBOL, symbol, start);
                return;
            }
        }
        throw StatementError.notWellFormed("");
    }

    private void add(Token.Kind kind, String content, int start) {
        tokens.add(new Token(kind, content, new Position(line, start - lineStart + 1, at - start)));
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$';
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || c >= '0' && c <= '9';
    }
}
