package stator.expression.parse;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.expression.error.ExpressionError;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.Tokens;
import stator.expression.tree.UpdateAction;

/**
 * Parses updates.
 *
 * <pre>
 * update   := section+
 * section  := SET set (',' set)* | REMOVE path (',' path)*
 *           | ADD path value (',' path value)* | DELETE path value (',' path value)*
 * set      := path '=' assigned
 * assigned := '(' assigned ')' | operand | operand ('+' | '-') operand
 * operand  := '(' operand ')' | path | value | name '(' operand (',' operand)* ')'
 * </pre>
 */
public final class UpdateParser {
    private final TokenReader reader;
    private final List<UpdateAction> actions = new ArrayList<>();
    private final Set<UpdateAction.Section> sections = EnumSet.noneOf(UpdateAction.Section.class);
    private final Set<UpdateAction.Section> repeated = EnumSet.noneOf(UpdateAction.Section.class);
    private int callDepth;

    private UpdateParser(TokenReader reader) {
        this.reader = reader;
    }

    public static ParsedExpression<List<UpdateAction>> parse(String text) {
        TokenReader reader = new TokenReader(ExpressionKind.UPDATE, text);
        UpdateParser parser = new UpdateParser(reader);
        do {
            parser.section();
        } while (reader.peek() != Tokens.Kind.END);
        ParsedExpression<List<UpdateAction>> parsed = reader.parsed(List.copyOf(parser.actions));
        parser.check();
        return parsed;
    }

    private void section() {
        UpdateAction.Section section = sectionKeyword().orElseThrow(reader::unexpected);
        if (!sections.add(section)) {
            repeated.add(section);
        }
        do {
            actions.add(action(section));
        } while (reader.take(Tokens.Kind.COMMA));
    }

    private Optional<UpdateAction.Section> sectionKeyword() {
        for (UpdateAction.Section section : UpdateAction.Section.values()) {
            if (reader.takeKeyword(section.name())) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }

    private UpdateAction action(UpdateAction.Section section) {
        DocumentPath path = reader.path();
        return switch (section) {
            case SET -> {
                reader.expect(Tokens.Kind.EQ);
                yield new UpdateAction.Set(path, assigned());
            }
            case REMOVE -> new UpdateAction.Remove(path);
            case ADD -> new UpdateAction.Add(path, new Operand.Constant(reader.value()));
            case DELETE -> new UpdateAction.Delete(path, new Operand.Constant(reader.value()));
        };
    }

    /**
     * A parenthesis may stand around an operand or around the arithmetic; those that are still open
     * after the first operand stand around the latter.
     */
    private UpdateAction.Assigned assigned() {
        int open = openParentheses();
        Operand left = primary();
        int closed = 0;
        while (closed < open && reader.peek() == Tokens.Kind.CLOSE) {
            close(closed++);
        }
        Optional<UpdateAction.Operator> operator = operator();
        UpdateAction.Assigned assigned =
                operator.isPresent()
                        ? new UpdateAction.Assigned.Arithmetic(operator.get(), left, operand())
                        : new UpdateAction.Assigned.Plain(left);
        for (int around = 0; around < open - closed; around++) {
            close(around);
        }
        return assigned;
    }

    private int openParentheses() {
        int open = 0;
        while (reader.take(Tokens.Kind.OPEN)) {
            open++;
        }
        return open;
    }

    private void close(int closedBefore) {
        reader.expect(Tokens.Kind.CLOSE);
        if (closedBefore > 0) {
            throw reader.redundantParentheses();
        }
    }

    private Optional<UpdateAction.Operator> operator() {
        if (reader.take(Tokens.Kind.PLUS)) {
            reader.countOperator();
            return Optional.of(UpdateAction.Operator.PLUS);
        }
        if (reader.take(Tokens.Kind.MINUS)) {
            reader.countOperator();
            return Optional.of(UpdateAction.Operator.MINUS);
        }
        return Optional.empty();
    }

    private Operand operand() {
        int open = openParentheses();
        Operand operand = primary();
        for (int closed = 0; closed < open; closed++) {
            close(closed);
        }
        return operand;
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
        List<Operand> operands = new ArrayList<>();
        do {
            operands.add(operand());
        } while (reader.take(Tokens.Kind.COMMA));
        reader.expect(Tokens.Kind.CLOSE);
        callDepth--;
        return new Operand.Call(Function.of(name), name, operands);
    }

    /** AWS looks at the sections in the order in which the text first names them. */
    private void check() {
        Map<UpdateAction.Section, List<UpdateAction>> bySection = new LinkedHashMap<>();
        for (UpdateAction action : actions) {
            bySection.computeIfAbsent(action.section(), s -> new ArrayList<>()).add(action);
        }
        bySection.forEach((section, actionsOfSection) -> {
            actionsOfSection.forEach(UpdateParser::check);
            if (repeated.contains(section)) {
                throw ExpressionKind.UPDATE.invalid(
                        ExpressionError.SECTION,
                        "The \""
                                + section
                                + "\" section can only be used once in an update"
                                + " expression;");
            }
        });
    }

    private static void check(UpdateAction action) {
        StaticCheck.path(ExpressionKind.UPDATE, action.path());
        if (action instanceof UpdateAction.Set set) {
            switch (set.value()) {
                case UpdateAction.Assigned.Plain plain ->
                        StaticCheck.operand(ExpressionKind.UPDATE, plain.operand());
                case UpdateAction.Assigned.Arithmetic arithmetic -> {
                    StaticCheck.term(ExpressionKind.UPDATE, arithmetic.left());
                    StaticCheck.term(ExpressionKind.UPDATE, arithmetic.right());
                }
            }
        }
    }
}
