package stator.expression.check;

import java.util.ArrayList;
import java.util.List;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.UpdateAction;
import stator.model.AttributeType;

/**
 * The second walk over an update, with one request's placeholders. AWS looks first at the paths
 * that are changed, then at all names and then at all values and types, the last action first.
 */
public final class UpdateCheck {
    private final List<UpdateAction> actions;
    private final Bindings bindings;
    private final OperandCheck operands;

    public UpdateCheck(ParsedExpression<List<UpdateAction>> parsed, Bindings bindings) {
        this.actions = parsed.tree();
        this.bindings = bindings;
        this.operands = new OperandCheck(parsed, bindings);
    }

    public void check() {
        List<DocumentPath> paths = new ArrayList<>(actions.size());
        for (UpdateAction action : actions) {
            paths.add(action.path());
            operands.names(action.path());
        }
        PathConflicts.requireNone(ExpressionKind.UPDATE, paths, bindings);
        List<UpdateAction> lastFirst = actions.reversed();
        lastFirst.forEach(this::names);
        lastFirst.forEach(this::action);
    }

    private void names(UpdateAction action) {
        if (action instanceof UpdateAction.Set set) {
            switch (set.value()) {
                case UpdateAction.Assigned.Plain plain -> operands.names(plain.operand());
                case UpdateAction.Assigned.Arithmetic arithmetic -> {
                    operands.names(arithmetic.left());
                    operands.names(arithmetic.right());
                }
            }
        }
    }

    private void action(UpdateAction action) {
        operands.path(action.path());
        switch (action) {
            case UpdateAction.Set set -> assigned(set.value());
            case UpdateAction.Remove remove -> {}
            case UpdateAction.Add add -> {
                AttributeType type = typeOf(add.value());
                if (type != AttributeType.N && !type.isSet()) {
                    throw wrongType(UpdateAction.Section.ADD, type);
                }
            }
            case UpdateAction.Delete delete -> {
                AttributeType type = typeOf(delete.value());
                if (!type.isSet()) {
                    throw wrongType(UpdateAction.Section.DELETE, type);
                }
            }
        }
    }

    private void assigned(UpdateAction.Assigned assigned) {
        switch (assigned) {
            case UpdateAction.Assigned.Plain plain -> operands.operand(plain.operand());
            case UpdateAction.Assigned.Arithmetic arithmetic -> {
                String operator = arithmetic.operator().toString();
                operands.operand(arithmetic.left());
                operands.operand(arithmetic.right());
                operands.type(operator, arithmetic.left(), AttributeType.N);
                operands.type(operator, arithmetic.right(), AttributeType.N);
            }
        }
    }

    private AttributeType typeOf(Operand.Constant constant) {
        operands.constant(constant.slot());
        return bindings.value(constant.slot()).type();
    }

    private static InvalidExpressionException wrongType(
            UpdateAction.Section section, AttributeType type) {
        return ExpressionKind.UPDATE.invalid(
                ExpressionError.OPERAND_TYPE,
                "Incorrect operand type for operator or function; operator: "
                        + section
                        + ", operand type: "
                        + longName(type)
                        + ", typeSet: ALLOWED_FOR_"
                        + section
                        + "_OPERAND");
    }

    private static String longName(AttributeType type) {
        return switch (type) {
            case S -> "STRING";
            case N -> "NUMBER";
            case B -> "BINARY";
            case SS -> "STRING_SET";
            case NS -> "NUMBER_SET";
            case BS -> "BINARY_SET";
            case M -> "MAP";
            case L -> "LIST";
            case NULL -> "NULL";
            case BOOL -> "BOOLEAN";
        };
    }
}
