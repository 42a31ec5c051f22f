package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/** A snapshot stays as it was. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SnapshotContract extends StoreContract {
    private static final int KEYS = 200;
    private static final long SUM = 10_000;

    /** How many snapshots are taken while others write; engines that wait for a disk say less. */
    protected int rounds() {
        return 200;
    }

    private static List<String> rows(Snapshot snapshot, SpaceScan scan) {
        List<String> rows = new ArrayList<>();
        snapshot.scan(
                scan,
                (key, row) ->
                        rows.add(
                                text(key.partition())
                                        + "/"
                                        + text(key.sort())
                                        + "="
                                        + text(row.payload())));
        return rows;
    }

    private static List<String> rows(Snapshot snapshot) {
        return rows(snapshot, SpaceScan.all(SPACE, KIND)).stream().sorted().toList();
    }

    @Test
    void showsWhatWasThereWhenItWasTaken() {
        put(key("a", "1"), "old");
        put(key("b", ""), "old");
        put(key("", ""), "old");
        try (Snapshot snapshot = store.snapshot()) {
            put(key("a", "1"), "new");
            put(key("a", "1"), "newer");
            delete(key("b", ""));
            put(key("c", ""), "new");
            delete(key("", ""));
            put(key("", ""), "back");
            assertEquals(List.of("/=old", "a/1=old", "b/=old"), rows(snapshot));
        }
    }

    @Test
    void outlivesTheSpace() {
        for (int i = 0; i < 2000; i++) {
            put(key("p" + i, ""), "x");
        }
        try (Snapshot snapshot = store.snapshot()) {
            store.dropSpace(SPACE);
            put(key("p1", ""), "new");
            assertEquals(2000, rows(snapshot).size());
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertEquals(List.of("p1/=new"), rows(snapshot));
        }
    }

    @Test
    void goesOnBehindARowThatIsGone() {
        IntStream.range(0, 50).forEach(i -> put(key("p" + i, "s"), "x"));
        List<RowKey> all = scan(SpaceScan.all(SPACE, KIND));
        try (Snapshot snapshot = store.snapshot()) {
            all.forEach(this::delete);
            SpaceScan rest = new SpaceScan(SPACE, KIND, 0, -1L, all.get(20));
            List<RowKey> shown = new ArrayList<>();
            snapshot.scan(rest, (key, row) -> shown.add(key));
            assertEquals(all.subList(21, 50), shown);
        }
    }

    @Test
    void stopsWhenTheVisitorHasEnough() {
        IntStream.range(0, 5).forEach(i -> put(key("p" + i, ""), "x"));
        try (Snapshot snapshot = store.snapshot()) {
            int[] shown = {0};
            snapshot.scan(SpaceScan.all(SPACE, KIND), (key, row) -> ++shown[0] < 3);
            assertEquals(3, shown[0]);
        }
    }

    @Test
    void isOfOneMoment() throws InterruptedException {
        putNumbers();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> writers =
                IntStream.range(0, 4)
                        .mapToObj(seed -> Thread.ofPlatform().start(() -> transfer(seed, done)))
                        .toList();
        try {
            for (int round = 0; round < rounds(); round++) {
                try (Snapshot snapshot = store.snapshot()) {
                    assertEquals(SUM * KEYS, sum(snapshot));
                    assertEquals(rows(snapshot), rows(snapshot));
                }
            }
        } finally {
            done.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private void putNumbers() {
        for (int i = 0; i < KEYS; i++) {
            put(account(i), Long.toString(SUM));
        }
    }

    private static RowKey account(int number) {
        return key("account" + number, "");
    }

    /** Moves amounts between rows; what is empty is deleted, so that rows come and go. */
    private void transfer(int seed, AtomicBoolean done) {
        SplittableRandom random = new SplittableRandom(seed);
        while (!done.get()) {
            RowKey from = account(random.nextInt(KEYS));
            RowKey to = account(random.nextInt(KEYS));
            if (from.equals(to)) {
                continue;
            }
            boolean all = random.nextInt(3) == 0;
            store.update(
                    List.of(from, to),
                    (current, batch) -> {
                        long has = number(current.get(0));
                        long amount = all ? has : has / 2;
                        if (has == amount) {
                            batch.delete(from);
                        } else {
                            putNumber(batch, from, 2, has - amount);
                        }
                        putNumber(batch, to, 2, number(current.get(1)) + amount);
                        return null;
                    });
        }
    }

    private static long sum(Snapshot snapshot) {
        long[] sum = {0};
        snapshot.scan(
                SpaceScan.all(SPACE, KIND),
                (key, row) -> {
                    sum[0] += Long.parseLong(text(row.payload()));
                    return true;
                });
        return sum[0];
    }

    @Test
    void isOfNoUseOnceItIsClosed() {
        put(key("a", ""), "x");
        Snapshot snapshot = store.snapshot();
        snapshot.close();
        snapshot.close();
        assertThrows(StoreException.Unavailable.class, () -> rows(snapshot));
    }

    @Test
    void mayBeClosedAfterItsStore() {
        put(key("a", ""), "x");
        Snapshot snapshot = store.snapshot();
        store.close();
        snapshot.close();
        assertThrows(StoreException.Unavailable.class, store::snapshot);
    }
}
