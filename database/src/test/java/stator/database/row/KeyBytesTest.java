package stator.database.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;

final class KeyBytesTest {
    /** In ascending order. */
    private static final List<String> NUMBERS =
            List.of(
                    "-9.9999999999999999999999999999999999999E+125",
                    "-1E+125",
                    "-1000",
                    "-101",
                    "-100.01",
                    "-100",
                    "-99.5",
                    "-99",
                    "-12.5",
                    "-12.34",
                    "-12",
                    "-1.1",
                    "-1",
                    "-0.5",
                    "-0.01",
                    "-1.1E-130",
                    "-1E-130",
                    "0",
                    "1E-130",
                    "1.1E-130",
                    "0.000001",
                    "0.01",
                    "0.0101",
                    "0.011",
                    "0.1",
                    "0.99",
                    "1",
                    "1.0000000000000000000000000000000000001",
                    "1.01",
                    "1.1",
                    "2",
                    "9",
                    "9.9",
                    "10",
                    "10.5",
                    "11",
                    "12",
                    "12.34",
                    "12.341",
                    "12.35",
                    "99",
                    "100",
                    "12345678901234567890123456789012345678",
                    "1E+125",
                    "9.9999999999999999999999999999999999999E+125");

    private static final List<byte[]> BINARIES =
            List.of(
                    new byte[] {},
                    new byte[] {0},
                    new byte[] {0, 0},
                    new byte[] {0, 0, 1},
                    new byte[] {0, 1},
                    new byte[] {0, (byte) 0xff},
                    new byte[] {1},
                    new byte[] {1, 0},
                    new byte[] {1, 0, 0, 0},
                    new byte[] {1, 0, 5},
                    new byte[] {1, 1},
                    new byte[] {0x7f},
                    new byte[] {(byte) 0x80},
                    new byte[] {(byte) 0xff},
                    new byte[] {(byte) 0xff, 0},
                    new byte[] {(byte) 0xff, (byte) 0xff});

    @Test
    void numbersAreOrderedByValue() {
        requireAscending(
                NUMBERS.stream()
                        .map(text -> AttributeValue.number(DecimalNumber.parse(text)))
                        .toList());
    }

    @Test
    void binariesAreOrderedAsUnsignedBytes() {
        requireAscending(BINARIES.stream().map(AttributeValue::binary).toList());
    }

    @Test
    void textsAreOrderedByUtf8() {
        requireAscending(
                List.of("", "\0", "\0a", "A", "Z", "a", "a\0", "aa", "ä", "\uffff", "😀").stream()
                        .map(AttributeValue::string)
                        .toList());
    }

    @Test
    void randomNumbersAreOrderedByValue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<AttributeValue> values = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            values.add(randomNumber(random));
        }
        values.sort(AttributeValue::compareScalar);
        for (int i = 1; i < values.size(); i++) {
            int expected = values.get(i - 1).compareScalar(values.get(i));
            int order = Arrays.compareUnsigned(bytes(values.get(i - 1)), bytes(values.get(i)));
            assertEquals(
                    Integer.signum(expected),
                    Integer.signum(order),
                    () -> "seed " + seed + ", around " + values);
        }
    }

    private static AttributeValue randomNumber(Random random) {
        StringBuilder digits = new StringBuilder();
        int count = 1 + random.nextInt(random.nextBoolean() ? 3 : 38);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        int exponent =
                random.nextInt(random.nextBoolean() ? 4 : 80) - (random.nextBoolean() ? 2 : 60);
        String sign = random.nextBoolean() ? "-" : "";
        return AttributeValue.number(DecimalNumber.parse(sign + digits + "E" + exponent));
    }

    @Test
    void theFormatStaysAsItIs() {
        String[][] table = {
            {"0", "80"},
            {"1", "c08214"},
            {"-1", "407deb"},
            {"12", "c08318"},
            {"12.5", "c0831964"},
            {"0.05", "c08064"},
            {"1E125", "c0ff14"},
            {"1E-130", "c00014"},
        };
        for (String[] row : table) {
            AttributeValue value = AttributeValue.number(DecimalNumber.parse(row[0]));
            assertEquals(row[1], HexFormat.of().formatHex(bytes(value)), row[0]);
        }
        assertArrayEquals(
                new byte[] {'a', 0, (byte) 0xff, 'b', 0, 0}, bytes(AttributeValue.string("a\0b")));
    }

    @Test
    void noBytesAreTheBeginningOfOthers() {
        List<AttributeValue> values = new ArrayList<>();
        BINARIES.forEach(bytes -> values.add(AttributeValue.binary(bytes)));
        requirePrefixFree(values);
        requirePrefixFree(
                NUMBERS.stream()
                        .map(text -> AttributeValue.number(DecimalNumber.parse(text)))
                        .toList());
    }

    private static void requirePrefixFree(List<AttributeValue> values) {
        for (AttributeValue left : values) {
            for (AttributeValue right : values) {
                byte[] beginning = bytes(left);
                byte[] whole = bytes(right);
                boolean isPrefix =
                        whole.length >= beginning.length
                                && Arrays.mismatch(
                                                beginning, Arrays.copyOf(whole, beginning.length))
                                        < 0;
                assertEquals(left.equals(right), isPrefix, () -> left + " and " + right);
            }
        }
    }

    @Test
    void severalAttributesAreOrderedOneAfterTheOther() {
        List<KeyAttribute> schema =
                List.of(
                        new KeyAttribute("a", AttributeType.B),
                        new KeyAttribute("b", AttributeType.N));
        byte[] last = {};
        for (byte[] a : BINARIES) {
            for (String b : NUMBERS) {
                byte[] bytes =
                        KeyBytes.of(
                                schema,
                                List.of(
                                        AttributeValue.binary(a),
                                        AttributeValue.number(DecimalNumber.parse(b))));
                assertFalse(Arrays.compareUnsigned(last, bytes) >= 0);
                last = bytes;
            }
        }
    }

    @Test
    void whatBeginsWithAValueBeginsWithItsOpenBytes() {
        for (byte[] prefix : BINARIES) {
            byte[] open = KeyBytes.appendOpen(new byte[0], AttributeValue.binary(prefix));
            for (byte[] value : BINARIES) {
                boolean expected =
                        value.length >= prefix.length
                                && Arrays.equals(prefix, Arrays.copyOf(value, prefix.length));
                byte[] bytes = bytes(AttributeValue.binary(value));
                boolean found =
                        bytes.length >= open.length
                                && Arrays.equals(open, Arrays.copyOf(bytes, open.length));
                assertEquals(
                        expected,
                        found,
                        () -> Arrays.toString(prefix) + " " + Arrays.toString(value));
            }
        }
    }

    @Test
    void aValueOfAnotherTypeIsNoKey() {
        List<KeyAttribute> schema = List.of(new KeyAttribute("a", AttributeType.S));
        Item item = Item.of("a", AttributeValue.number(1));
        assertThrows(IllegalArgumentException.class, () -> KeyBytes.of(schema, item));
    }

    private static void requireAscending(List<AttributeValue> values) {
        for (int i = 1; i < values.size(); i++) {
            AttributeValue less = values.get(i - 1);
            AttributeValue more = values.get(i);
            assertFalse(
                    Arrays.compareUnsigned(bytes(less), bytes(more)) >= 0,
                    () -> less + " is not before " + more);
        }
    }

    private static byte[] bytes(AttributeValue value) {
        return KeyBytes.append(new byte[0], value);
    }
}
