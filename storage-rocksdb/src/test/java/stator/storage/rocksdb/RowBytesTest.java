package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Token;

/** The bytes of {@code docs/file-format.md}. */
class RowBytesTest {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    @ParameterizedTest
    @CsvSource({
        "3,          61,     0,   '',   00000003 00 685D50E46D15BDB1 61 0001",
        "1,          61,     2,   6200, 00000001 02 685D50E46D15BDB1 61 0001 6200",
        "2147483647, '',     127, FF,   7FFFFFFF 7F 9CA066F1A4AB2EEA 0001 FF",
        "0,          00,     0,   00,   00000000 00 0CF37D002AC2C82F 00FF 0001 00"
    })
    void keysHaveTheseBytes(int space, String partition, byte kind, String sort, String bytes) {
        RowKey key = new RowKey(space, HEX.parseHex(partition), kind, HEX.parseHex(sort));
        assertEquals(bytes.replace(" ", ""), HEX.formatHex(RowBytes.key(key)));
        assertEquals(key, RowBytes.key(RowBytes.key(key)));
    }

    @Test
    void valuesAreAVersionAndThePayload() {
        byte[] value = RowBytes.value(new Row(0x0102030405060708L, new byte[] {9, 10}));
        assertEquals("0102030405060708090A", HEX.formatHex(value));
        assertEquals(0x0102030405060708L, RowBytes.row(value).version());
        assertArrayEquals(new byte[] {9, 10}, RowBytes.row(value).payload());
    }

    @Test
    void encodedKeysHaveTheOrderOfScans() {
        SplittableRandom random = new SplittableRandom(11);
        List<RowKey> keys =
                Stream.generate(() -> someKey(random)).limit(3000).sorted(SCAN_ORDER).toList();
        byte[] before = {};
        for (RowKey key : keys) {
            byte[] bytes = RowBytes.key(key);
            assertEquals(key, RowBytes.key(bytes));
            assertEquals(
                    true, Arrays.compareUnsigned(before, bytes) <= 0, () -> key + " is too low");
            before = bytes;
        }
    }

    private static final Comparator<RowKey> SCAN_ORDER =
            Comparator.comparingInt(RowKey::space)
                    .thenComparing(RowKey::kind)
                    .thenComparing(key -> Token.of(key.partition()), Long::compareUnsigned)
                    .thenComparing(RowKey::partition, Arrays::compareUnsigned)
                    .thenComparing(RowKey::sort, Arrays::compareUnsigned);

    private static RowKey someKey(SplittableRandom random) {
        return new RowKey(
                random.nextInt(3), someBytes(random), (byte) random.nextInt(2), someBytes(random));
    }

    private static byte[] someBytes(SplittableRandom random) {
        byte[] alphabet = {0, 1, 'a', (byte) 0xfe, (byte) 0xff};
        byte[] bytes = new byte[random.nextInt(4)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return bytes;
    }
}
