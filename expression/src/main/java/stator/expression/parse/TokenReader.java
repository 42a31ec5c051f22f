package stator.expression.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.Tokens;

/**
 * Reads the tokens of one expression from first to last, for a parser: what all grammars share.
 *
 * <p>Syntax errors are thrown where they are found. What is wrong with a text that is of the
 * grammar is found by later walks over the tree, because AWS reports a syntax error first wherever
 * it stands.
 */
final class TokenReader {
    /** Most operators and functions in an expression. */
    static final int OPERATORS_MAX = 300;

    private static final long INDEX_MAX = 4_294_967_294L;

    private final ExpressionKind kind;
    private final Tokens tokens;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final Map<String, Integer> values = new LinkedHashMap<>();
    private Optional<InvalidExpressionException> badIndex = Optional.empty();
    private int operators;
    private int at;

    TokenReader(ExpressionKind kind, String text) {
        kind.requireSize(text);
        this.kind = kind;
        this.tokens = new Tokens(text);
    }

    /** The kind of the token that is read next. */
    Tokens.Kind peek() {
        return tokens.kind(at);
    }

    boolean take(Tokens.Kind expected) {
        if (peek() != expected) {
            return false;
        }
        at++;
        return true;
    }

    void expect(Tokens.Kind expected) {
        if (!take(expected)) {
            throw unexpected();
        }
    }

    boolean atKeyword(String keyword) {
        return peek() == Tokens.Kind.WORD && kind.keyword(tokens.text(at)).equals(keyword);
    }

    boolean takeKeyword(String keyword) {
        if (!atKeyword(keyword)) {
            return false;
        }
        at++;
        return true;
    }

    void expectKeyword(String keyword) {
        if (!takeKeyword(keyword)) {
            throw unexpected();
        }
    }

    boolean atFunction() {
        return atWord() && tokens.kind(at + 1) == Tokens.Kind.OPEN;
    }

    /** The function's name; its opening parenthesis is passed too. */
    String functionName() {
        String name = tokens.text(at);
        at += 2;
        return name;
    }

    /** A path; the next token must begin one. */
    DocumentPath path() {
        List<DocumentPath.Element> elements = new ArrayList<>();
        elements.add(pathName());
        while (true) {
            if (take(Tokens.Kind.DOT)) {
                elements.add(pathName());
            } else if (take(Tokens.Kind.OPEN_BRACKET)) {
                elements.add(pathIndex());
                expect(Tokens.Kind.CLOSE_BRACKET);
            } else {
                return new DocumentPath(elements);
            }
        }
    }

    /** The slot of a value; the next token must be its placeholder. */
    int value() {
        if (peek() != Tokens.Kind.VALUE) {
            throw unexpected();
        }
        return slot(values, tokens.text(at++));
    }

    /** Counts one operator or function. */
    void countOperator() {
        operators++;
    }

    /** AWS stops counting at the first one too many. */
    InvalidExpressionException tooManyOperators() {
        return kind.invalid(
                ExpressionError.LIMIT,
                "The expression contains too many operators; operator count: "
                        + (OPERATORS_MAX + 1));
    }

    InvalidExpressionException unexpected() {
        return kind.invalid(ExpressionError.SYNTAX, tokens.problemAt(at));
    }

    InvalidExpressionException redundantParentheses() {
        return kind.invalid(
                ExpressionError.REDUNDANT_PARENTHESES, "The expression has redundant parentheses;");
    }

    /**
     * What was read, once the whole text was. Its tree is no deeper than the most operators, so
     * that it can be walked recursively.
     */
    <T> ParsedExpression<T> parsed(T tree) {
        expect(Tokens.Kind.END);
        if (operators > OPERATORS_MAX) {
            throw tooManyOperators();
        }
        badIndex.ifPresent(problem -> {
            throw problem;
        });
        return new ParsedExpression<>(
                kind, tree, List.copyOf(names.keySet()), List.copyOf(values.keySet()));
    }

    private boolean atWord() {
        return peek() == Tokens.Kind.WORD && !kind.isKeyword(tokens.text(at));
    }

    private DocumentPath.Element pathName() {
        if (peek() == Tokens.Kind.NAME) {
            return new DocumentPath.Element.Placeholder(slot(names, tokens.text(at++)));
        }
        if (!atWord()) {
            throw unexpected();
        }
        return new DocumentPath.Element.Name(tokens.text(at++));
    }

    private DocumentPath.Element pathIndex() {
        if (peek() != Tokens.Kind.INDEX) {
            throw unexpected();
        }
        String digits = tokens.text(at++);
        long index = digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
        if (index > INDEX_MAX && badIndex.isEmpty()) {
            badIndex =
                    Optional.of(
                            kind.invalid(
                                    ExpressionError.LIMIT,
                                    "List index is not within the allowable range; index: ["
                                            + digits
                                            + "]"));
        }
        return new DocumentPath.Element.Index(index);
    }

    private static int slot(Map<String, Integer> slots, String placeholder) {
        return slots.computeIfAbsent(placeholder, p -> slots.size());
    }
}
