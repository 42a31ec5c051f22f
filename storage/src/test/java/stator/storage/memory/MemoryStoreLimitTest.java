package stator.storage.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.Update;

/** A store that is full refuses what adds, and nothing else. */
class MemoryStoreLimitTest {
    private static final int SPACE = 4;
    private static final int ALONE = 98_275;

    /** One row takes all of it. */
    private static final long LIMIT = bytesOf(ALONE);

    private static final int PAYLOAD = 1_000;

    private final MemoryStore store = new MemoryStore(LIMIT);

    private static RowKey key(int number) {
        return new RowKey(
                SPACE, ByteBuffer.allocate(4).putInt(number).array(), (byte) 0, new byte[0]);
    }

    private static long bytesOf(int payload) {
        return MemoryUse.of(key(0), new Row(1, new byte[payload]));
    }

    private void put(int number, int payload) {
        store.update(
                List.of(key(number)),
                (current, batch) -> {
                    batch.put(key(number), new Row(1, new byte[payload]));
                    return null;
                });
    }

    private void delete(int number) {
        store.update(
                List.of(key(number)),
                (current, batch) -> {
                    batch.delete(key(number));
                    return null;
                });
    }

    private int fill() {
        int rows = (int) (LIMIT / bytesOf(PAYLOAD));
        for (int row = 0; row < rows; row++) {
            put(row, PAYLOAD);
        }
        return rows;
    }

    @Test
    void refusesARowMoreThanThereIsRoomForAndTakesItOnceThereIs() {
        int rows = fill();
        StoreException.Unavailable refused =
                assertThrows(StoreException.Unavailable.class, () -> put(rows, PAYLOAD));
        assertTrue(refused.getMessage().contains("full"), refused.getMessage());
        assertTrue(store.get(key(rows), Consistency.STRONG).isEmpty());
        assertTrue(store.get(key(0), Consistency.STRONG).isPresent());
        delete(0);
        put(rows, PAYLOAD);
        assertTrue(store.get(key(rows), Consistency.STRONG).isPresent());
    }

    @Test
    void takesRowsOfTheSameOrALesserSizeWhileItIsFull() {
        int rows = fill();
        put(1, PAYLOAD);
        put(1, PAYLOAD / 2);
        put(1, PAYLOAD);
        assertThrows(StoreException.Unavailable.class, () -> put(rows, PAYLOAD));
    }

    @Test
    void takesSmallChangesAndDeletionsWithNotesOfThemForAnEighthMore() {
        int rows = fill();
        int noted = 0;
        for (int row = 0; row < rows / 4; row++) {
            int number = row;
            store.update(
                    List.of(key(number)),
                    (current, batch) -> {
                        batch.delete(key(number));
                        batch.put(key(10_000 + number), new Row(2, new byte[PAYLOAD + 8]));
                        return null;
                    });
            noted++;
        }
        put(rows - 1, PAYLOAD + 500);
        assertEquals(rows / 4, noted);
        assertThrows(StoreException.Unavailable.class, () -> put(rows - 1, 20 * PAYLOAD));
    }

    @Test
    void saysThatItIsFull() {
        assertTrue(store.health().writable());
        put(1, ALONE);
        assertFalse(store.health().writable());
        store.dropSpace(SPACE);
        assertTrue(store.health().writable());
        assertEquals(rowsThatFit(), fill());
    }

    private static int rowsThatFit() {
        return (int) (LIMIT / bytesOf(PAYLOAD));
    }

    @Test
    void countsWhatThereIsWhateverWasPutAndDeleted() {
        MemoryStore large = new MemoryStore(Long.MAX_VALUE / 2);
        SplittableRandom random = new SplittableRandom(5);
        List<Update<Void>> updates = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            RowKey key = key(random.nextInt(50));
            int payload = random.nextInt(300);
            updates.add(
                    new Update<>(
                            List.of(key),
                            (current, batch) -> {
                                if (payload < 100) {
                                    batch.delete(key);
                                } else {
                                    batch.put(key, new Row(1, new byte[payload]));
                                }
                                return null;
                            }));
        }
        large.updateEach(updates).forEach(Store.Result::get);
        long[] expected = {0};
        large.scan(
                SpaceScan.all(SPACE, (byte) 0),
                Consistency.STRONG,
                (key, row) -> (expected[0] += MemoryUse.of(key, row)) >= 0);
        assertEquals(expected[0], large.bytes());
        large.dropSpace(SPACE);
        assertEquals(0, large.bytes());
    }
}
