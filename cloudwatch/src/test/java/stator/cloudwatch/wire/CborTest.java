package stator.cloudwatch.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
    private static Object read(String hex) {
        return CborReader.read(HexFormat.of().parseHex(hex));
    }

    /** From the examples of RFC 8949, appendix A. */
    @ParameterizedTest
    @CsvSource({
        "00, 0",
        "1818, 24",
        "1903e8, 1000",
        "1b000000e8d4a51000, 1000000000000",
        "3903e7, -1000",
        "f93c00, 1.0",
        "fa47c35000, 100000.0",
        "fb3ff199999999999a, 1.1",
        "f5, true",
        "6449455446, IETF",
        "83010203, '[1, 2, 3]'",
        "9f0102ff, '[1, 2]'",
        "bf61610161629f0203ffff, '{a=1, b=[2, 3]}'",
        "7f657374726561646d696e67ff, streaming",
        "c11a514b67b0, 2013-03-21T20:04:00Z",
        "c1fb41d452d9ec200000, 2013-03-21T20:04:00.500Z",
    })
    void readsWhatTheStandardSays(String hex, String value) {
        assertEquals(value, read(hex).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "18",
                "1bffffffffffffffff",
                "5bffff",
                "7bffffffffffffff00",
                "9f01",
                "a161",
                "ff",
                "0000",
                "fe",
                "c1fb7ff0000000000000"
            })
    void refusesWhatIsNone(String hex) {
        assertThrows(WireException.class, () -> read(hex));
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        assertThrows(WireException.class, () -> read("81".repeat(100_000) + "00"));
    }

    @Test
    void bytesOfStrangersEndInNothingElse() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            try {
                CborReader.read(bytes);
            } catch (WireException expected) {
                // That is what it is for.
            }
        }
    }

    @Test
    void readsWhatItWrites() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("text", "ü" + "x".repeat(300));
        all.put("numbers", List.of(0L, 23L, 24L, -1L, 70_000L, 1.5, Double.MAX_VALUE));
        all.put("time", Instant.parse("2026-11-29T10:00:00.250Z"));
        all.put("truths", List.of(true, false));
        all.put("empty", Map.of());
        assertEquals(all, CborReader.read(CborWriter.write(all)));
    }

    @Test
    void formsAreTreesToo() {
        String form =
                "Action=X&D.member.2.Name=b&D.member.1.Name=a&D.member.1.V.member.1=%2B1&Empty=&S.T=u";
        assertEquals(
                "{Action=X, D=[{Name=a, V=[+1]}, {Name=b}], Empty=, S={T=u}}",
                FormReader.read(form.getBytes(StandardCharsets.UTF_8)).toString());
        for (String bad : List.of("a=1&a.b=2", "D.member.x=1", "a=%zz")) {
            assertThrows(
                    WireException.class,
                    () -> FormReader.read(bad.getBytes(StandardCharsets.UTF_8)),
                    bad);
        }
        byte[] deep = ("a" + ".a".repeat(50_000) + "=1").getBytes(StandardCharsets.UTF_8);
        assertEquals(1, FormReader.read(deep).size());
        assertEquals(0, FormReader.read(Arrays.copyOf(deep, 0)).size());
    }
}
