package stator.expression.parse;

import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;

/**
 * The first walk over a parsed expression, in the order of the text: reserved words, and functions
 * that do not exist or may not stand where they do. It needs no request, so its result is kept with
 * the parsed expression.
 */
final class StaticCheck {
    private final ExpressionKind kind;

    private StaticCheck(ExpressionKind kind) {
        this.kind = kind;
    }

    static void condition(ExpressionKind kind, ConditionNode condition) {
        new StaticCheck(kind).condition(condition);
    }

    static void path(ExpressionKind kind, DocumentPath path) {
        new StaticCheck(kind).path(path);
    }

    /** An operand of a condition or of an update. */
    static void operand(ExpressionKind kind, Operand operand) {
        new StaticCheck(kind).operand(operand);
    }

    /** An operand of a sum or a difference. */
    static void term(ExpressionKind kind, Operand operand) {
        new StaticCheck(kind).inner(operand);
    }

    private void condition(ConditionNode condition) {
        switch (condition) {
            case ConditionNode.And and -> and.terms().forEach(this::condition);
            case ConditionNode.Or or -> or.terms().forEach(this::condition);
            case ConditionNode.Not not -> condition(not.term());
            case ConditionNode.Comparison comparison -> {
                operand(comparison.left());
                operand(comparison.right());
            }
            case ConditionNode.Between between -> {
                operand(between.operand());
                operand(between.low());
                operand(between.high());
            }
            case ConditionNode.In in -> {
                operand(in.operand());
                in.candidates().forEach(this::operand);
            }
            case Operand.Call call -> call(call, Function.Place.CONDITION);
        }
    }

    private void operand(Operand operand) {
        switch (operand) {
            case Operand.AtPath atPath -> path(atPath.path());
            case Operand.Constant constant -> {}
            case Operand.Call call -> call(call, place(kind));
            case Operand.Truth truth -> condition(truth.condition());
        }
    }

    private void call(Operand.Call call, Function.Place place) {
        requirePlace(call, place);
        call.operands().forEach(this::inner);
    }

    /** An operand of a function, or of a sum. */
    private void inner(Operand operand) {
        if (operand instanceof Operand.Call call && call.function() == Function.LIST_APPEND) {
            // Recorded for list_append in list_append; a sum and if_not_exists follow the rule.
            requirePlace(call, place(kind));
            throw invalid(misused(call));
        }
        operand(operand);
    }

    private static Function.Place place(ExpressionKind kind) {
        return kind == ExpressionKind.UPDATE ? Function.Place.UPDATE : Function.Place.OPERAND;
    }

    private void requirePlace(Operand.Call call, Function.Place place) {
        Function.Place allowed = call.function().place();
        if (allowed == place) {
            return;
        }
        if (allowed == Function.Place.NOWHERE) {
            throw invalid("Invalid function name; function: " + call.name());
        }
        if (place == Function.Place.UPDATE) {
            throw invalid(
                    "The function is not allowed in an update expression; function: "
                            + call.name());
        }
        if (allowed == Function.Place.UPDATE) {
            throw invalid(
                    "The function is not allowed in a condition expression; function: "
                            + call.name());
        }
        throw invalid(misused(call));
    }

    private static String misused(Operand.Call call) {
        return "The function is not allowed to be used this way in an expression; function: "
                + call.name();
    }

    private void path(DocumentPath path) {
        for (DocumentPath.Element element : path.elements()) {
            if (element instanceof DocumentPath.Element.Name name
                    && ReservedWords.contains(name.name())) {
                throw kind.invalid(
                        ExpressionError.RESERVED_WORD,
                        "Attribute name is a reserved keyword; reserved keyword: " + name.name());
            }
        }
    }

    private InvalidExpressionException invalid(String problem) {
        return kind.invalid(ExpressionError.FUNCTION, problem);
    }
}
