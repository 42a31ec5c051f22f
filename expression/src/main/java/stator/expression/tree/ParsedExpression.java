package stator.expression.tree;

import java.util.List;

/**
 * An expression as its text says it, for any request: names and values that the text gives by
 * placeholders are slots, by their order of appearance.
 *
 * @param tree what the text says
 * @param names the placeholders of names, {@code #n}, by slot
 * @param values the placeholders of values, {@code :v}, by slot
 */
public record ParsedExpression<T>(
        ExpressionKind kind, T tree, List<String> names, List<String> values) {
    public ParsedExpression {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }
}
