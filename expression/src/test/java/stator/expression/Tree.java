package stator.expression;

import java.util.List;
import java.util.stream.Collectors;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.Operand;
import stator.expression.tree.ParsedExpression;

/** Prints a condition with a parenthesis around everything, to see how it was read. */
final class Tree {
    private final ParsedExpression<ConditionNode> parsed;

    private Tree(ParsedExpression<ConditionNode> parsed) {
        this.parsed = parsed;
    }

    static String print(ParsedExpression<ConditionNode> parsed) {
        return new Tree(parsed).print(parsed.tree());
    }

    private String print(ConditionNode node) {
        return switch (node) {
            case ConditionNode.And and -> terms("and", and.terms());
            case ConditionNode.Or or -> terms("or", or.terms());
            case ConditionNode.Not not -> "(not " + print(not.term()) + ")";
            case ConditionNode.Comparison c ->
                    "(" + c.comparator() + " " + print(c.left()) + " " + print(c.right()) + ")";
            case ConditionNode.Between between ->
                    "(between "
                            + print(between.operand())
                            + " "
                            + print(between.low())
                            + " "
                            + print(between.high())
                            + ")";
            case ConditionNode.In in ->
                    "(in " + print(in.operand()) + " " + operands(in.candidates()) + ")";
            case Operand.Call call -> print((Operand) call);
        };
    }

    private String terms(String operator, List<ConditionNode> terms) {
        return "("
                + operator
                + " "
                + terms.stream().map(this::print).collect(Collectors.joining(" "))
                + ")";
    }

    private String print(Operand operand) {
        return switch (operand) {
            case Operand.AtPath atPath -> path(atPath.path());
            case Operand.Constant constant -> parsed.values().get(constant.slot());
            case Operand.Call call -> "(" + call.name() + " " + operands(call.operands()) + ")";
            case Operand.Truth truth -> throw new IllegalStateException("No text says this");
        };
    }

    private String operands(List<Operand> operands) {
        return operands.stream().map(this::print).collect(Collectors.joining(" "));
    }

    private String path(DocumentPath path) {
        return path.elements().stream()
                .map(element ->
                        switch (element) {
                            case DocumentPath.Element.Name name -> name.name();
                            case DocumentPath.Element.Placeholder placeholder ->
                                    parsed.names().get(placeholder.slot());
                            case DocumentPath.Element.Index index -> "[" + index.index() + "]";
                        })
                .collect(Collectors.joining("."));
    }
}
