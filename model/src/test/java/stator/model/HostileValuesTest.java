package stator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Values that a client chose so that comparing them takes long. Each is compared with a plain walk
 * over as many bytes: what is quadratic takes a thousand times as long.
 */
class HostileValuesTest {
    private static final int BYTES = 380_000;
    private static final int TIMES_A_WALK_MAX = 300;

    @Test
    void findsWhatANaiveSearchFinds() {
        Random random = new Random(1);
        for (int round = 0; round < 200_000; round++) {
            String whole = text(random, random.nextInt(60), 2);
            String part = text(random, random.nextInt(12), 2);
            assertEquals(
                    whole.contains(part),
                    AttributeValue.string(whole).contains(AttributeValue.string(part)),
                    whole + " and " + part);
        }
    }

    @Test
    void findsWhatANaiveSearchFindsAfterManyNearMatches() {
        Random random = new Random(2);
        for (int round = 0; round < 3_000; round++) {
            String unit = text(random, 1 + random.nextInt(5), 2);
            String whole = unit.repeat(400) + text(random, 5, 2) + unit.repeat(400);
            int from = random.nextInt(whole.length() / 2);
            String part = whole.substring(from, from + random.nextInt(whole.length() / 2));
            String changed = part + (random.nextBoolean() ? "a" : "");
            assertEquals(
                    whole.contains(changed),
                    AttributeValue.string(whole).contains(AttributeValue.string(changed)),
                    "round " + round);
        }
    }

    @Test
    void searchesALongPartInLinearTime() {
        AttributeValue whole = AttributeValue.string("a".repeat(BYTES));
        AttributeValue endsOtherwise = AttributeValue.string("a".repeat(30_000) + "b");
        AttributeValue beginsOtherwise = AttributeValue.string("b" + "a".repeat(30_000));
        AttributeValue isOtherwiseWithin =
                AttributeValue.string("a".repeat(15_000) + "b" + "a".repeat(15_000));
        requireLinear(() -> !whole.contains(endsOtherwise));
        requireLinear(() -> !whole.contains(beginsOtherwise));
        requireLinear(() -> !whole.contains(isOtherwiseWithin));
        AttributeValue pairs = AttributeValue.string("ab".repeat(BYTES / 2));
        AttributeValue brokenPairs = AttributeValue.string("ab".repeat(50_000) + "b");
        requireLinear(() -> !pairs.contains(brokenPairs));
    }

    @Test
    void comparesMapsInAnotherOrderInLinearTime() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < BYTES / 10; i++) {
            order.add(i);
        }
        AttributeValue map = map(order);
        Collections.shuffle(order, new Random(1));
        AttributeValue shuffled = map(order);
        assertEquals(map, shuffled);
        requireLinear(() -> map.equals(shuffled));
    }

    @Test
    void looksForALargeMapAmongManySmallOnesInLinearTime() {
        List<AttributeValue> many = Collections.nCopies(BYTES / 5, map(List.of()));
        AttributeValue list = AttributeValue.list(many);
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < BYTES / 10; i++) {
            names.add(i);
        }
        AttributeValue large = map(names);
        requireLinear(() -> !list.contains(large));
    }

    @Test
    void comparesSetsInLinearTime() {
        List<AttributeValue> numbers = new ArrayList<>();
        for (int i = 0; i < BYTES / 7; i++) {
            numbers.add(AttributeValue.number(100_000 + 2L * i));
        }
        AttributeValue set = AttributeValue.set(AttributeType.NS, numbers);
        numbers.set(100, AttributeValue.number(100_201));
        AttributeValue other = AttributeValue.set(AttributeType.NS, numbers);
        requireLinear(() -> !set.equals(other));
    }

    @Test
    void mapsOfOtherNamesOrValuesAreUnequal() {
        AttributeValue one = AttributeValue.number(1);
        AttributeValue two = AttributeValue.number(2);
        assertNotEquals(pair("a", one, "b", two), pair("a", two, "b", one));
        assertEquals(pair("a", one, "b", two), pair("b", two, "a", one));
        assertNotEquals(pair("a", one, "b", two), pair("b", one, "c", two));
        assertFalse(pair("a", one, "b", two).contains(one));
    }

    @Test
    void countsUnitsOfTexts() {
        for (String text : List.of("", "abc", "äöü", "€uro", "😀x", "a\u0000b")) {
            assertEquals(text.length(), AttributeValue.string(text).textLength(), text);
        }
    }

    private static AttributeValue pair(
            String name, AttributeValue value, String other, AttributeValue otherValue) {
        DocumentWriter writer = new DocumentWriter(64);
        int map = writer.startMap();
        writer.name(name);
        writer.value(value);
        writer.name(other);
        writer.value(otherValue);
        writer.end(map);
        return writer.toValue();
    }

    private static AttributeValue map(List<Integer> names) {
        DocumentWriter writer = new DocumentWriter(64);
        int map = writer.startMap();
        for (int name : names) {
            writer.name("n" + (100_000 + name));
            writer.bool(true);
        }
        writer.end(map);
        return writer.toValue();
    }

    private static String text(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }

    /** Other work may have the machine: a comparison that is linear is so in one of many tries. */
    private static void requireLinear(BooleanSupplier comparison) {
        long walk = Math.max(fastestNanos(HostileValuesTest::walk), 20_000);
        long compared = Long.MAX_VALUE;
        for (int tries = 0; tries < 20 && compared >= TIMES_A_WALK_MAX * walk; tries++) {
            compared = fastestNanos(comparison);
        }
        assertTrue(
                compared < TIMES_A_WALK_MAX * walk,
                "took " + compared + " ns, a walk takes " + walk + " ns");
    }

    private static boolean walk() {
        byte[] bytes = new byte[BYTES];
        int sum = 1;
        for (byte b : bytes) {
            sum = sum * 31 + b;
        }
        return sum != 0;
    }

    private static long fastestNanos(BooleanSupplier comparison) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            assertTrue(comparison.getAsBoolean());
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return fastest;
    }
}
