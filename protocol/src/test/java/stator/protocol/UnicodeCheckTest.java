package stator.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnicodeCheckTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    41 42, true
                    C3 A9, true
                    E2 82 AC, true
                    F0 9F 98 80, true
                    F4 8F BF BF, true
                    EF BF BD, true
                    C0 AF, false
                    C1 BF, false
                    E0 80 AF, false
                    F0 80 80 AF, false
                    ED A0 80, false
                    ED A0 BD ED B8 80, false
                    F4 90 80 80, false
                    F8 88 80 80 80, false
                    80, false
                    C3, false
                    E2 82, false
                    F0 9F 98, false
                    FF, false
                    """)
    void bytes(String bytes, boolean expected) {
        byte[] some = HexFormat.ofDelimiter(" ").parseHex(bytes);
        // At every place of the eight bytes that are looked at together, and beyond a buffer.
        for (int before : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 4093, 4094, 4095, 4096, 4097}) {
            byte[] json = new byte[before + some.length];
            java.util.Arrays.fill(json, (byte) 'a');
            System.arraycopy(some, 0, json, before, some.length);
            assertEquals(expected, UnicodeCheck.isUnicode(json), "after " + before);
            if (before > 0) {
                json[0] = '\\';
                assertEquals(expected, UnicodeCheck.isUnicode(json), "with an escape");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    \\ud83d\\ude00, true
                    \\uD83D\\uDE00x, true
                    \\\\ud800, true
                    \\\\\\ud800, false
                    \\ud800, false
                    \\udc00, false
                    \\ud800\\ud800\\udc00, false
                    \\ud800x, false
                    \\ud800\\n, false
                    \\ud800\\\\udc00, false
                    \\udc00\\ud800, false
                    \\u00e9\\ud7ff\\ue000, true
                    \\ud8, true
                    """)
    void escapes(String json, boolean expected) {
        for (int before = 0; before < 9; before++) {
            String text = "a".repeat(before) + json;
            assertEquals(
                    expected, UnicodeCheck.isUnicode(text.getBytes(StandardCharsets.UTF_8)), text);
        }
    }
}
