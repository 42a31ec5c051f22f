package stator.database.row;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VectorBytesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "0, 0.0",
        "-2.5, -2.5",
        "0.1, 0.1",
        "16777216, 16777216.0",
        "1234567.9, 1234567.9",
        "0.0001, 0.0001",
        "0.00001, 0.00001",
        "0.000001, 1e-6",
        "1e16, 1e16",
        "3.4028235e38, 3.4028235e38",
        "-1.5e-40, -1.5e-40"
    })
    void aFloatIsItsShortestDecimal(float element, String text) {
        assertEquals(text, VectorBytes.text(element));
        assertEquals(element, Float.parseFloat(text));
    }
}
