package stator.database.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

/** Over ten rows of ten bytes with the versions from 1 to 10. */
class RowPageTest {
    private static final int SPACE = 64;
    private static final byte[] PARTITION = {1};

    private final Store store = new MemoryStore();

    RowPageTest() {
        for (byte i = 1; i <= 10; i++) {
            RowKey key = key(i);
            Row row = new Row(i, new byte[10]);
            store.update(
                    List.of(key),
                    (rows, batch) -> {
                        batch.put(key, row);
                        return true;
                    });
        }
    }

    private static RowKey key(byte sort) {
        return new RowKey(SPACE, PARTITION, Layout.ITEM_KIND, new byte[] {sort});
    }

    private static RowRange all(boolean reverse) {
        return RowRange.all(SPACE, PARTITION, Layout.ITEM_KIND, reverse);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 1000, 9, true",
        "10, 1000, 10, true",
        "11, 1000, 10, false",
        "100, 99, 10, true",
        "100, 90, 9, true",
        "100, 91, 10, true",
        "100, 101, 10, false",
        "100, 1, 1, true",
    })
    void isFullAtOneOfItsLimits(int rowsMax, long bytesMax, int rows, boolean isFull) {
        RowPage page = RowPage.read(store, all(false), RowPage.Limits.of(rowsMax, bytesMax));

        assertEquals(rows, page.entries().size());
        assertEquals(isFull, page.isFull());
        assertEquals(key((byte) rows), page.last());
    }

    @ParameterizedTest
    @CsvSource({"2, 100, 4, true", "5, 100, 10, true", "6, 100, 10, false", "3, 5, 5, true"})
    void looksAtRowsThatAreNotWanted(int taken, int seen, int last, boolean isFull) {
        RowPage page =
                RowPage.read(
                        store,
                        SpaceScan.all(SPACE, Layout.ITEM_KIND),
                        new RowPage.Limits(taken, seen, 1000),
                        row -> row.version() % 2 == 0);

        assertEquals(Math.min(taken, last / 2), page.keys().size());
        assertEquals(key((byte) last), page.last());
        assertEquals(isFull, page.isFull());
    }

    @Test
    void findsTheFirstRowOfARange() {
        assertEquals(1, RowPage.first(store, all(false)).orElseThrow().row().version());
        assertEquals(10, RowPage.first(store, all(true)).orElseThrow().row().version());
        RowRange empty = RowRange.all(SPACE, new byte[] {2}, Layout.ITEM_KIND, false);
        assertTrue(RowPage.first(store, empty).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "2, 1, 1", "1, 1, 0"})
    void refusesLimitsThatNothingFitsInto(int taken, int seen, long bytes) {
        assertThrows(IllegalArgumentException.class, () -> new RowPage.Limits(taken, seen, bytes));
    }
}
