package stator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents: written, walked, compared. */
final class ItemTest {
    @Test
    void findsWhatWasWritten() {
        Item item =
                Item.of(
                        Map.of(
                                "a", AttributeValue.string("x"),
                                "ab", AttributeValue.number(1),
                                "ä", AttributeValue.bool(true)));
        assertEquals(3, item.size());
        assertEquals("x", item.get("a").text());
        assertEquals("1", item.get("ab").text());
        assertTrue(item.get("ä").bool());
        assertTrue(item.contains("ab"));
        assertFalse(item.contains("abc"));
        assertFalse(item.contains(""));
        assertEquals(Optional.empty(), item.find("b"));
        assertThrows(NoSuchElementException.class, () -> item.get("b"));
    }

    @Test
    void doesNotConfuseNamesOfEqualLength() {
        // Two bytes each: the one as a character of two bytes, the other as two characters.
        Item item = Item.of("é", AttributeValue.number(1));
        assertFalse(item.contains("ab"));
        assertFalse(item.contains("è"));
        assertTrue(item.contains("é"));
    }

    @Test
    void comesBackFromItsBytes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Item item = item(random, 3);
            Item copy = Item.wrap(item.toBytes().clone());
            assertEquals(item, copy, () -> "seed " + seed);
            assertEquals(item.hashCode(), copy.hashCode());
            assertEquals(item.toMap(), copy.toMap());
            byte[] longer = new byte[item.documentBytes() + 10];
            System.arraycopy(item.toBytes(), 0, longer, 5, item.documentBytes());
            assertEquals(item, Item.wrap(longer, 5, item.documentBytes()));
            assertEquals(item, Item.of(item.toMap()));
            assertEquals(
                    AttributeValue.map(item), AttributeValue.map(Item.of(reversed(item.toMap()))));
        }
    }

    @Test
    void copiesAllButSomeAttributes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Item item = item(random, 1);
            Set<String> names = item(random, 1).toMap().keySet();
            DocumentWriter writer = new DocumentWriter(16);
            writer.attributesExcept(item, names);
            Map<String, AttributeValue> expected = item.toMap();
            expected.keySet().removeAll(names);
            assertEquals(expected, writer.toItem().toMap(), () -> "seed " + seed);
        }
    }

    @Test
    void dropsWhatIsTruncated() {
        DocumentWriter writer = new DocumentWriter(1);
        writer.name("a");
        writer.number("1");
        int length = writer.length();
        writer.name("b");
        int list = writer.startList();
        writer.string("x".repeat(1000));
        writer.end(list);
        writer.truncate(length);
        assertEquals(Item.of("a", AttributeValue.number(1)), writer.toItem());
        writer.clear();
        assertTrue(writer.toItem().isEmpty());
    }

    @Test
    void writesTextsOfAnyLengthAndScript() {
        for (int length : new int[] {0, 1, 127, 128, 129, 16_383, 16_384, 70_000}) {
            for (String letter : new String[] {"x", "ä", "€", "😀"}) {
                String text = letter.repeat(length);
                assertEquals(text, AttributeValue.string(text).text());
                assertEquals(AttributeValue.NULL, Item.of(text, AttributeValue.NULL).get(text));
            }
        }
    }

    @Test
    void comparesByValue() {
        AttributeValue one = AttributeValue.number(1);
        AttributeValue two = AttributeValue.number(2);
        assertEquals(one, AttributeValue.number(DecimalNumber.parse("1.0")));
        assertNotEquals(one, AttributeValue.string("1"));
        assertNotEquals(AttributeValue.bool(true), AttributeValue.bool(false));
        assertNotEquals(
                AttributeValue.list(List.of(one, two)), AttributeValue.list(List.of(two, one)));
        assertEquals(
                AttributeValue.set(AttributeType.NS, List.of(one, two)),
                AttributeValue.set(AttributeType.NS, List.of(two, one)));
        assertNotEquals(
                AttributeValue.set(AttributeType.NS, List.of(one)),
                AttributeValue.set(AttributeType.NS, List.of(two, one)));
        assertNotEquals(
                AttributeValue.set(AttributeType.SS, List.of(AttributeValue.string("1"))),
                AttributeValue.set(AttributeType.NS, List.of(one)));
        AttributeValue inList =
                AttributeValue.list(
                        List.of(AttributeValue.set(AttributeType.NS, List.of(one, two))));
        assertEquals(
                inList,
                AttributeValue.list(
                        List.of(AttributeValue.set(AttributeType.NS, List.of(two, one)))));
        assertEquals(
                inList.hashCode(),
                AttributeValue.list(
                                List.of(AttributeValue.set(AttributeType.NS, List.of(two, one))))
                        .hashCode());
    }

    @Test
    void ordersScalars() {
        assertTrue(AttributeValue.string("a").compareScalar(AttributeValue.string("b")) < 0);
        assertTrue(AttributeValue.string("a").compareScalar(AttributeValue.string("ab")) < 0);
        // By UTF-8, which is not the order of UTF-16.
        assertTrue(AttributeValue.string("\uffee").compareScalar(AttributeValue.string("😀")) < 0);
        assertTrue(
                AttributeValue.binary(new byte[] {(byte) 0x80})
                                .compareScalar(AttributeValue.binary(new byte[] {0x7f}))
                        > 0);
        assertTrue(AttributeValue.number(-10).compareScalar(AttributeValue.number(-9)) < 0);
    }

    @Test
    void knowsWhatItContains() {
        AttributeValue text = AttributeValue.string("abcabd");
        assertTrue(text.contains(AttributeValue.string("abd")));
        assertTrue(text.contains(AttributeValue.string("")));
        assertFalse(text.contains(AttributeValue.string("abe")));
        assertFalse(text.contains(AttributeValue.string("abcabdx")));
        assertTrue(text.startsWith(AttributeValue.string("abca")));
        assertFalse(text.startsWith(AttributeValue.string("bca")));
        AttributeValue numbers =
                AttributeValue.set(
                        AttributeType.NS,
                        List.of(AttributeValue.number(12), AttributeValue.number(3)));
        assertTrue(numbers.contains(AttributeValue.number(3)));
        assertFalse(numbers.contains(AttributeValue.number(1)));
        assertFalse(numbers.contains(AttributeValue.string("3")));
        AttributeValue list = AttributeValue.list(List.of(text, numbers));
        assertTrue(list.contains(numbers));
        assertFalse(list.contains(AttributeValue.string("abc")));
        assertEquals(Optional.of(numbers), list.element(1));
        assertEquals(Optional.empty(), list.element(2));
        assertEquals(Optional.empty(), list.element(Long.MAX_VALUE));
    }

    private static Map<String, AttributeValue> reversed(Map<String, AttributeValue> map) {
        Map<String, AttributeValue> reversed = new LinkedHashMap<>();
        List.copyOf(map.keySet()).reversed().forEach(name -> reversed.put(name, map.get(name)));
        return reversed;
    }

    private static Item item(Random random, int depth) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            attributes.put("n" + random.nextInt(20), value(random, depth));
        }
        return Item.of(attributes);
    }

    private static AttributeValue value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 6)) {
            case 0 -> AttributeValue.string("text" + random.nextInt(5));
            case 1 -> AttributeValue.number(random.nextInt(100));
            case 2 -> AttributeValue.binary(new byte[random.nextInt(300)]);
            case 3 -> AttributeValue.NULL;
            case 4 -> AttributeValue.bool(random.nextBoolean());
            case 5 ->
                    AttributeValue.set(
                            AttributeType.NS,
                            List.of(
                                    AttributeValue.number(random.nextInt(10)),
                                    AttributeValue.number(10 + random.nextInt(10))));
            case 6 ->
                    AttributeValue.list(
                            List.of(value(random, depth - 1), value(random, depth - 1)));
            default -> AttributeValue.map(item(random, depth - 1));
        };
    }
}
