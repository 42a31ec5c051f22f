package stator.operation.partiql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import stator.model.ApiException;

/**
 * Reads statements. What it refuses has AWS's words, as far as they were captured (conformance
 * suite paritysuite/dynamodb-conformance and floci, September and October 2026).
 */
public final class Parser {
    /** Why the projection is refused, if it has an aggregate; the first one. */
    private Optional<ApiException> refused = Optional.empty();

    private final TokenCursor tokens;
    private final ExpressionParser expressions;

    private Parser(List<Token> tokens) {
        this.tokens = new TokenCursor(tokens);
        expressions = new ExpressionParser(this.tokens);
    }

    /**
     * A statement with the number of its parameters.
     *
     * @param parameters how many values the request must give
     */
    public record Parsed(Statement statement, int parameters) {}

    /**
     * Reads a statement.
     *
     * @throws ApiException a ValidationException if it is none, or one that is not supported
     */
    public static Parsed parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        Statement statement = parser.statement();
        parser.requireEnd();
        return new Parsed(statement, parser.expressions.parameters());
    }

    private Statement statement() {
        if (tokens.acceptWord("SELECT")) {
            return select();
        }
        if (tokens.acceptWord("INSERT")) {
            return insert();
        }
        if (tokens.acceptWord("UPDATE")) {
            return update();
        }
        if (tokens.acceptWord("DELETE")) {
            return delete();
        }
        if (tokens.acceptWord("FROM")) {
            return fromFirst();
        }
        if (tokens.peek().isWord("EXISTS") && tokens.peekAfter().isSymbol("(")) {
            return exists();
        }
        throw noStatement();
    }

    /** An expression that stands alone is none of DynamoDB's statements. */
    private ApiException noStatement() {
        if (tokens.peek().isKeyword()) {
            return StatementError.notWellFormed("Unexpected keyword");
        }
        // "SLECT * FROM …" begins as a product does, whose second factor begins as FROM-first does.
        if (tokens.peekAfter().isSymbol("*")) {
            return StatementError.notWellFormed(
                    restHasFrom() ? "Expected data manipulation" : "Unexpected term");
        }
        Expression expression = expressions.condition();
        requireEnd();
        return ApiException.validation(
                "Unsupported operation: "
                        + (expression instanceof Expression.Is
                                ? "IsType"
                                : expression.getClass().getSimpleName()));
    }

    private boolean restHasFrom() {
        while (!tokens.isAtEnd()) {
            if (tokens.next().isWord("FROM")) {
                return true;
            }
        }
        return false;
    }

    private Statement.Select select() {
        List<Expression.Path> projection = projection();
        if (refused.isEmpty()) {
            return selectFrom(projection);
        }
        try {
            Statement.Select select = selectFrom(projection);
            if (tokens.isAtEnd() || tokens.peek().isSymbol(")")) {
                return select;
            }
        } catch (ApiException e) {
            // What was wrong before is told.
        }
        throw refused.get();
    }

    private Statement.Select selectFrom(List<Expression.Path> projection) {
        tokens.expectWord("FROM");
        if (!isName(tokens.peek())) {
            throw StatementError.notWellFormed("Unexpected term");
        }
        Statement.Source source = source();
        refuseAlias();
        Optional<Expression> where = where();
        List<Statement.Ordering> orderBy = orderBy();
        return new Statement.Select(projection, source, where, orderBy, refused);
    }

    private List<Expression.Path> projection() {
        List<Expression.Path> paths = new ArrayList<>();
        if (tokens.acceptSymbol("*")) {
            return paths;
        }
        do {
            Token token = tokens.peek();
            if (tokens.peekAfter().isSymbol("(") && token.kind() == Token.Kind.WORD) {
                refused =
                        refused.or(() ->
                                Optional.of(
                                        StatementError.refused(
                                                "Unexpected path component", token.at())));
                skipCall();
                continue;
            }
            if (token.isKeyword()) {
                throw StatementError.notWellFormed("Unexpected keyword");
            }
            if (!isName(token)) {
                throw StatementError.notWellFormed("Unexpected term");
            }
            paths.add(expressions.path());
        } while (tokens.acceptSymbol(","));
        return paths;
    }

    private void skipCall() {
        tokens.next();
        int open = 0;
        do {
            Token token = tokens.next();
            open += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        } while (open > 0 && !tokens.isAtEnd());
    }

    private Statement insert() {
        tokens.expectWord("INTO");
        String table = simplePath();
        if (!tokens.acceptWord("VALUE")) {
            requireEnd();
        }
        if (!tokens.peek().isSymbol("{")) {
            throw StatementError.notWellFormed("Unexpected term");
        }
        return new Statement.Insert(table, expressions.struct());
    }

    private Statement update() {
        String table = simplePath();
        refuseAlias();
        List<Statement.Change> changes = changes();
        Optional<Expression> where = where();
        return new Statement.Update(table, changes, where, returning());
    }

    /** {@code FROM t WHERE … SET …}: an UPDATE in another order. */
    private Statement fromFirst() {
        String table = simplePath();
        refuseAlias();
        Optional<Expression> where = where();
        List<Statement.Change> changes = changes();
        return new Statement.Update(table, changes, where, returning());
    }

    private List<Statement.Change> changes() {
        List<Statement.Change> changes = new ArrayList<>();
        while (true) {
            if (tokens.acceptWord("SET")) {
                do {
                    changes.add(assignment());
                } while (tokens.acceptSymbol(","));
            } else if (tokens.acceptWord("REMOVE")) {
                do {
                    changes.add(new Statement.Change.Remove(target()));
                } while (tokens.acceptSymbol(","));
            } else if (changes.isEmpty()) {
                throw StatementError.notWellFormed("Expected data manipulation");
            } else {
                return changes;
            }
        }
    }

    private Statement.Change assignment() {
        Expression.Path target = target();
        tokens.expectSymbol("=", "EQ");
        return new Statement.Change.Set(target, expressions.condition());
    }

    private Expression.Path target() {
        if (!isName(tokens.peek())) {
            throw StatementError.notWellFormed("Expected identifier for simple path");
        }
        return expressions.path();
    }

    private Statement delete() {
        tokens.expectWord("FROM");
        String table = simplePath();
        refuseAlias();
        Optional<Expression> where = where();
        Optional<Statement.Returning> returning = returning();
        if (returning.isPresent() && returning.get() != Statement.Returning.ALL_OLD) {
            throw ApiException.validation(
                    "Invalid returning clause: RETURNING "
                            + returning.get()
                            + ". Only RETURNING ALL OLD * is allowed in DELETE statements.");
        }
        return new Statement.Delete(table, where, returning);
    }

    private Statement exists() {
        tokens.next();
        tokens.next();
        tokens.expectWord("SELECT");
        Statement.Select select = select();
        tokens.expectSymbol(")", "RIGHT_PAREN");
        return new Statement.Exists(select);
    }

    /** The table of a write, which cannot be an index. */
    private String simplePath() {
        if (!isName(tokens.peek())) {
            throw StatementError.notWellFormed("Expected identifier for simple path");
        }
        Statement.Source source = source();
        if (!source.index().isEmpty()) {
            throw ApiException.validation("This operation is not supported on an index");
        }
        return source.table();
    }

    private Statement.Source source() {
        List<Expression.Step> steps = expressions.path().steps();
        if (steps.size() > 2) {
            throw ApiException.validation(
                    "A path may contain at most 2 components in the FROM clause");
        }
        List<String> names = new ArrayList<>();
        for (Expression.Step step : steps) {
            if (!(step instanceof Expression.Step.Name name)) {
                throw StatementError.notWellFormed("Invalid path dot component");
            }
            if (name.name().isEmpty()) {
                throw ApiException.validation("Path component cannot be an empty string");
            }
            names.add(name.name());
        }
        return new Statement.Source(names.getFirst(), names.size() == 2 ? names.getLast() : "");
    }

    private void refuseAlias() {
        if (tokens.peek().isWord("AS") || isName(tokens.peek())) {
            throw ApiException.validation("Aliasing is not supported");
        }
    }

    private Optional<Expression> where() {
        return tokens.acceptWord("WHERE") ? Optional.of(expressions.condition()) : Optional.empty();
    }

    private List<Statement.Ordering> orderBy() {
        List<Statement.Ordering> orderings = new ArrayList<>();
        if (!tokens.acceptWord("ORDER")) {
            return orderings;
        }
        tokens.expectWord("BY");
        do {
            if (!isName(tokens.peek())) {
                throw StatementError.notWellFormed("Unexpected term");
            }
            String attribute = tokens.next().text();
            boolean ascending = !tokens.acceptWord("DESC");
            if (ascending) {
                tokens.acceptWord("ASC");
            }
            orderings.add(new Statement.Ordering(attribute, ascending));
        } while (tokens.acceptSymbol(","));
        return orderings;
    }

    private Optional<Statement.Returning> returning() {
        if (!tokens.acceptWord("RETURNING")) {
            return Optional.empty();
        }
        String spelling =
                (tokens.next().text() + " " + tokens.next().text() + " *").toUpperCase(Locale.ROOT);
        tokens.expectSymbol("*", "STAR");
        for (Statement.Returning returning : Statement.Returning.values()) {
            if (returning.toString().equals(spelling)) {
                return Optional.of(returning);
            }
        }
        throw StatementError.notWellFormed("Expected ALL or MODIFIED and OLD or NEW");
    }

    private static boolean isName(Token token) {
        return token.kind() == Token.Kind.NAME
                || token.kind() == Token.Kind.WORD && !token.isKeyword();
    }

    private void requireEnd() {
        tokens.acceptSymbol(";");
        if (tokens.peek().kind() != Token.Kind.END) {
            throw StatementError.notWellFormed("Unexpected token after expression");
        }
    }
}
