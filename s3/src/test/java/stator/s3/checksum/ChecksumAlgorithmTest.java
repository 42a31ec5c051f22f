package stator.s3.checksum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumAlgorithmTest {
    private static byte[] of(ChecksumAlgorithm algorithm, byte[] bytes) {
        RunningChecksum running = algorithm.begin();
        running.update(bytes, 0, bytes.length);
        return running.value();
    }

    /** The check values of the catalogue of parametrised CRC algorithms, and of FIPS 180. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, cbf43926",
        "CRC32C, e3069283",
        "CRC64NVME, ae8b14860a799888",
        "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
        "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"
    })
    void knowsTheCheckValue(ChecksumAlgorithm algorithm, String expected) {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertEquals(expected, HexFormat.of().formatHex(of(algorithm, digits)));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void theChecksumOfTwoTextsFollowsFromTheirs(ChecksumAlgorithm algorithm) {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] whole = new byte[random.nextInt(5_000)];
            random.nextBytes(whole);
            int cut = random.nextInt(whole.length + 1);
            byte[] first = Arrays.copyOf(whole, cut);
            byte[] second = Arrays.copyOfRange(whole, cut, whole.length);
            assertArrayEquals(
                    of(algorithm, whole),
                    algorithm.combined(of(algorithm, first), of(algorithm, second), second.length));
        }
    }

    @Test
    void piecesMakeTheSameAsTheWhole() {
        byte[] whole = new byte[100_003];
        new Random(3).nextBytes(whole);
        RunningChecksum running = ChecksumAlgorithm.CRC64NVME.begin();
        for (int at = 0; at < whole.length; ) {
            int part = Math.min(1 + at % 97, whole.length - at);
            running.update(whole, at, part);
            at += part;
        }
        assertArrayEquals(of(ChecksumAlgorithm.CRC64NVME, whole), running.value());
    }
}
