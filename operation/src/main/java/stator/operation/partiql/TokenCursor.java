package stator.operation.partiql;

import java.util.List;

/** A place in the tokens of a statement. */
final class TokenCursor {
    private final List<Token> tokens;
    private int at;

    TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekAfter() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /** Whether nothing but the semicolon that may stand there is left. */
    boolean isAtEnd() {
        return peek().kind() == Token.Kind.END || peek().isSymbol(";");
    }

    boolean acceptWord(String word) {
        boolean found = peek().isWord(word);
        if (found) {
            at++;
        }
        return found;
    }

    boolean acceptSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        if (found) {
            at++;
        }
        return found;
    }

    /** Takes a word; what AWS says without it is {@code Expected} and the word. */
    void expectWord(String word) {
        if (!acceptWord(word)) {
            throw StatementError.notWellFormed("Expected " + word);
        }
    }

    /**
     * @param name AWS's name of the symbol, such as {@code RIGHT_PAREN}
     */
    void expectSymbol(String symbol, String name) {
        if (!acceptSymbol(symbol)) {
            throw StatementError.notWellFormed("Expected " + name);
        }
    }
}
