package stator.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens are part of the file format: these are the values of {@code docs/file-format.md}. */
class TokenTest {
    @ParameterizedTest
    @CsvSource({
        "'', 9CA066F1A4AB2EEA",
        "00, 0CF37D002AC2C82F",
        "61, 685D50E46D15BDB1",
        "3132333435363738, B10493F3DAA548F7",
        "313233343536373839, 04DE9EBF5E90FBA8"
    })
    void neverChange(String partition, String token) {
        long found = Token.of(HexFormat.of().parseHex(partition));
        assertEquals(token, String.format("%016X", found));
    }
}
