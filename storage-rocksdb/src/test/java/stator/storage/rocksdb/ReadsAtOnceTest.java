package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Update;

/** What is on the disk only is not told at once; what was read of it lately is. */
class ReadsAtOnceTest {
    private static final int SPACE = 3;
    private static final byte KIND = 0;
    private static final int ROWS = 2_000;

    @TempDir Path directory;

    @BeforeEach
    void fill() {
        Random random = new Random(1);
        try (RocksStore store = open()) {
            List<Update<Row>> updates = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                RowKey key = key(i);
                byte[] noise = new byte[1000];
                random.nextBytes(noise);
                Row row = new Row(i, noise);
                updates.add(
                        new Update<>(
                                List.of(key),
                                (rows, batch) -> {
                                    batch.put(key, row);
                                    return row;
                                }));
            }
            store.updateEach(updates);
        }
    }

    /** Closing puts all rows into a file, and a store that was just opened has read none of it. */
    private RocksStore open() {
        return RocksStore.open(
                directory.resolve("store"), RocksSettings.DEFAULT.with(new Durability.None()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static RowKey key(int i) {
        return new RowKey(SPACE, bytes("p" + i / 20), KIND, bytes("%05d".formatted(i)));
    }

    @Test
    void aRowThatIsOnTheDiskIsToldOnceItWasRead() {
        try (RocksStore store = open()) {
            Reads atOnce = store.atOnce().orElseThrow();
            assertThrows(
                    Reads.NotAtOnceException.class, () -> atOnce.get(key(77), Consistency.STRONG));
            assertThrows(
                    Reads.NotAtOnceException.class, () -> atOnce.getAll(List.of(key(77), key(78))));
            Row read = store.get(key(77), Consistency.STRONG).orElseThrow();
            assertEquals(77, read.version());
            assertEquals(77, atOnce.get(key(77), Consistency.STRONG).orElseThrow().version());
        }
    }

    /** A filter in memory may tell that a row is not there, and never that it is. */
    @Test
    void noRowOfTheDiskIsSaidToBeAbsent() {
        try (RocksStore store = open()) {
            Reads atOnce = store.atOnce().orElseThrow();
            int told = 0;
            for (int i = 0; i < ROWS; i++) {
                RowKey key = key(i);
                try {
                    assertEquals(i, atOnce.get(key, Consistency.STRONG).orElseThrow().version());
                    told++;
                } catch (Reads.NotAtOnceException e) {
                    assertEquals(i, store.get(key, Consistency.STRONG).orElseThrow().version());
                }
            }
            // What lies in one block with a row that was read.
            assertTrue(told > 0 && told < ROWS, told + " were told at once");
            RowKey absent = new RowKey(SPACE, bytes("p3"), KIND, bytes("none"));
            assertEquals(Optional.empty(), store.get(absent, Consistency.STRONG));
            assertEquals(Optional.empty(), atOnce.get(absent, Consistency.STRONG));
        }
    }

    @Test
    void rangesAndScansAreToldToTheEndOrNotAtAll() {
        try (RocksStore store = open()) {
            Reads atOnce = store.atOnce().orElseThrow();
            RowRange range = RowRange.all(SPACE, bytes("p5"), KIND, false);
            assertThrows(Reads.NotAtOnceException.class, () -> ranged(atOnce, range));
            List<Long> rows = ranged(store, range);
            assertEquals(20, rows.size());
            assertEquals(rows, ranged(atOnce, range));
            assertThrows(Reads.NotAtOnceException.class, () -> scanned(atOnce));
            assertEquals(ROWS, scanned(store).size());
            assertEquals(scanned(store), scanned(atOnce));
        }
    }

    private static List<Long> ranged(Reads reads, RowRange range) {
        List<Long> versions = new ArrayList<>();
        reads.range(range, Consistency.STRONG, (key, row) -> versions.add(row.version()));
        return versions;
    }

    private static List<Long> scanned(Reads reads) {
        List<Long> versions = new ArrayList<>();
        reads.scan(
                SpaceScan.all(SPACE, KIND),
                Consistency.STRONG,
                (key, row) -> versions.add(row.version()));
        return versions;
    }

    /** A row that was changed lies in memory, and what is on the disk of it is hidden. */
    @Test
    void aChangeHidesWhatIsOnTheDisk() {
        try (RocksStore store = open()) {
            Reads atOnce = store.atOnce().orElseThrow();
            store.update(
                    List.of(key(5)),
                    (rows, batch) -> {
                        batch.put(key(5), new Row(9_999, bytes("new")));
                        return null;
                    });
            assertEquals(9_999, atOnce.get(key(5), Consistency.STRONG).orElseThrow().version());
            store.update(
                    List.of(key(5)),
                    (rows, batch) -> {
                        batch.delete(key(5));
                        return null;
                    });
            assertEquals(Optional.empty(), atOnce.get(key(5), Consistency.STRONG));
        }
    }
}
