package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.StoreException;

/** Damage to files other than the log: nothing is silently missing, nothing damaged is shown. */
class DamagedFilesTest {
    private static final int ROWS = 500;

    @TempDir static Path shared;

    /** A store that was closed, so that its rows lie in sorted files. */
    private static StoreImage closed;

    @TempDir Path directory;
    private StoreImage image;

    @BeforeAll
    static void writeStore() throws IOException {
        Path original = shared.resolve("original");
        for (int part = 0; part < 5; part++) {
            try (RocksStore store = RocksStore.open(original, RocksSettings.DEFAULT)) {
                for (int i = 0; i < ROWS / 5; i++) {
                    StoreImage.write(store, part * ROWS / 5 + i);
                }
            }
        }
        closed = StoreImage.of(original, shared.resolve("closed"));
    }

    @BeforeEach
    void copy() throws IOException {
        image = closed.copy(directory.resolve("image"));
    }

    private String refusal() {
        return assertThrows(StoreException.class, image::open).getMessage();
    }

    @Test
    void opensWithoutDamage() {
        try (RocksStore store = image.open()) {
            assertEquals(ROWS, StoreImage.rows(store, ROWS));
        }
    }

    @Test
    void refusesAManifestThatWasCutShort() throws IOException {
        int length = (int) Files.size(image.manifest());
        for (int cut : new int[] {0, length / 4, length / 2, length - 1}) {
            image = closed.copy(directory.resolve("cut" + cut));
            StoreImage.change(image.manifest(), bytes -> Arrays.copyOf(bytes, cut));
            assertTrue(refusal().contains("is damaged or cut short"));
        }
    }

    @Test
    void refusesAManifestWithAFlippedBit() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 10; i++) {
            image = closed.copy(directory.resolve("flip" + i));
            StoreImage.change(
                    image.manifest(),
                    bytes -> {
                        bytes[random.nextInt(bytes.length)] ^= 4;
                        return bytes;
                    });
            assertTrue(refusal().contains("is damaged"));
        }
    }

    @Test
    void refusesAMissingOrWrongManifest() throws IOException {
        Path current = image.directory().resolve("db/CURRENT");
        Path manifest = image.manifest();
        String nul = manifest.getFileName() + "\0";
        for (String content :
                List.of("", "garbage\n", "MANIFEST-999999\n", nul, "MANIFEST-\u00ff\n")) {
            Files.writeString(current, content, StandardCharsets.ISO_8859_1);
            assertTrue(refusal().contains("does not name an existing manifest"));
        }
        Files.delete(current);
        assertTrue(refusal().contains("CURRENT is missing"));
        Files.writeString(current, manifest.getFileName() + "\n");
        Files.delete(manifest);
        assertTrue(refusal().contains("does not name an existing manifest"));
    }

    @Test
    void refusesAMissingSortedFile() throws IOException {
        Files.delete(image.files(".sst").getFirst());
        assertThrows(StoreException.class, image::open);
    }

    @Test
    void refusesASortedFileThatWasCutShort() throws IOException {
        StoreImage.change(
                image.files(".sst").getFirst(), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(StoreException.class, image::open);
    }

    /** Some opening may still succeed: then only the rows of the damaged block are refused. */
    @Test
    void neverShowsARowFromADamagedBlock() throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        int refused = 0;
        for (int i = 0; i < 10; i++) {
            image = closed.copy(directory.resolve("block" + i));
            StoreImage.change(
                    image.files(".sst").getFirst(),
                    bytes -> {
                        bytes[random.nextInt(bytes.length / 2)] ^= 16;
                        return bytes;
                    });
            try (RocksStore store = image.open()) {
                for (int row = 0; row < ROWS; row++) {
                    refused += isRefused(store, row) ? 1 : 0;
                }
            } catch (StoreException e) {
                refused++;
            }
        }
        assertTrue(refused > 0, "ten damages and none was noticed");
    }

    private static boolean isRefused(RocksStore store, int row) {
        try {
            assertTrue(StoreImage.hasInAll(store, row), "row " + row + " is missing");
            assertTrue(StoreImage.has(store, row), "row " + row + " is missing");
            return false;
        } catch (StoreException.Corrupt e) {
            return true;
        }
    }

    @Test
    void doesWithoutFilesThatHoldNothing() throws IOException {
        for (String suffix : new String[] {"IDENTITY", "LOG"}) {
            Files.deleteIfExists(image.directory().resolve("db").resolve(suffix));
        }
        for (Path options : image.files("")) {
            if (options.getFileName().toString().startsWith("OPTIONS")) {
                Files.writeString(options, "garbage");
            }
        }
        try (RocksStore store = image.open()) {
            assertEquals(ROWS, StoreImage.rows(store, ROWS));
        }
    }
}
