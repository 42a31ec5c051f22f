package stator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large AWS takes values to be. */
final class ItemSizeTest {
    /** Measured against AWS to the byte by the conformance suite, 2026-08-18. */
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 2",
        "12, 2",
        "123, 3",
        "1234, 3",
        "12345678901234567890123456789012345678, 20",
        "0042, 2",
        "100, 2",
        "1010, 3",
        "0.0000001, 2",
        "1E125, 2",
        "1E-100, 2",
        "1.5, 3",
        "15, 2",
        "1.2, 3",
        "1.200, 3",
        "1.234, 4",
        "3.14159, 5",
        "123456, 4",
        "100.5, 4",
        "0.15, 2",
        "-42, 3",
        "-0, 1",
        // By the rule that those show.
        "1.005, 4",
        "10.01, 3",
        "-1.5, 4",
        "-0.5, 3",
        "0.105, 3"
    })
    void ofANumberGoesByItsSignificantDigits(String number, int bytes) {
        assertEquals(bytes, AttributeValue.number(DecimalNumber.parse(number)).sizeBytes());
    }

    @Test
    void ofOtherValues() {
        assertEquals(0, AttributeValue.string("").sizeBytes());
        assertEquals(5, AttributeValue.string("aä€").sizeBytes() - 1);
        assertEquals(4, AttributeValue.string("😀").sizeBytes());
        assertEquals(3, AttributeValue.binary(new byte[3]).sizeBytes());
        assertEquals(1, AttributeValue.NULL.sizeBytes());
        assertEquals(1, AttributeValue.bool(true).sizeBytes());
        assertEquals(1, AttributeValue.bool(false).sizeBytes());
        assertEquals(3, AttributeValue.list(List.of()).sizeBytes());
        assertEquals(3, AttributeValue.map(Item.EMPTY).sizeBytes());
        assertEquals(
                3 + 1 + 2 + 1 + 1,
                AttributeValue.list(List.of(AttributeValue.number(1), AttributeValue.NULL))
                        .sizeBytes());
        assertEquals(
                3 + 1 + 4 + 2,
                AttributeValue.map(Item.of("name", AttributeValue.number(1))).sizeBytes());
        assertEquals(
                2 + 3,
                AttributeValue.set(
                                AttributeType.SS,
                                List.of(AttributeValue.string("ab"), AttributeValue.string("cde")))
                        .sizeBytes());
        assertEquals(
                2 + 3,
                AttributeValue.set(
                                AttributeType.NS,
                                List.of(AttributeValue.number(1), AttributeValue.number(-1)))
                        .sizeBytes());
        assertEquals(
                4,
                AttributeValue.set(AttributeType.BS, List.of(AttributeValue.binary(new byte[4])))
                        .sizeBytes());
    }

    @Test
    void ofAnItemIsTheSumOfItsNamesAndValues() {
        assertEquals(0, Item.EMPTY.sizeBytes());
        assertEquals(
                2 + 3 + 2 + 2,
                Item.of(
                                Map.of(
                                        "pk", AttributeValue.string("abc"),
                                        "ä", AttributeValue.number(7)))
                        .sizeBytes());
    }

    @Test
    void ofANestedDocument() {
        AttributeValue deep =
                AttributeValue.list(
                        List.of(AttributeValue.map(Item.of("a", AttributeValue.string("bc")))));
        assertEquals(3 + 1 + (3 + 1 + 1 + 2), deep.sizeBytes());
    }
}
