package stator.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stator.model.AttributeValue;
import stator.model.Item;

/** Which attributes an expression tells that it names. */
final class NamedAttributesTest {
    private final ExpressionContext context =
            new ExpressionContext(
                    new ExpressionCache(10),
                    Map.of("#n", "Name"),
                    Item.of(":v", AttributeValue.number(1)));

    @Test
    void ofACondition() {
        Condition condition =
                context.condition(
                        "b.c = :v AND (contains(#n, a) OR size(d[0]) > :v) AND NOT b IN (e, :v)"
                                + " AND f BETWEEN g AND h");
        assertEquals(
                List.of("b", "Name", "a", "d", "e", "f", "g", "h"),
                List.copyOf(condition.topLevelNames()));
        assertEquals(List.of("b", "d"), List.copyOf(condition.nestedNames()));
    }

    @Test
    void ofAProjection() {
        Projection projection = context.projection("#n, m.x, l[0], m.y");
        assertEquals(List.of("Name", "m", "l"), List.copyOf(projection.topLevelNames()));
        assertEquals(List.of("m", "l"), List.copyOf(projection.nestedNames()));
        assertEquals(
                List.of("a.b", "c"),
                List.copyOf(Projection.ofAttributes(List.of("a.b", "c")).topLevelNames()));
    }

    @Test
    void ofAnUpdate() {
        UpdateExpression update = context.update("SET #n = a.b + c, m.x = :v REMOVE d ADD e :v");
        assertEquals(List.of("Name", "m", "d", "e"), List.copyOf(update.topLevelNames()));
        assertEquals(List.of("a", "m"), List.copyOf(update.nestedNames()));
    }

    @Test
    void tellsUpdatesThatOnlyTakeAway() {
        assertTrue(context.update("REMOVE a, b").onlyRemoves());
        assertFalse(context.update("REMOVE a SET b = :v").onlyRemoves());
        assertFalse(context.update("ADD a :v").onlyRemoves());
        assertFalse(UpdateExpression.ofLegacy(List.of()).onlyRemoves());
    }

    @Test
    void takesLegacyAttributesAsTheyAre() {
        Projection projection = Projection.ofAttributes(List.of("a.b", "c"));
        Item item =
                Item.of(
                        Map.of(
                                "a.b", AttributeValue.number(1),
                                "a", AttributeValue.number(2),
                                "d", AttributeValue.number(3)));
        assertEquals(Item.of("a.b", AttributeValue.number(1)), projection.project(item));
    }
}
