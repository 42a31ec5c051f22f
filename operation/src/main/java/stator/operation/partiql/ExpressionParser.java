package stator.operation.partiql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import stator.model.ValueComparator;

/**
 * Reads expressions by recursive descent, from the weakest operator to the strongest: OR, AND, NOT,
 * comparisons, sums, signs.
 */
final class ExpressionParser {
    /** Deepest nesting, so that no statement exhausts the stack. */
    private static final int DEPTH_MAX = 200;

    private final TokenCursor tokens;
    private int parameters;
    private int depth;

    ExpressionParser(TokenCursor tokens) {
        this.tokens = tokens;
    }

    /** How many parameters the statement has up to here. */
    int parameters() {
        return parameters;
    }

    /** A condition, or any other expression. */
    Expression condition() {
        enter();
        Expression first = conjunction();
        List<Expression> terms = new ArrayList<>(List.of(first));
        while (tokens.acceptWord("OR")) {
            requireRightHandSide();
            terms.add(conjunction());
        }
        depth--;
        return terms.size() == 1 ? first : new Expression.Or(terms, first.at());
    }

    private Expression conjunction() {
        Expression first = negation();
        List<Expression> terms = new ArrayList<>(List.of(first));
        while (tokens.acceptWord("AND")) {
            requireRightHandSide();
            terms.add(negation());
        }
        return terms.size() == 1 ? first : new Expression.And(terms, first.at());
    }

    private Expression negation() {
        Token token = tokens.peek();
        if (!tokens.acceptWord("NOT")) {
            return comparison();
        }
        enter();
        Expression term = negation();
        depth--;
        return new Expression.Not(term, token.at());
    }

    private Expression comparison() {
        Expression left = sum();
        while (true) {
            Optional<Expression> longer = comparisonAfter(left);
            if (longer.isEmpty()) {
                return left;
            }
            left = longer.get();
        }
    }

    private Optional<Expression> comparisonAfter(Expression left) {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.SYMBOL) {
            Optional<ValueComparator> comparator =
                    ValueComparator.of(token.text().equals("!=") ? "<>" : token.text());
            if (comparator.isEmpty()) {
                return Optional.empty();
            }
            tokens.next();
            requireRightHandSide();
            return Optional.of(
                    new Expression.Comparison(comparator.get(), left, sum(), token.at()));
        }
        if (tokens.acceptWord("IS")) {
            return Optional.of(is(left, token));
        }
        boolean negated =
                token.isWord("NOT")
                        && (tokens.peekAfter().isWord("IN")
                                || tokens.peekAfter().isWord("BETWEEN"));
        if (negated) {
            tokens.next();
        }
        Optional<Expression> found = inOrBetween(left, tokens.peek());
        return negated ? found.map(positive -> new Expression.Not(positive, token.at())) : found;
    }

    private Optional<Expression> inOrBetween(Expression left, Token token) {
        if (tokens.acceptWord("IN")) {
            requireRightHandSide();
            return Optional.of(new Expression.In(left, candidates(), token.at()));
        }
        if (tokens.acceptWord("BETWEEN")) {
            requireRightHandSide();
            Expression low = sum();
            tokens.expectWord("AND");
            requireRightHandSide();
            return Optional.of(new Expression.Between(left, low, sum(), token.at()));
        }
        return Optional.empty();
    }

    private Expression is(Expression left, Token token) {
        boolean negated = tokens.acceptWord("NOT");
        String name = tokens.next().text().toUpperCase(Locale.ROOT);
        if (name.equals("DOUBLE") && tokens.acceptWord("PRECISION")) {
            name = "DOUBLE PRECISION";
        } else if (name.equals("CHARACTER") && tokens.acceptWord("VARYING")) {
            name = "CHARACTER VARYING";
        }
        TypeName type =
                TypeName.of(name)
                        .orElseThrow(() -> StatementError.notWellFormed("Expected type name"));
        Expression is = new Expression.Is(left, type, token.at());
        return negated ? new Expression.Not(is, token.at()) : is;
    }

    private List<Expression> candidates() {
        if (tokens.acceptSymbol("[")) {
            return elements("]", "RIGHT_BRACKET");
        }
        tokens.expectSymbol("(", "LEFT_PAREN");
        return elements(")", "RIGHT_PAREN");
    }

    /** A term, or two that are added or subtracted. */
    private Expression sum() {
        Expression left = term();
        while (tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-")) {
            Token operator = tokens.next();
            requireRightHandSide();
            left = new Expression.Arithmetic(operator.text(), left, term(), operator.at());
        }
        return left;
    }

    private Expression term() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case STRING -> new Expression.Text(tokens.next().text(), token.at());
            case NUMBER -> new Expression.Numeral(tokens.next().text(), token.at());
            case PARAMETER -> new Expression.Parameter(parameter(), token.at());
            case NAME -> path();
            case WORD -> word(token);
            case SYMBOL -> symbol(token);
            case END -> throw StatementError.notWellFormed("Unexpected term");
        };
    }

    private int parameter() {
        tokens.next();
        return parameters++;
    }

    private Expression word(Token token) {
        if (tokens.peekAfter().isSymbol("(") && !Keywords.isOperator(token.text())) {
            return call();
        }
        switch (token.text().toUpperCase(Locale.ROOT)) {
            case "TRUE", "FALSE" -> {
                return new Expression.Truth(tokens.next().isWord("TRUE"), token.at());
            }
            case "NULL" -> {
                tokens.next();
                return new Expression.Null(token.at());
            }
            case "MISSING" -> {
                tokens.next();
                return new Expression.Missing(token.at());
            }
            default -> {}
        }
        if (Keywords.isOperator(token.text())) {
            throw StatementError.notWellFormed("Unexpected operator");
        }
        if (token.isKeyword()) {
            throw StatementError.notWellFormed("Unexpected keyword");
        }
        return path();
    }

    private Expression call() {
        Token name = tokens.next();
        tokens.next();
        enter();
        List<Expression> arguments = elements(")", "RIGHT_PAREN");
        depth--;
        return new Expression.Call(name.text().toLowerCase(Locale.ROOT), arguments, name.at());
    }

    private Expression symbol(Token token) {
        enter();
        Expression result =
                switch (token.text()) {
                    case "(" -> parenthesized();
                    case "[" -> {
                        tokens.next();
                        yield new Expression.ListLiteral(
                                elements("]", "RIGHT_BRACKET"), token.at());
                    }
                    case "<<" -> {
                        tokens.next();
                        yield new Expression.Bag(
                                elements(">>", "RIGHT_DOUBLE_ANGLE_BRACKET"), token.at());
                    }
                    case "{" -> struct();
                    case "+", "-" -> signed();
                    case "=", "<>", "!=", "<", "<=", ">", ">=", "*", "/", "%", "||" ->
                            throw StatementError.notWellFormed("Unexpected operator");
                    default -> throw StatementError.notWellFormed("Unexpected term");
                };
        depth--;
        return result;
    }

    private Expression parenthesized() {
        tokens.next();
        Expression inner = condition();
        tokens.expectSymbol(")", "RIGHT_PAREN");
        return inner;
    }

    /** Signs belong to number literals alone. */
    private Expression signed() {
        Token first = tokens.peek();
        boolean negative = false;
        while (tokens.peek().isSymbol("-") || tokens.peek().isSymbol("+")) {
            negative ^= tokens.next().isSymbol("-");
        }
        Token number = tokens.next();
        if (number.kind() != Token.Kind.NUMBER) {
            throw StatementError.refused("Unsupported operation: " + first.text(), first.at());
        }
        return new Expression.Numeral((negative ? "-" : "") + number.text(), first.at());
    }

    private List<Expression> elements(String close, String closeName) {
        List<Expression> elements = new ArrayList<>();
        if (tokens.acceptSymbol(close)) {
            return elements;
        }
        do {
            elements.add(condition());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(close, closeName);
        return elements;
    }

    /** {@code {'name': value, …}}. */
    Expression.Struct struct() {
        Token open = tokens.peek();
        tokens.expectSymbol("{", "LEFT_CURLY");
        Map<String, Expression> members = new LinkedHashMap<>();
        if (!tokens.acceptSymbol("}")) {
            do {
                Token name = tokens.next();
                if (name.kind() != Token.Kind.STRING) {
                    throw StatementError.notWellFormed("Unexpected term");
                }
                tokens.expectSymbol(":", "COLON");
                members.put(name.text(), condition());
            } while (tokens.acceptSymbol(","));
            tokens.expectSymbol("}", "RIGHT_CURLY");
        }
        return new Expression.Struct(members, open.at());
    }

    /** {@code a.b[0]}; the first name is the next token, and no keyword unless in quotes. */
    Expression.Path path() {
        Token first = tokens.next();
        List<Expression.Step> steps = new ArrayList<>();
        steps.add(new Expression.Step.Name(first.text()));
        while (true) {
            if (tokens.acceptSymbol(".")) {
                Token name = tokens.next();
                if (name.kind() != Token.Kind.NAME
                        && (name.kind() != Token.Kind.WORD || name.isKeyword())) {
                    throw StatementError.notWellFormed("Invalid path dot component");
                }
                steps.add(new Expression.Step.Name(name.text()));
            } else if (tokens.acceptSymbol("[")) {
                steps.add(bracketed());
                tokens.expectSymbol("]", "RIGHT_BRACKET");
            } else {
                return new Expression.Path(steps, first.at());
            }
        }
    }

    private Expression.Step bracketed() {
        boolean negative = tokens.acceptSymbol("-");
        Token token = tokens.next();
        if (token.kind() == Token.Kind.STRING && !negative) {
            return new Expression.Step.Name(token.text());
        }
        if (token.kind() != Token.Kind.NUMBER || !token.text().matches("[0-9]+")) {
            throw StatementError.notWellFormed("Unexpected term");
        }
        try {
            return new Expression.Step.Index(index(negative, token));
        } catch (NumberFormatException outOfRange) {
            throw StatementError.refused(
                    "List index is not within the allowable range; index: ["
                            + (negative ? "-" : "")
                            + token.text()
                            + "]",
                    token.at());
        }
    }

    private static int index(boolean negative, Token token) {
        int index = Integer.parseInt(token.text());
        if (negative && index != 0) {
            throw new NumberFormatException("Negative");
        }
        return index;
    }

    private void requireRightHandSide() {
        if (tokens.isAtEnd()) {
            throw StatementError.notWellFormed(
                    "Missing right-hand side expression of infix operator");
        }
    }

    private void enter() {
        if (++depth > DEPTH_MAX) {
            throw StatementError.notWellFormed("Nested too deeply");
        }
    }
}
