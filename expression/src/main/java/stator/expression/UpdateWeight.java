package stator.expression;

import java.util.List;
import stator.expression.tree.Bindings;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.expression.tree.Subject;
import stator.expression.tree.UpdateAction;
import stator.model.AttributeType;

/** How much work the actions of an update are, from what they name; asked for every update. */
record UpdateWeight(Bindings bindings) {
    /** Whether the actions look at many elements of lists and sets, each as an object. */
    boolean isMetInPieces(List<UpdateAction> actions) {
        if (actions.size() > Subject.WALKS_MAX) {
            return true;
        }
        for (int i = 0; i < actions.size(); i++) {
            if (looksWithin(actions.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether an action looks at the elements of what it changes. */
    private boolean looksWithin(UpdateAction action) {
        if (action.path().isNested()) {
            return true;
        }
        return switch (action) {
            case UpdateAction.Set set -> looksWithin(set.value());
            case UpdateAction.Add add ->
                    bindings.value(add.value().slot()).type() != AttributeType.N;
            case UpdateAction.Delete delete -> true;
            case UpdateAction.Remove remove -> false;
        };
    }

    private boolean looksWithin(UpdateAction.Assigned assigned) {
        return switch (assigned) {
            case UpdateAction.Assigned.Plain plain -> looksWithin(plain.operand());
            case UpdateAction.Assigned.Arithmetic sum ->
                    looksWithin(sum.left()) || looksWithin(sum.right());
        };
    }

    private boolean looksWithin(Operand operand) {
        return switch (operand) {
            case Operand.AtPath atPath -> atPath.path().isNested();
            case Operand.Constant constant -> false;
            case Operand.Truth truth -> true;
            case Operand.Call call ->
                    call.function() == Function.LIST_APPEND
                            || call.operands().stream().anyMatch(this::looksWithin);
        };
    }
}
