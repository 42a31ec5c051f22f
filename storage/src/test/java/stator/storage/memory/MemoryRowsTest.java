package stator.storage.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;

/** Leaves that split and go, blocks that are moved, and readers meanwhile. */
class MemoryRowsTest {
    private static final int SPACE = 3;
    private static final byte KIND = 2;

    /** Few, so that each has many leaves; and one with a token of its own for each row. */
    private static final int PARTITIONS = 3;

    private final MemoryStore store = new MemoryStore(Long.MAX_VALUE / 2);

    private static RowKey key(int number) {
        return number % 2 == 0
                ? new RowKey(SPACE, bytes("p" + number % PARTITIONS), KIND, bytes("s" + number))
                : new RowKey(SPACE, bytes("own" + number), KIND, new byte[0]);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void put(RowKey key, Row row) {
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, row);
                    return null;
                });
    }

    private void delete(RowKey key) {
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.delete(key);
                    return null;
                });
    }

    /** A row that is known by its version, whatever its size. */
    private static Row row(long version, int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) version);
        return new Row(version, payload);
    }

    private static void requireWhole(Row row) {
        for (byte each : row.payload()) {
            assertEquals((byte) row.version(), each, "bytes of another row");
        }
    }

    private List<RowKey> scanned() {
        List<RowKey> keys = new ArrayList<>();
        store.scan(
                SpaceScan.all(SPACE, KIND),
                Consistency.STRONG,
                (key, row) -> {
                    requireWhole(row);
                    return keys.add(key);
                });
        return keys;
    }

    private List<RowKey> ranged(String partition, boolean reverse) {
        List<RowKey> keys = new ArrayList<>();
        store.range(
                RowRange.all(SPACE, bytes(partition), KIND, reverse),
                Consistency.STRONG,
                (key, row) -> keys.add(key));
        return keys;
    }

    private void requireSame(TreeMap<Place, Row> model) {
        assertEquals(model.keySet().stream().map(Place::key).toList(), scanned());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            String name = "p" + partition;
            List<RowKey> expected =
                    model.keySet().stream()
                            .map(Place::key)
                            .filter(key -> Arrays.equals(bytes(name), key.partition()))
                            .toList();
            assertEquals(expected, ranged(name, false));
            List<RowKey> reversed = new ArrayList<>(expected);
            Collections.reverse(reversed);
            assertEquals(reversed, ranged(name, true));
        }
        for (Map.Entry<Place, Row> each : model.entrySet()) {
            Row found = store.get(each.getKey().key(), Consistency.STRONG).orElseThrow();
            assertEquals(each.getValue().version(), found.version());
            assertArrayEquals(each.getValue().payload(), found.payload());
        }
    }

    @Test
    void agreesWithAModelWhileRowsComeGrowAndGo() {
        TreeMap<Place, Row> model = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(11);
        for (int phase = 0; phase < 12; phase++) {
            int removedOfTen = phase % 2 == 0 ? 2 : 9;
            for (int step = 0; step < 6_000; step++) {
                RowKey key = key(random.nextInt(5_000));
                if (random.nextInt(10) < removedOfTen) {
                    delete(key);
                    model.remove(Place.of(key));
                } else {
                    Row row = row(random.nextInt(1, 100), random.nextInt(900));
                    put(key, row);
                    model.put(Place.of(key), row);
                }
            }
            requireSame(model);
        }
        assertTrue(model.size() < 2_500, "rows were to go, too: " + model.size());
    }

    @Test
    void takesRowsInOrderAndTheOtherWayRound() {
        TreeMap<Place, Row> model = new TreeMap<>();
        for (int number = 0; number < 4_000; number++) {
            int sort = number < 2_000 ? 10_000 + number : 12_000 - number;
            RowKey key = new RowKey(SPACE, bytes("p0"), KIND, bytes("s" + (10_000 + sort)));
            Row row = row(1, 10);
            put(key, row);
            model.put(Place.of(key), row);
        }
        requireSame(model);
    }

    @Test
    void takesRowsOfAnySize() {
        for (int size = 0; size < 600; size++) {
            put(key(size), row(size % 100, size));
        }
        int[] large = {1 << 15, (1 << 20) - 60, 3 << 20, (4 << 20) + 1, 9 << 20};
        for (int size : large) {
            put(key(size), row(7, size));
        }
        for (int size = 0; size < 600; size++) {
            assertEquals(
                    size, store.get(key(size), Consistency.STRONG).orElseThrow().payload().length);
        }
        for (int size : large) {
            assertEquals(
                    size, store.get(key(size), Consistency.STRONG).orElseThrow().payload().length);
            delete(key(size));
        }
        assertTrue(store.bytesHeld() < 2 << 20, "held: " + store.bytesHeld());
    }

    /** Of each ten rows one stays, anywhere: as if nothing was given back. */
    @Test
    void givesBackWhatRowsThatWentLeftBetweenOthers() {
        int rows = 60_000;
        for (int number = 0; number < rows; number++) {
            put(key(number), row(number % 100, 700));
        }
        long full = store.bytesHeld();
        assertTrue(full < 1.1 * store.bytes(), full + " held for " + store.bytes());
        SplittableRandom random = new SplittableRandom(3);
        List<Integer> stay = new ArrayList<>();
        for (int number = 0; number < rows; number++) {
            if (random.nextInt(10) == 0) {
                stay.add(number);
            } else {
                delete(key(number));
            }
        }
        assertTrue(store.bytesHeld() < full / 5, store.bytesHeld() + " of " + full);
        for (int number : stay) {
            Row row = store.get(key(number), Consistency.STRONG).orElseThrow();
            assertEquals(number % 100, row.version());
            requireWhole(row);
        }
        store.dropSpace(SPACE);
        assertTrue(store.bytesHeld() < 1 << 20, "held after all: " + store.bytesHeld());
    }

    @Test
    void showsReadersWholeRowsAndAllThatStayWhileOthersComeGrowAndGo() throws InterruptedException {
        int rows = 3_000;
        int stays = 7;
        for (int number = 0; number < rows; number += stays) {
            put(key(number), row(1, 50));
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread[] writers = new Thread[3];
        for (int i = 0; i < writers.length; i++) {
            int seed = i;
            writers[i] = started(failure, () -> churn(new SplittableRandom(seed), rows, stays));
        }
        Thread[] readers = {
            started(failure, () -> readUntil(writers, rows, stays)),
            started(failure, () -> readUntil(writers, rows, stays))
        };
        for (Thread thread : writers) {
            thread.join();
        }
        for (Thread thread : readers) {
            thread.join();
        }
        Optional.ofNullable(failure.get())
                .ifPresent(thrown -> {
                    throw new AssertionError(thrown);
                });
        List<RowKey> left = scanned();
        left.forEach(this::delete);
        assertEquals(0, store.bytes());
        assertEquals(List.of(), scanned());
    }

    /** Its memory is given back when the last snapshot that shows it is closed, and not before. */
    @Test
    void aSnapshotShowsAllOfASpaceThatIsBeingDroppedOrNothing() throws InterruptedException {
        int rows = 300;
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread dropping =
                started(
                        failure,
                        () -> {
                            for (int round = 0; round < 300; round++) {
                                fill(rows);
                                store.dropSpace(SPACE);
                            }
                        });
        while (dropping.isAlive()) {
            try (Snapshot snapshot = store.snapshot()) {
                int shown = all(snapshot).size();
                assertTrue(shown == 0 || shown == rows, shown + " rows");
            }
        }
        dropping.join();
        assertNull(failure.get());
        assertEquals(0, store.bytes());
    }

    private void fill(int rows) {
        store.update(
                List.of(),
                (current, batch) -> {
                    for (int number = 0; number < rows; number++) {
                        batch.put(key(number), row(1, 20));
                    }
                    return null;
                });
    }

    private static Thread started(AtomicReference<Throwable> failure, Runnable run) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        run.run();
                    } catch (Throwable e) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    private void churn(SplittableRandom random, int rows, int stays) {
        for (int step = 0; step < 60_000; step++) {
            int number = random.nextInt(rows);
            boolean mayGo =
                    number % stays != 0 && random.nextInt(10) < (step / 10_000 % 2 == 0 ? 3 : 8);
            if (mayGo) {
                delete(key(number));
            } else {
                put(key(number), row(random.nextInt(1, 100), random.nextInt(400)));
            }
        }
    }

    private void readUntil(Thread[] writers, int rows, int stays) {
        SplittableRandom random = new SplittableRandom(77);
        while (Arrays.stream(writers).anyMatch(Thread::isAlive)) {
            for (int i = 0; i < 2_000; i++) {
                int number = random.nextInt(rows);
                Optional<Row> row = store.get(key(number), Consistency.STRONG);
                assertTrue(row.isPresent() || number % stays != 0, "lost " + number);
                row.ifPresent(MemoryRowsTest::requireWhole);
            }
            List<RowKey> scanned = scanned();
            requireStaying(scanned, rows, stays);
            requireOrder(scanned);
            try (Snapshot snapshot = store.snapshot()) {
                List<RowKey> once = all(snapshot);
                requireStaying(once, rows, stays);
                assertEquals(once, all(snapshot), "a snapshot has changed");
            }
        }
    }

    private static List<RowKey> all(Snapshot snapshot) {
        List<RowKey> keys = new ArrayList<>();
        snapshot.scan(
                SpaceScan.all(SPACE, KIND),
                (key, row) -> {
                    requireWhole(row);
                    return keys.add(key);
                });
        return keys;
    }

    private static void requireStaying(List<RowKey> keys, int rows, int stays) {
        List<RowKey> found = new ArrayList<>(keys);
        Collections.sort(found);
        for (int number = 0; number < rows; number += stays) {
            assertTrue(Collections.binarySearch(found, key(number)) >= 0, "lost " + number);
        }
    }

    private static void requireOrder(List<RowKey> keys) {
        for (int i = 1; i < keys.size(); i++) {
            assertTrue(Place.of(keys.get(i - 1)).compareTo(Place.of(keys.get(i))) < 0, "order");
        }
    }
}
