package stator.expression.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Function;
import stator.expression.tree.Node;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.Tokens;
import stator.model.ValueComparator;

/**
 * Parses conditions, filters and key conditions.
 *
 * <pre>
 * condition  := or;  or := and (OR and)*;  and := not (AND not)*;  not := NOT* term
 * term       := '(' condition ')' | call
 *             | operand comparator operand | operand BETWEEN operand AND operand
 *             | operand IN '(' operand (',' operand)* ')'
 * operand    := '(' operand ')' | path | value | call
 * call       := name '(' operand (',' operand)* ')'
 * </pre>
 *
 * <p>A parenthesis may open a condition or an operand, and only what follows tells which. So the
 * parser reads both the same way and decides where it closes. Parentheses are kept on a stack of
 * its own ({@link Level}), not on the thread's: four thousand of them fit into a text.
 */
public final class ConditionParser {
    private final TokenReader reader;
    private Level level = new Level(null);
    private int callDepth;

    private ConditionParser(TokenReader reader) {
        this.reader = reader;
    }

    public static ParsedExpression<ConditionNode> parse(ExpressionKind kind, String text) {
        TokenReader reader = new TokenReader(kind, text);
        ParsedExpression<ConditionNode> parsed =
                reader.parsed(new ConditionParser(reader).condition());
        StaticCheck.condition(kind, parsed.tree());
        return parsed;
    }

    private ConditionNode condition() {
        while (true) {
            open();
            if (!(closed(comparison(primary())) instanceof ConditionNode term)) {
                throw reader.unexpected();
            }
            if (reader.takeKeyword("AND")) {
                reader.countOperator();
                level.and(term);
            } else if (reader.takeKeyword("OR")) {
                reader.countOperator();
                level.or(term);
            } else if (level.outer == null) {
                return level.whole(term);
            } else {
                throw reader.unexpected();
            }
        }
    }

    private void open() {
        while (true) {
            if (reader.takeKeyword("NOT")) {
                reader.countOperator();
                level.not();
            } else if (reader.take(Tokens.Kind.OPEN)) {
                level = new Level(level);
            } else {
                return;
            }
        }
    }

    /** Passes the closing parentheses after a term; what stands in them is the term then. */
    private Node closed(Node first) {
        Node term = first;
        boolean inParentheses = false;
        while (level.outer != null && reader.peek() == Tokens.Kind.CLOSE) {
            if (!level.isEmpty()) {
                if (!(term instanceof ConditionNode condition)) {
                    throw reader.unexpected();
                }
                term = level.whole(condition);
                inParentheses = false;
            }
            reader.expect(Tokens.Kind.CLOSE);
            if (inParentheses) {
                throw reader.redundantParentheses();
            }
            level = level.outer;
            Node inner = term;
            term = term instanceof Operand operand ? comparison(operand) : term;
            inParentheses = term == inner;
        }
        return term;
    }

    /** The comparison whose left operand was read, or the operand if none follows. */
    private Node comparison(Operand left) {
        Optional<ValueComparator> comparator = comparator(reader.peek());
        if (comparator.isPresent()) {
            reader.expect(reader.peek());
            reader.countOperator();
            return new ConditionNode.Comparison(comparator.get(), left, operand());
        }
        if (reader.takeKeyword("BETWEEN")) {
            reader.countOperator();
            Operand low = operand();
            reader.expectKeyword("AND");
            return new ConditionNode.Between(left, low, operand());
        }
        if (reader.takeKeyword("IN")) {
            reader.countOperator();
            reader.expect(Tokens.Kind.OPEN);
            return new ConditionNode.In(left, operands());
        }
        return left;
    }

    private Operand operand() {
        int open = 0;
        while (reader.take(Tokens.Kind.OPEN)) {
            open++;
        }
        Operand operand = primary();
        for (int closed = 0; closed < open; closed++) {
            reader.expect(Tokens.Kind.CLOSE);
            if (closed > 0) {
                throw reader.redundantParentheses();
            }
        }
        return operand;
    }

    /** Operands up to the closing parenthesis. */
    private List<Operand> operands() {
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand());
        } while (reader.take(Tokens.Kind.COMMA));
        reader.expect(Tokens.Kind.CLOSE);
        return operands;
    }

    private Operand primary() {
        if (reader.peek() == Tokens.Kind.VALUE) {
            return new Operand.Constant(reader.value());
        }
        return reader.atFunction() ? call() : new Operand.AtPath(reader.path());
    }

    private Operand.Call call() {
        reader.countOperator();
        if (++callDepth > TokenReader.OPERATORS_MAX) {
            throw reader.tooManyOperators();
        }
        String name = reader.functionName();
        Operand.Call call = new Operand.Call(Function.of(name), name, operands());
        callDepth--;
        return call;
    }

    /** What was read of a condition between two parentheses, up to the term that is read now. */
    private static final class Level {
        private final Level outer;
        private final List<ConditionNode> alternatives = new ArrayList<>();
        private final List<ConditionNode> conjuncts = new ArrayList<>();
        private int nots;

        private Level(Level outer) {
            this.outer = outer;
        }

        private boolean isEmpty() {
            return nots == 0 && conjuncts.isEmpty() && alternatives.isEmpty();
        }

        private void not() {
            nots++;
        }

        private void and(ConditionNode term) {
            ConditionNode conjunct = term;
            for (; nots > 0; nots--) {
                conjunct = new ConditionNode.Not(conjunct);
            }
            conjuncts.add(conjunct);
        }

        private void or(ConditionNode term) {
            and(term);
            alternatives.add(
                    conjuncts.size() == 1
                            ? conjuncts.getFirst()
                            : new ConditionNode.And(conjuncts));
            conjuncts.clear();
        }

        private ConditionNode whole(ConditionNode term) {
            or(term);
            return alternatives.size() == 1
                    ? alternatives.getFirst()
                    : new ConditionNode.Or(alternatives);
        }
    }

    /** The comparator that a token stands for. */
    private static Optional<ValueComparator> comparator(Tokens.Kind token) {
        return switch (token) {
            case EQ -> Optional.of(ValueComparator.EQ);
            case NE -> Optional.of(ValueComparator.NE);
            case LT -> Optional.of(ValueComparator.LT);
            case LE -> Optional.of(ValueComparator.LE);
            case GT -> Optional.of(ValueComparator.GT);
            case GE -> Optional.of(ValueComparator.GE);
            case WORD,
                    NAME,
                    VALUE,
                    INDEX,
                    OPEN,
                    CLOSE,
                    OPEN_BRACKET,
                    CLOSE_BRACKET,
                    DOT,
                    COMMA,
                    PLUS,
                    MINUS,
                    OTHER,
                    END ->
                    Optional.empty();
        };
    }
}
