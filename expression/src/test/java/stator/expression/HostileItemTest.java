package stator.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import stator.expression.legacy.ComparisonOperator;
import stator.expression.legacy.ConditionalOperator;
import stator.expression.legacy.LegacyCondition;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.LongWork;

/**
 * Items and expressions made for each other so that evaluation takes long. Time is compared with a
 * plain walk over the item for each operator: what is worse than linear takes a hundred times that.
 */
final class HostileItemTest {
    private static final int BYTES = 380_000;
    private static final int ATTRIBUTES = 40_000;

    /** Each operator may cost so many walks over the bytes of the item. */
    private static final int WALKS_MAX = 25;

    @Test
    void containsIsLinearHoweverTextsRepeat() {
        Item item = Item.of("v", AttributeValue.string("a".repeat(BYTES)));
        Condition condition =
                filter(
                        terms(150, i -> "contains(v,:b)"),
                        Map.of(":b", AttributeValue.string("a".repeat(30_000) + "b")));
        requireLinear(150, () -> assertFalse(condition.test(item)));
    }

    @Test
    void containsOfLegacyConditionsIsLinear() {
        Item item = Item.of("v", AttributeValue.string("a".repeat(BYTES)));
        AttributeValue part = AttributeValue.string("a".repeat(30_000) + "b");
        LegacyCondition contains =
                new LegacyCondition("v", ComparisonOperator.CONTAINS, List.of(part));
        Condition condition =
                Condition.ofLegacy(Collections.nCopies(50, contains), ConditionalOperator.OR);
        requireLinear(50, () -> assertFalse(condition.test(item)));
    }

    @Test
    void inIsLinearForListsThatDifferAtTheirEnd() {
        Item item = Item.of("l", list(BYTES / 2, true));
        AttributeValue other = list(BYTES / 2, false);
        String candidates =
                IntStream.range(0, 90).mapToObj(i -> ":n").collect(Collectors.joining(","));
        Condition condition = filter("l IN (" + candidates + ")", Map.of(":n", other));
        requireLinear(90, () -> assertFalse(condition.test(item)));
    }

    @Test
    void manyPathsIntoAnItemOfManyAttributesCostOneWalk() {
        Item item = attributes();
        String text = terms(100, i -> "size(n" + (ATTRIBUTES + 1) + ")>:v");
        Condition condition = filter(text, Map.of(":v", AttributeValue.number(1)));
        requireLinear(10, () -> assertFalse(condition.test(item)));
    }

    @Test
    void manyPathsIntoANestedMapOrListCostOneWalk() {
        Item map = Item.of("m", AttributeValue.map(attributes()));
        Condition inMap =
                filter(
                        terms(150, i -> "m.n" + (ATTRIBUTES - i) + "=:v"),
                        Map.of(":v", AttributeValue.number(-1)));
        requireLinear(10, () -> assertFalse(inMap.test(map)));
        Item list = Item.of("l", list(BYTES / 2, true));
        Condition inList =
                filter(
                        terms(150, i -> "l[" + (BYTES / 2 - i) + "]=:v"),
                        Map.of(":v", AttributeValue.number(-1)));
        requireLinear(10, () -> assertFalse(inList.test(list)));
    }

    @Test
    void sizesOfOneTextAreCountedOnce() {
        Item item = Item.of("v", AttributeValue.string("ä".repeat(BYTES / 2)));
        Condition condition =
                filter(terms(100, i -> "size(v)=:v"), Map.of(":v", AttributeValue.number(1)));
        requireLinear(30, () -> assertFalse(condition.test(item)));
    }

    @Test
    void pathsAreFoundTheSameWayWhetherFewOrMany() {
        Item inner = Item.of("x", AttributeValue.list(List.of(AttributeValue.string("deep"))));
        Map<String, AttributeValue> all = new LinkedHashMap<>();
        all.put("a", AttributeValue.map(inner));
        all.put("b", AttributeValue.string("flat"));
        Item item = Item.of(all);
        Map<String, AttributeValue> values =
                Map.of(
                        ":deep", AttributeValue.string("deep"),
                        ":four", AttributeValue.number(4),
                        ":no", AttributeValue.string("no"));
        String many = terms(20, i -> "b=:no");
        for (String found : List.of("a.x[0]=:deep", "size(b)=:four", "size(a.x[0])=:four")) {
            assertTrue(filter(many + " OR " + found, used(values, many + found)).test(item));
        }
        for (String lost :
                List.of("a.x[1]=:deep", "a.y=:deep", "b.x=:deep", "b[0]=:deep", "c=:deep")) {
            assertFalse(filter(many + " OR " + lost, used(values, many + lost)).test(item));
        }
    }

    @Test
    void anUpdateOfManyPathsCostsOneWalk() {
        Item map = Item.of("m", AttributeValue.map(attributes()));
        String sets =
                IntStream.range(0, 150)
                        .mapToObj(i -> "m.n" + (ATTRIBUTES - 1 - i) + "=:v")
                        .collect(Collectors.joining(","));
        UpdateExpression update = update("SET " + sets, Map.of(":v", AttributeValue.number(2)));
        Item updated = update.apply(map);
        AttributeValue changed = updated.get("m").map().get("n" + (ATTRIBUTES - 1));
        assertEquals(AttributeValue.number(2), changed);
        requireLinear(20, () -> update.apply(map));
    }

    @Test
    void oneElementMoreOrLessInALargeSetCostsOneWalk() {
        DocumentWriter writer = new DocumentWriter(BYTES);
        writer.name("s");
        int set = writer.startSet(AttributeType.NS);
        IntStream.range(100_000, 100_000 + BYTES / 7)
                .forEach(i -> writer.element(Integer.toString(i)));
        writer.end(set);
        Item item = writer.toItem();
        AttributeValue one =
                AttributeValue.set(AttributeType.NS, List.of(AttributeValue.number(1)));
        for (String section : List.of("ADD", "DELETE")) {
            UpdateExpression update = update(section + " s :v", Map.of(":v", one));
            requireLinear(10, () -> update.apply(item));
        }
    }

    @Test
    void updatesOfLargeItemsAreNotMadeWhereOthersWait() {
        Item item = Item.of("l", list(BYTES / 2, true));
        AttributeValue one = AttributeValue.list(List.of(AttributeValue.NULL));
        UpdateExpression within = update("SET l = list_append(l, :v)", Map.of(":v", one));
        UpdateExpression beside = update("SET m = :v", Map.of(":v", one));
        Projection projection = Projection.ofAttributes(List.of("a", "b", "c", "l"));
        long units = 512 << 10;
        assertTrue(LongWork.tryBriefly(units, () -> within.apply(item)).isEmpty());
        assertTrue(LongWork.tryBriefly(units, () -> beside.apply(item)).isPresent());
        assertTrue(LongWork.tryBriefly(units, () -> projection.project(item)).isEmpty());
    }

    @Test
    void copiesOfALargeListStopWhenNoItemCouldHoldThem() {
        Item item = Item.of("l", list(BYTES / 2, true));
        String sets =
                IntStream.range(0, 150)
                        .mapToObj(i -> "a" + i + "=list_append(l,l)")
                        .collect(Collectors.joining(","));
        UpdateExpression update = update("SET " + sets, Map.of());
        assertEquals(
                "Item size to update has exceeded the maximum allowed size",
                assertThrows(ApiException.class, () -> update.apply(item)).getMessage());
    }

    private static Map<String, AttributeValue> used(
            Map<String, AttributeValue> values, String text) {
        Map<String, AttributeValue> used = new HashMap<>(values);
        used.keySet().removeIf(name -> !text.contains(name));
        return used;
    }

    private static String terms(int count, IntFunction<String> term) {
        return IntStream.range(0, count).mapToObj(term).collect(Collectors.joining(" OR "));
    }

    private static AttributeValue list(int elements, boolean last) {
        DocumentWriter writer = new DocumentWriter(BYTES);
        int list = writer.startList();
        for (int i = 1; i < elements; i++) {
            writer.bool(true);
        }
        writer.bool(last);
        writer.end(list);
        return writer.toValue();
    }

    private static Item attributes() {
        DocumentWriter writer = new DocumentWriter(BYTES);
        for (int i = 0; i < ATTRIBUTES; i++) {
            writer.name("n" + i);
            writer.bool(true);
        }
        return writer.toItem();
    }

    private static Condition filter(String text, Map<String, AttributeValue> values) {
        return context(values).filter(text);
    }

    private static UpdateExpression update(String text, Map<String, AttributeValue> values) {
        return context(values).update(text);
    }

    private static ExpressionContext context(Map<String, AttributeValue> values) {
        return new ExpressionContext(
                new ExpressionCache(10), null, values.isEmpty() ? null : Item.of(values));
    }

    /** Other work may have the machine: what is linear is so in one of many tries. */
    private static void requireLinear(int operators, Runnable evaluation) {
        long walk = Math.max(fastestNanos(HostileItemTest::walk), 20_000);
        long most = operators * WALKS_MAX * walk;
        long evaluated = Long.MAX_VALUE;
        for (int tries = 0; tries < 20 && evaluated >= most; tries++) {
            evaluated = fastestNanos(evaluation);
        }
        assertTrue(evaluated < most, "took " + evaluated + " ns, a walk takes " + walk + " ns");
    }

    private static void walk() {
        byte[] bytes = new byte[BYTES];
        int sum = 1;
        for (byte b : bytes) {
            sum = sum * 31 + b;
        }
        assertTrue(sum != 0);
    }

    private static long fastestNanos(Runnable evaluation) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            evaluation.run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest;
    }
}
