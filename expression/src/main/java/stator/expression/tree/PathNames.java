package stator.expression.tree;

import java.util.LinkedHashSet;
import java.util.Set;

/** The top-level attributes that an expression names, and those of them that it looks into. */
public final class PathNames {
    private final Bindings bindings;
    private final Set<String> topLevel = new LinkedHashSet<>();

    /** Few expressions look into anything. */
    private Set<String> nested = Set.of();

    public PathNames(Bindings bindings) {
        this.bindings = bindings;
    }

    public Set<String> topLevel() {
        return topLevel;
    }

    public Set<String> nested() {
        return nested;
    }

    public void add(DocumentPath path) {
        String name = path.topLevelName(bindings);
        topLevel.add(name);
        if (path.isNested()) {
            if (nested.isEmpty()) {
                nested = new LinkedHashSet<>();
            }
            nested.add(name);
        }
    }

    public void add(Operand operand) {
        switch (operand) {
            case Operand.AtPath atPath -> add(atPath.path());
            case Operand.Constant constant -> {}
            case Operand.Call call -> call.operands().forEach(this::add);
            case Operand.Truth truth -> addAll(truth.condition());
        }
    }

    public void addAll(ConditionNode condition) {
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
