package stator.expression;

import java.util.ArrayList;
import java.util.List;
import stator.expression.legacy.ConditionalOperator;
import stator.expression.legacy.LegacyCondition;
import stator.expression.legacy.LegacyUpdate;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.Function;
import stator.expression.tree.Operand;
import stator.expression.tree.UpdateAction;
import stator.model.AttributeValue;
import stator.model.ValueComparator;

/** Translates the legacy conditions and updates to what expressions are parsed to. */
final class LegacyTranslation {
    private static final String WRONG_TYPE = "Type mismatch for attribute to update";

    private final List<AttributeValue> values = new ArrayList<>();

    private LegacyTranslation() {}

    static Condition condition(List<LegacyCondition> conditions, ConditionalOperator operator) {
        LegacyTranslation translation = new LegacyTranslation();
        List<ConditionNode> terms = conditions.stream().map(translation::condition).toList();
        return new Condition(
                operator == ConditionalOperator.OR && !terms.isEmpty()
                        ? new ConditionNode.Or(terms)
                        : new ConditionNode.And(terms),
                translation.bindings());
    }

    static UpdateExpression update(List<LegacyUpdate> updates) {
        LegacyTranslation translation = new LegacyTranslation();
        List<UpdateAction> actions = updates.stream().map(translation::action).toList();
        return new UpdateExpression(actions, translation.bindings(), WRONG_TYPE);
    }

    private ConditionNode condition(LegacyCondition condition) {
        Operand attribute = new Operand.AtPath(DocumentPath.ofName(condition.attribute()));
        List<Operand> operands = new ArrayList<>(List.of(attribute));
        condition.operands().forEach(value -> operands.add(constant(value)));
        return switch (condition.operator()) {
            case EQ -> comparison(ValueComparator.EQ, operands);
            case NE -> comparison(ValueComparator.NE, operands);
            case LT -> comparison(ValueComparator.LT, operands);
            case LE -> comparison(ValueComparator.LE, operands);
            case GT -> comparison(ValueComparator.GT, operands);
            case GE -> comparison(ValueComparator.GE, operands);
            case IN -> new ConditionNode.In(attribute, operands.subList(1, operands.size()));
            case BETWEEN -> new ConditionNode.Between(attribute, operands.get(1), operands.get(2));
            case NOT_NULL -> call(Function.ATTRIBUTE_EXISTS, operands);
            case NULL -> call(Function.ATTRIBUTE_NOT_EXISTS, operands);
            case CONTAINS -> call(Function.CONTAINS, operands);
            // Unlike NOT contains(…), it is false for an attribute that is not there.
            case NOT_CONTAINS ->
                    new ConditionNode.And(
                            List.of(
                                    call(Function.ATTRIBUTE_EXISTS, operands.subList(0, 1)),
                                    new ConditionNode.Not(call(Function.CONTAINS, operands))));
            case BEGINS_WITH -> call(Function.BEGINS_WITH, operands);
        };
    }

    private static ConditionNode comparison(ValueComparator comparator, List<Operand> operands) {
        return new ConditionNode.Comparison(comparator, operands.get(0), operands.get(1));
    }

    private static Operand.Call call(Function function, List<Operand> operands) {
        return new Operand.Call(function, function.toString(), operands);
    }

    private UpdateAction action(LegacyUpdate update) {
        DocumentPath path = DocumentPath.ofName(update.attribute());
        if (update.value().isEmpty()) {
            return new UpdateAction.Remove(path);
        }
        Operand.Constant value = constant(update.value().getFirst());
        return switch (update.action()) {
            case PUT -> new UpdateAction.Set(path, new UpdateAction.Assigned.Plain(value));
            case ADD -> new UpdateAction.Add(path, value);
            case DELETE -> new UpdateAction.Delete(path, value);
        };
    }

    private Operand.Constant constant(AttributeValue value) {
        values.add(value);
        return new Operand.Constant(values.size() - 1);
    }

    private Bindings bindings() {
        return new Bindings(new String[0], values.toArray(AttributeValue[]::new));
    }
}
