package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Decision;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.StoreHealth;
import stator.storage.Update;

/** Points, updates, counters and spaces, as one thread sees them. */
public abstract class UpdateContract extends StoreContract {
    private static final int ITEM_BYTES_MAX = 400 * 1024;

    @Test
    void findsNothingInAnEmptyStore() {
        assertEquals(Optional.empty(), get(key("a", "b")));
        assertEquals(0, store.highestVersion());
        assertEquals(0, sum(store.counters(SPACE)));
        assertEquals(StoreHealth.GOOD, store.health());
    }

    @Test
    void findsWhatWasPut() {
        put(key("a", "b"), row(77, "payload"));
        Row row = store.get(key("a", "b"), Consistency.EVENTUAL).orElseThrow();
        assertEquals(77, row.version());
        assertEquals("payload", text(row.payload()));
    }

    @Test
    void tellsKeysApartByEachOfTheirParts() {
        RowKey[] keys = {
            new RowKey(1, bytes("ab"), (byte) 0, bytes("c")),
            new RowKey(2, bytes("ab"), (byte) 0, bytes("c")),
            new RowKey(1, bytes("ab"), (byte) 1, bytes("c")),
            new RowKey(1, bytes("a"), (byte) 0, bytes("bc")),
            new RowKey(1, bytes("abc"), (byte) 0, bytes("")),
            new RowKey(1, bytes("ab"), (byte) 0, bytes("c\0")),
            new RowKey(1, bytes("ab"), Byte.MAX_VALUE, bytes("c")),
            new RowKey(Integer.MAX_VALUE, bytes("ab"), (byte) 0, bytes("c")),
            new RowKey(0, bytes(""), (byte) 0, bytes("")),
            new RowKey(0, bytes("\0"), (byte) 0, bytes("")),
            new RowKey(0, bytes(""), (byte) 0, bytes("\0"))
        };
        for (int i = 0; i < keys.length; i++) {
            put(keys[i], "row " + i);
        }
        for (int i = 0; i < keys.length; i++) {
            assertEquals(Optional.of("row " + i), get(keys[i]));
        }
    }

    @Test
    void keepsVersionsAndPayloadsAtTheirLimits() {
        byte[] large = new byte[ITEM_BYTES_MAX + 4096];
        new Random(1).nextBytes(large);
        put(key("large", ""), new Row(Long.MAX_VALUE, large));
        put(key("empty", ""), new Row(0, new byte[0]));
        Row row = store.get(key("large", ""), Consistency.STRONG).orElseThrow();
        assertEquals(Long.MAX_VALUE, row.version());
        assertArrayEquals(large, row.payload());
        assertEquals(Optional.of(""), get(key("empty", "")));
    }

    @Test
    void keepsKeysAtTheirLimits() {
        byte[] partition = new byte[2 * 2048 + 2];
        byte[] sort = new byte[2 * 1024 + 2];
        Arrays.fill(partition, (byte) 0xff);
        Arrays.fill(sort, (byte) 0xff);
        RowKey key = new RowKey(SPACE, partition, KIND, sort);
        put(key, "limit");
        assertEquals(Optional.of("limit"), get(key));
        assertEquals(1, range(RowRange.all(SPACE, partition, KIND, false)).size());
        assertEquals(1, range(RowRange.all(SPACE, partition, KIND, true)).size());
        assertEquals(List.of(key), scan(SpaceScan.all(SPACE, KIND)));
    }

    @Test
    void replacesAndDeletes() {
        put(key("a", ""), "one");
        put(key("a", ""), "two");
        assertEquals(Optional.of("two"), get(key("a", "")));
        delete(key("a", ""));
        assertEquals(Optional.empty(), get(key("a", "")));
        delete(key("a", ""));
        put(key("a", ""), "three");
        assertEquals(Optional.of("three"), get(key("a", "")));
    }

    @Test
    void getsRowsInTheOrderOfTheKeys() {
        put(key("b", ""), "b");
        put(key("a", "x"), "ax");
        List<Optional<Row>> rows =
                store.getAll(List.of(key("b", ""), key("none", ""), key("a", "x"), key("b", "")));
        assertEquals(
                List.of("b", "-", "ax", "b"),
                rows.stream().map(row -> row.map(r -> text(r.payload())).orElse("-")).toList());
        assertEquals(List.of(), store.getAll(List.of()));
    }

    @Test
    void showsTheDecisionTheRowsInTheOrderOfItsKeys() {
        put(key("b", ""), "2");
        put(key("a", ""), "3");
        long decided =
                store.update(
                        List.of(key("b", ""), key("none", ""), key("a", "")),
                        (current, batch) ->
                                number(current.get(0)) * 100
                                        + number(current.get(1)) * 10
                                        + number(current.get(2)));
        assertEquals(203, decided);
    }

    @Test
    void commitsNothingIfTheBatchIsEmpty() {
        put(key("a", ""), "old");
        assertEquals("kept", store.update(List.of(key("a", "")), (current, batch) -> "kept"));
        assertEquals("none", store.update(List.of(), (current, batch) -> "none"));
        assertEquals(Optional.of("old"), get(key("a", "")));
    }

    @Test
    void returnsNullIfTheDecisionDoes() {
        Object result = store.update(List.of(key("a", "")), (current, batch) -> null);
        assertNull(result);
    }

    @Test
    void appliesNothingIfTheDecisionThrows() {
        put(key("a", ""), "old");
        IllegalArgumentException thrown = new IllegalArgumentException("no");
        Decision<Object> decision =
                (current, batch) -> {
                    batch.put(key("a", ""), row(9, "new"));
                    batch.put(key("b", ""), row(9, "new"));
                    batch.increment(SPACE, 1);
                    throw thrown;
                };
        assertSame(
                thrown,
                assertThrows(
                        IllegalArgumentException.class,
                        () -> store.update(List.of(key("a", "")), decision)));
        assertEquals(Optional.of("old"), get(key("a", "")));
        assertEquals(Optional.empty(), get(key("b", "")));
        assertEquals(0, sum(store.counters(SPACE)));
        assertEquals(1, store.highestVersion());
        put(key("a", ""), "the row is not locked");
    }

    @Test
    void writesRowsThatTheDecisionDidNotRead() {
        put(key("gone", ""), "x");
        store.update(
                List.of(),
                (current, batch) -> {
                    batch.put(key("a", "1"), row(5, "one"));
                    batch.put(new RowKey(99, bytes("b"), OTHER_KIND, bytes("")), row(6, "two"));
                    batch.delete(key("gone", ""));
                    return null;
                });
        assertEquals(Optional.of("one"), get(key("a", "1")));
        assertEquals(Optional.of("two"), get(new RowKey(99, bytes("b"), OTHER_KIND, bytes(""))));
        assertEquals(Optional.empty(), get(key("gone", "")));
    }

    @Test
    void letsTheLastChangeOfAKeyWin() {
        store.update(
                List.of(),
                (current, batch) -> {
                    batch.put(key("a", ""), row(1, "first"));
                    batch.delete(key("a", ""));
                    batch.put(key("a", ""), row(2, "last"));
                    batch.put(key("b", ""), row(1, "first"));
                    batch.delete(key("b", ""));
                    return null;
                });
        assertEquals(Optional.of("last"), get(key("a", "")));
        assertEquals(Optional.empty(), get(key("b", "")));
    }

    @Test
    void runsSeveralUpdatesInOrderAndEachByItself() {
        RowKey key = key("n", "");
        Decision<Long> increment =
                (current, batch) -> {
                    putNumber(batch, key, 1, number(current.getFirst()) + 1);
                    return number(current.getFirst());
                };
        Decision<Long> failure =
                (current, batch) -> {
                    putNumber(batch, key, 1, 1000);
                    throw new IllegalArgumentException("in between");
                };
        List<Store.Result<Long>> results =
                store.updateEach(
                        List.of(
                                new Update<>(List.of(key), increment),
                                new Update<>(List.of(key), failure),
                                new Update<>(List.of(key), increment),
                                new Update<>(List.of(key("m", "")), (current, batch) -> -1L)));
        assertEquals(0, results.get(0).get());
        assertThrows(IllegalArgumentException.class, () -> results.get(1).get());
        assertEquals(1, results.get(2).get());
        assertEquals(-1, results.get(3).get());
        assertEquals(Optional.of("2"), get(key));
        assertEquals(List.of(), store.updateEach(List.<Update<Long>>of()));
    }

    @Test
    void addsToCounters() {
        increment(SPACE, 1, 100);
        increment(SPACE, 1, -30, 5);
        increment(SPACE, 0, 0);
        increment(SPACE);
        increment(SPACE + 1, 7);
        assertArrayEquals(new long[] {2, 70, 5}, Arrays.copyOf(store.counters(SPACE), 3));
        assertEquals(7, store.counters(SPACE + 1)[0]);
        assertEquals(0, sum(store.counters(SPACE + 2)));
    }

    @Test
    void addsSeveralIncrementsOfOneBatch() {
        store.update(
                List.of(),
                (current, batch) -> {
                    batch.increment(SPACE, 1, 10);
                    batch.increment(SPACE + 1, 4);
                    batch.increment(SPACE, 2, -20);
                    return null;
                });
        assertArrayEquals(new long[] {3, -10}, Arrays.copyOf(store.counters(SPACE), 2));
        assertEquals(4, store.counters(SPACE + 1)[0]);
    }

    @Test
    void remembersTheHighestVersion() {
        put(key("a", ""), row(50, ""));
        put(key("b", ""), row(40, ""));
        assertEquals(50, store.highestVersion());
        delete(key("a", ""));
        assertEquals(50, store.highestVersion());
        store.dropSpace(SPACE);
        assertEquals(50, store.highestVersion());
    }

    @Test
    void dropsASpaceAndNothingElse() {
        RowKey below = new RowKey(SPACE - 1, bytes("\u00ff"), Byte.MAX_VALUE, bytes("\u00ff"));
        RowKey above = new RowKey(SPACE + 1, bytes(""), (byte) 0, bytes(""));
        put(below, "below");
        put(above, "above");
        increment(SPACE - 1, 1);
        increment(SPACE + 1, 1);
        increment(SPACE, 1);
        for (int i = 0; i < 100; i++) {
            put(new RowKey(SPACE, bytes("p" + i), (byte) (i % 128), bytes("")), "x");
        }
        store.dropSpace(SPACE);
        for (byte kind = 0; kind < 100; kind++) {
            assertEquals(List.of(), scan(SpaceScan.all(SPACE, kind)));
        }
        assertEquals(Optional.empty(), get(new RowKey(SPACE, bytes("p7"), (byte) 7, bytes(""))));
        assertEquals(0, sum(store.counters(SPACE)));
        assertEquals(Optional.of("below"), get(below));
        assertEquals(Optional.of("above"), get(above));
        assertEquals(1, store.counters(SPACE - 1)[0]);
        assertEquals(1, store.counters(SPACE + 1)[0]);
    }

    @Test
    void usesADroppedSpaceAgain() {
        put(key("a", ""), "old");
        put(key("b", ""), "old");
        increment(SPACE, 5);
        store.dropSpace(SPACE);
        store.dropSpace(SPACE);
        put(key("a", ""), "new");
        increment(SPACE, 1);
        assertEquals(List.of(key("a", "")), scan(SpaceScan.all(SPACE, KIND)));
        assertEquals(Optional.of("new"), get(key("a", "")));
        assertEquals(1, store.counters(SPACE)[0]);
    }

    @Test
    void refusesEverythingAfterClose() {
        put(key("a", ""), "x");
        store.close();
        List<Runnable> calls =
                List.of(
                        () -> store.get(key("a", ""), Consistency.STRONG),
                        () -> store.getAll(List.of(key("a", ""))),
                        () -> put(key("a", ""), "y"),
                        () ->
                                store.range(
                                        RowRange.all(SPACE, bytes("a"), KIND, false),
                                        Consistency.STRONG,
                                        (key, row) -> true),
                        () -> scan(SpaceScan.all(SPACE, KIND)),
                        () -> store.counters(SPACE),
                        () -> store.dropSpace(SPACE),
                        () -> store.highestVersion(),
                        () -> store.health());
        for (Runnable call : calls) {
            assertThrows(StoreException.Unavailable.class, call::run);
        }
        store.close();
    }

    @Test
    void saysWhatItCanDo() {
        assertFalse(store.capabilities().blocking() && !store.capabilities().durable());
        assertTrue(store.health().writable());
    }

    private void increment(int space, long... deltas) {
        store.update(
                List.of(),
                (current, batch) -> {
                    batch.increment(space, deltas);
                    return null;
                });
    }

    private static long sum(long[] counters) {
        return Arrays.stream(counters).map(Math::abs).sum();
    }
}
