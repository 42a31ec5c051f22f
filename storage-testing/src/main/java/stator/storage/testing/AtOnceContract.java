package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/**
 * What is read at once is what the store has, or not told at all. For engines that read at once.
 *
 * <p>What was written a moment ago lies in memory in every engine, so it has to be told.
 */
public abstract class AtOnceContract extends StoreContract {
    private static final int ROWS = 100;
    private static final int READS = 500;

    private Reads atOnce() {
        return store.atOnce().orElseThrow();
    }

    private static RowKey numbered(int i) {
        return key("p", "%03d".formatted(i));
    }

    private void putNumbered() {
        for (int i = 0; i < ROWS; i++) {
            put(numbered(i), "v" + i);
        }
    }

    private static List<String> shown(Reads reads, RowRange range) {
        List<String> rows = new ArrayList<>();
        reads.range(
                range,
                Consistency.STRONG,
                (key, row) -> rows.add(text(key.sort()) + "=" + text(row.payload())));
        return rows;
    }

    private static List<RowKey> scanned(Reads reads) {
        List<RowKey> keys = new ArrayList<>();
        reads.scan(SpaceScan.all(SPACE, KIND), Consistency.STRONG, (key, row) -> keys.add(key));
        return keys;
    }

    @Test
    void showsWhatTheStoreHas() {
        putNumbered();
        delete(numbered(7));
        put(numbered(8), "anew");
        for (int i = -1; i <= ROWS; i++) {
            RowKey key = i < 0 ? key("other", "") : numbered(i);
            assertEquals(
                    get(key),
                    atOnce().get(key, Consistency.STRONG).map(row -> text(row.payload())));
        }
        for (boolean reverse : new boolean[] {false, true}) {
            RowRange range =
                    new RowRange(SPACE, bytes("p"), KIND, bytes("003"), bytes("020"), reverse);
            assertEquals(range(range), shown(atOnce(), range));
        }
        assertEquals(scan(SpaceScan.all(SPACE, KIND)), scanned(atOnce()));
        List<RowKey> keys = List.of(numbered(3), numbered(7), numbered(8));
        assertEquals(payloads(store.getAll(keys)), payloads(atOnce().getAll(keys)));
    }

    private static List<Optional<String>> payloads(List<Optional<Row>> rows) {
        return rows.stream().map(row -> row.map(found -> text(found.payload()))).toList();
    }

    @Test
    void stopsWhenTheVisitorHasEnoughOrThrows() {
        putNumbered();
        RowRange all = RowRange.all(SPACE, bytes("p"), KIND, false);
        List<Row> rows = new ArrayList<>();
        atOnce().range(
                        all,
                        Consistency.STRONG,
                        (key, row) -> {
                            rows.add(row);
                            return rows.size() < 3;
                        });
        assertEquals(3, rows.size());
        assertThrows(
                IllegalStateException.class,
                () ->
                        atOnce().range(
                                        all,
                                        Consistency.STRONG,
                                        (key, row) -> {
                                            throw new IllegalStateException("enough");
                                        }));
        assertEquals(ROWS, shown(atOnce(), all).size());
    }

    /**
     * Whatever is written beside, nobody sees less than what a write had ended with before. The
     * writer goes on until enough was read: on a busy machine it may be done before the reader
     * begins.
     */
    @Test
    @Timeout(60)
    void isNeverOlderThanAWriteThatHasEnded() throws InterruptedException {
        RowKey key = numbered(0);
        AtomicLong ended = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> count(key, ended, done));
        try {
            for (int told = 0; told < READS; told += tells(key, ended.get()) ? 1 : 0) {
                Thread.onSpinWait();
            }
        } finally {
            done.set(true);
            writer.join();
        }
        assertEquals(ended.get(), number(atOnce().get(key, Consistency.STRONG)));
    }

    private void count(RowKey key, AtomicLong ended, AtomicBoolean done) {
        while (!done.get()) {
            long number = ended.get() + 1;
            store.update(
                    List.of(key),
                    (rows, batch) -> {
                        putNumber(batch, key, number, number);
                        return null;
                    });
            ended.set(number);
        }
    }

    /** Whether the number in a row is told, and then it is not less than it was before. */
    private boolean tells(RowKey key, long before) {
        try {
            long found = number(atOnce().get(key, Consistency.STRONG));
            assertTrue(found >= before, () -> found + " after " + before);
            return true;
        } catch (Reads.NotAtOnceException e) {
            return false;
        }
    }

    @Test
    void isOfNoUseOnceTheStoreIsClosed() {
        Reads reads = atOnce();
        store.close();
        assertThrows(
                StoreException.Unavailable.class, () -> reads.get(numbered(0), Consistency.STRONG));
    }
}
