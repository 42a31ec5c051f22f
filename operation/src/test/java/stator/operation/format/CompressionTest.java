package stator.operation.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    private static final byte[] TEXT = "a,b,c\n1,2,3\n".getBytes(StandardCharsets.UTF_8);

    /** An error of the file is an IOException; anything else is told as a failure of ours. */
    @ParameterizedTest
    @EnumSource(names = {"GZIP", "ZSTD"})
    void aFileThatIsNotCompressedSoCannotBeRead(Compression compression) {
        assertThrows(IOException.class, () -> unpacked(compression, TEXT));
    }

    /** In its header, in the middle, or in its trailer. */
    @Test
    void aGzipFileThatIsCutOffSaysSo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(TEXT);
        }
        for (int length = 0; length < packed.size(); length++) {
            byte[] cut = Arrays.copyOf(packed.toByteArray(), length);
            IOException error =
                    assertThrows(IOException.class, () -> unpacked(Compression.GZIP, cut));
            assertEquals("Unexpected end of ZLIB input stream", error.getMessage());
        }
    }

    @Test
    void readsZstandardByBytesAndWhole() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(packed)) {
            out.write(TEXT);
        }
        assertEquals(
                new String(TEXT, StandardCharsets.UTF_8),
                unpacked(Compression.ZSTD, packed.toByteArray()));
        try (InputStream in =
                Compression.ZSTD.expand(new ByteArrayInputStream(packed.toByteArray()))) {
            for (byte expected : TEXT) {
                assertEquals(expected, in.read());
            }
            assertEquals(-1, in.read());
        }
    }

    private static String unpacked(Compression compression, byte[] file) throws IOException {
        try (InputStream in = compression.open(new ByteArrayInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
