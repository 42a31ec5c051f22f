package stator.bucket.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small files beside the bytes of objects: no damage gives other texts, or none. */
class DamagedDocumentsTest {
    private static final String POLICY = "<Policy>Deny</Policy>";

    @TempDir private Path directory;
    private Path settings;

    @BeforeEach
    void makeBucket() throws IOException {
        ObjectStore store = open();
        store.make("bucket", Map.of());
        ObjectBucket bucket = store.find("bucket").orElseThrow();
        bucket.configure("policy", POLICY.getBytes(StandardCharsets.UTF_8));
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        settings = directory.resolve(".stator/buckets/bucket/settings");
    }

    private ObjectStore open() {
        return ObjectStore.onDisk(directory, false, Clock.systemUTC(), new Random(1));
    }

    private ObjectBucket bucket() throws IOException {
        return open().find("bucket").orElseThrow();
    }

    private String policy() throws IOException {
        return new String(bucket().configuration("policy").orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void anyFlippedBitOfASettingIsFound() throws IOException {
        Path file = settings.resolve("policy");
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            assertThrows(CorruptObjectException.class, this::policy, "bit " + bit);
        }
        Files.write(file, good);
        assertEquals(POLICY, policy());
    }

    @Test
    void aShorterSettingIsFound() throws IOException {
        Path file = settings.resolve("versioning");
        byte[] good = Files.readAllBytes(file);
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThrows(CorruptObjectException.class, this::bucket, "length " + length);
        }
    }

    @Test
    void settingsWithoutAChecksumAreRead() throws IOException {
        Files.writeString(settings.resolve("policy"), POLICY);
        Files.writeString(settings.resolve("notification"), "{}");
        Files.writeString(settings.resolve("versioning"), "SUSPENDED");
        assertEquals(POLICY, policy());
        assertArrayEquals("{}".getBytes(), bucket().configuration("notification").orElseThrow());
        assertEquals(ObjectBucket.Versioning.SUSPENDED, bucket().versioning());
    }

    /** That of how long the texts are, too, although the bytes that it covers are the same. */
    @Test
    void anyFlippedBitOfADocumentIsFound() throws IOException {
        Map<String, String> texts = new TreeMap<>(Map.of("a", "1", "b", "2", "c", "3"));
        byte[] rest = "d=4\n".getBytes(StandardCharsets.UTF_8);
        byte[] good = new FieldFile(texts, rest).encoded();
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(
                    CorruptObjectException.class, () -> FieldFile.decoded(bad, "x"), "bit " + bit);
        }
        FieldFile read = FieldFile.decoded(good, "x");
        assertEquals(texts, read.fields());
        assertArrayEquals(rest, read.rest());
    }

    @Test
    void theFirstFormatIsRead() throws IOException {
        byte[] file = "stator-object-1 e5d5be41 4\na=1\nrest".getBytes(StandardCharsets.UTF_8);
        FieldFile read = FieldFile.decoded(file, "x");
        assertEquals(Map.of("a", "1"), read.fields());
        assertEquals("rest", new String(read.rest(), StandardCharsets.UTF_8));
    }
}
