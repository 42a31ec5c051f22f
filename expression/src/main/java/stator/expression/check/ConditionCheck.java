package stator.expression.check;

import java.util.List;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.expression.tree.Bindings;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;
import stator.model.AttributeType;
import stator.model.AttributeValue;

/** The second walk over a condition, with one request's placeholders, in the order of the text. */
public final class ConditionCheck {
    private final ExpressionKind kind;
    private final Bindings bindings;
    private final OperandCheck operands;

    public ConditionCheck(ParsedExpression<ConditionNode> parsed, Bindings bindings) {
        this.kind = parsed.kind();
        this.bindings = bindings;
        this.operands = new OperandCheck(parsed, bindings);
    }

    public void condition(ConditionNode condition) {
        switch (condition) {
            case ConditionNode.And and -> and.terms().forEach(this::condition);
            case ConditionNode.Or or -> or.terms().forEach(this::condition);
            case ConditionNode.Not not -> condition(not.term());
            case ConditionNode.Comparison comparison -> comparison(comparison);
            case ConditionNode.Between between -> between(between);
            case ConditionNode.In in -> in(in);
            case Operand.Call call -> operands.operand(call);
        }
    }

    private void comparison(ConditionNode.Comparison comparison) {
        operands.operand(comparison.left());
        operands.operand(comparison.right());
        String operator = comparison.comparator().toString();
        operands.distinct(operator, comparison.left(), List.of(comparison.right()));
        if (comparison.comparator().ordersValues()) {
            operands.orderable(operator, comparison.left());
            operands.orderable(operator, comparison.right());
        }
    }

    private void between(ConditionNode.Between between) {
        List<Operand> all = List.of(between.operand(), between.low(), between.high());
        all.forEach(operands::operand);
        operands.distinct("BETWEEN", between.operand(), all.subList(1, 3));
        all.forEach(operand -> operands.orderable("BETWEEN", operand));
        if (between.low() instanceof Operand.Constant low
                && between.high() instanceof Operand.Constant high) {
            bounds(bindings.value(low.slot()), bindings.value(high.slot()));
        }
    }

    private void bounds(AttributeValue low, AttributeValue high) {
        if (low.type() != high.type()) {
            throw wrongBounds("same data type for lower and upper bounds", low, high);
        }
        if (low.compareScalar(high) > 0) {
            throw wrongBounds("upper bound to be greater than or equal to lower bound", low, high);
        }
    }

    private InvalidExpressionException wrongBounds(
            String requirement, AttributeValue low, AttributeValue high) {
        return kind.invalid(
                ExpressionError.BETWEEN_BOUNDS,
                "The BETWEEN operator requires "
                        + requirement
                        + "; lower bound operand: AttributeValue: "
                        + bound(low)
                        + ", upper bound operand: AttributeValue: "
                        + bound(high));
    }

    /** A bound as AWS's message shows it. */
    private static String bound(AttributeValue value) {
        if (value.type() == AttributeType.B) {
            int length = value.binaryLength();
            return "{B:java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]}";
        }
        return "{" + value.type() + ":" + value.text() + "}";
    }

    private void in(ConditionNode.In in) {
        operands.operand(in.operand());
        in.candidates().forEach(operands::operand);
        if (in.candidates().size() > ConditionNode.In.CANDIDATES_MAX) {
            throw kind.invalid(
                    ExpressionError.LIMIT,
                    "The IN operator is provided with too many operands; number of operands: "
                            + in.candidates().size());
        }
        operands.distinct("IN", in.operand(), in.candidates());
    }
}
