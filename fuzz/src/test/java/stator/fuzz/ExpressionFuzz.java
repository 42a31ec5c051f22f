package stator.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import stator.expression.Condition;
import stator.expression.ExpressionCache;
import stator.expression.ExpressionContext;
import stator.expression.Projection;
import stator.expression.UpdateExpression;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;

/** Expressions of each kind, parsed, bound and evaluated on an item; the first byte says which. */
public final class ExpressionFuzz {
    private static final Map<String, String> NAMES = Map.of("#p", "pk", "#l", "list", "#m", "map");
    private static final Item ITEM = item();
    private static final Item VALUES =
            Item.of(
                    Map.of(
                            ":n", AttributeValue.number(1),
                            ":s", AttributeValue.string("b"),
                            ":l", AttributeValue.list(List.of(AttributeValue.number(2)))));

    private ExpressionFuzz() {}

    private static Item item() {
        AttributeValue list =
                AttributeValue.list(List.of(AttributeValue.number(7), AttributeValue.string("x")));
        return Item.of(
                Map.of(
                        "pk",
                        AttributeValue.string("abc"),
                        "n",
                        AttributeValue.number(-15),
                        "list",
                        list));
    }

    /** Fails for anything but a result or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        ExpressionContext context =
                new ExpressionContext(new ExpressionCache(1 << 16), NAMES, VALUES);
        try {
            switch (input[0] & 3) {
                case 0 -> {
                    Condition condition = context.condition(text);
                    condition.test(ITEM);
                    condition.test(Item.EMPTY);
                }
                case 1 -> {
                    UpdateExpression update = context.update(text);
                    update.apply(ITEM);
                }
                case 2 -> {
                    Projection projection = context.projection(text);
                    projection.project(ITEM).toMap();
                }
                default -> context.keyCondition(text);
            }
        } catch (InvalidExpressionException | ApiException refused) {
            Checks.hasMessage(refused);
        }
    }
}
