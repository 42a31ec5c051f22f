package stator.expression;

import java.util.LinkedHashSet;
import java.util.Set;

/** The top-level attributes that an expression names, and those of them that it looks into. */
final class PathNames {
    private final Bindings bindings;
    private final Set<String> topLevel = new LinkedHashSet<>();
    private final Set<String> nested = new LinkedHashSet<>();

    PathNames(Bindings bindings) {
        this.bindings = bindings;
    }

    Set<String> topLevel() {
        return topLevel;
    }

    Set<String> nested() {
        return nested;
    }

    void add(DocumentPath path) {
        String name = path.topLevelName(bindings);
        topLevel.add(name);
        if (path.isNested()) {
            nested.add(name);
        }
    }

    void add(Operand operand) {
        switch (operand) {
            case Operand.AtPath atPath -> add(atPath.path());
            case Operand.Constant constant -> {}
            case Operand.Call call -> call.operands().forEach(this::add);
            case Operand.Truth truth -> addAll(truth.condition());
        }
    }

    void addAll(ConditionNode condition) {
        switch (condition) {
            case ConditionNode.And and -> and.terms().forEach(this::addAll);
            case ConditionNode.Or or -> or.terms().forEach(this::addAll);
            case ConditionNode.Not not -> addAll(not.term());
            case ConditionNode.Comparison comparison -> {
                add(comparison.left());
                add(comparison.right());
            }
            case ConditionNode.Between between -> {
                add(between.operand());
                add(between.low());
                add(between.high());
            }
            case ConditionNode.In in -> {
                add(in.operand());
                in.candidates().forEach(this::add);
            }
            case Operand.Call call -> call.operands().forEach(this::add);
        }
    }
}
