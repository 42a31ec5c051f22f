package stator.expression.tree;

/**
 * What a condition costs, before it is known on what item.
 *
 * @param operators each of which may look at the whole item
 * @param searchedBytes of values of the request that are looked through whatever the item is:
 *     {@code contains(:list, a)}
 */
public record Weight(int operators, long searchedBytes) {
    private static final Weight ONE = new Weight(1, 0);

    public static Weight of(ConditionNode node, Bindings bindings) {
        return switch (node) {
            case ConditionNode.And and -> sum(and.terms(), bindings);
            case ConditionNode.Or or -> sum(or.terms(), bindings);
            case ConditionNode.Not not -> of(not.term(), bindings);
            case ConditionNode.Comparison comparison ->
                    of(comparison.left(), bindings).plus(of(comparison.right(), bindings));
            case ConditionNode.Between between ->
                    of(between.operand(), bindings)
                            .plus(of(between.low(), bindings))
                            .plus(of(between.high(), bindings));
            case ConditionNode.In in -> {
                Weight weight = of(in.operand(), bindings);
                for (Operand candidate : in.candidates()) {
                    weight = weight.plus(of(candidate, bindings));
                }
                yield weight;
            }
            case Operand.Call call -> of((Operand) call, bindings);
        };
    }

    private static Weight of(Operand operand, Bindings bindings) {
        return switch (operand) {
            case Operand.AtPath atPath -> ONE;
            case Operand.Constant constant -> ONE;
            case Operand.Truth truth -> of(truth.condition(), bindings);
            case Operand.Call call ->
                    call.operands().getFirst() instanceof Operand.Constant searched
                            ? new Weight(1, bindings.value(searched.slot()).encodedBytes())
                            : ONE;
        };
    }

    private static Weight sum(Iterable<ConditionNode> terms, Bindings bindings) {
        Weight weight = new Weight(0, 0);
        for (ConditionNode term : terms) {
            weight = weight.plus(of(term, bindings));
        }
        return weight;
    }

    private Weight plus(Weight other) {
        return new Weight(operators + other.operators, searchedBytes + other.searchedBytes);
    }
}
