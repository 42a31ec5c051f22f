package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.storage.StoreException;

/** Who may open which directory, and what the settings mean. */
class OpeningTest {
    @TempDir Path directory;

    @Test
    void refusesADirectoryThatIsInUse() {
        try (RocksStore store = RocksStore.open(directory, RocksSettings.DEFAULT)) {
            String message = refusal();
            assertTrue(message.contains("is in use by another server (process "), message);
            assertTrue(message.contains("" + ProcessHandle.current().pid()), message);
            assertTrue(store.health().writable());
        }
        RocksStore.open(directory, RocksSettings.DEFAULT).close();
    }

    @Test
    void refusesAForeignDirectoryAndLeavesItAlone() throws IOException {
        Files.writeString(directory.resolve("letter.txt"), "Dear Sir");
        assertTrue(refusal().contains("has files in it, but no data of ours"));
        assertEquals("Dear Sir", Files.readString(directory.resolve("letter.txt")));
    }

    @Test
    void refusesANewerFormat() throws IOException {
        RocksStore.open(directory, RocksSettings.DEFAULT).close();
        Files.writeString(directory.resolve("format"), "stator-rocksdb 2\n");
        assertTrue(refusal().contains("has format 2, and this release knows formats up to 1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stator-rocksdb", "other 1", "stator-rocksdb x"})
    void refusesAFormatItCannotRead(String format) throws IOException {
        RocksStore.open(directory, RocksSettings.DEFAULT).close();
        Files.writeString(directory.resolve("format"), format);
        assertTrue(refusal().contains("does not say which format"));
    }

    @Test
    void refusesAFileInThePlaceOfADirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThrows(
                StoreException.Unavailable.class,
                () -> RocksStore.open(file, RocksSettings.DEFAULT));
    }

    @Test
    void createsWhatIsMissingAndGoesOnAfterACutOffFirstStart() throws IOException {
        Path deep = directory.resolve("not/there/yet");
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("format.new"), "sta");
        Files.writeString(deep.resolve("lock"), "");
        RocksStore.open(deep, RocksSettings.DEFAULT).close();
        assertEquals("stator-rocksdb 1\n", Files.readString(deep.resolve("format")));
    }

    private String refusal() {
        return assertThrows(
                        StoreException.Unavailable.class,
                        () -> RocksStore.open(directory, RocksSettings.DEFAULT))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"always", "interval:1", "interval:500", "none"})
    void readsWhatADurabilityIsCalled(String text) {
        assertEquals(text, Durability.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Always",
                "interval",
                "interval:",
                "interval:0",
                "interval:-1",
                "interval:1s",
                "interval:9999999999",
                "never"
            })
    void refusesOtherDurabilities(String text) {
        assertThrows(IllegalArgumentException.class, () -> Durability.parse(text));
    }
}
