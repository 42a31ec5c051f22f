package stator.storage.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.Update;

/**
 * Isolation and atomicity, with several threads. The limit is for what hangs: on a cluster, beside
 * other work, some of it takes most of a minute.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ConcurrencyContract extends StoreContract {
    private static final int THREADS = 8;

    /** How often each thread repeats its step; engines that wait for a disk say less. */
    protected int rounds() {
        return 2000;
    }

    /** A step of a thread; gets the thread's number and its own source of randomness. */
    private interface Step {
        void run(int thread, int round, SplittableRandom random);
    }

    private void inParallel(Step step) {
        runAll(
                IntStream.range(0, THREADS)
                        .mapToObj(thread ->
                                (Runnable)
                                        () -> {
                                            SplittableRandom random = new SplittableRandom(thread);
                                            for (int i = 0; i < rounds(); i++) {
                                                step.run(thread, i, random);
                                            }
                                        })
                        .toList());
    }

    private static void runAll(List<Runnable> tasks) {
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            List<Callable<Object>> calls = new ArrayList<>();
            tasks.forEach(task -> calls.add(Executors.callable(task)));
            for (Future<Object> future : executor.invokeAll(calls)) {
                future.get();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Runs readers until all writers are done. */
    private void whileWriting(Runnable reader, Step writer) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable read =
                () -> {
                    while (!done.get()) {
                        reader.run();
                    }
                };
        Runnable write =
                () -> {
                    try {
                        inParallel(writer);
                    } finally {
                        done.set(true);
                    }
                };
        runAll(List.of(read, read, write));
    }

    @Test
    void concurrentIncrementsOfOneRowLoseNothing() {
        RowKey key = key("n", "");
        inParallel((thread, round, random) -> addTo(key, 1));
        assertEquals(Optional.of(Long.toString((long) THREADS * rounds())), get(key));
    }

    @Test
    void everyIncrementSeesTheOneBefore() {
        RowKey key = key("n", "");
        AtomicInteger[] seen = new AtomicInteger[THREADS * rounds()];
        Arrays.setAll(seen, i -> new AtomicInteger());
        inParallel((thread, round, random) -> seen[(int) addTo(key, 1)].incrementAndGet());
        assertTrue(Arrays.stream(seen).allMatch(count -> count.get() == 1));
    }

    private long addTo(RowKey key, long amount) {
        return store.update(
                List.of(key),
                (current, batch) -> {
                    long number = number(current.getFirst());
                    putNumber(batch, key, 1, number + amount);
                    return number;
                });
    }

    @Test
    void onlyOneOfManyCreatesARow() {
        int rows = Math.min(rounds(), 200);
        AtomicInteger[] created = new AtomicInteger[rows];
        Arrays.setAll(created, i -> new AtomicInteger());
        inParallel((thread, round, random) -> {
            int number = round % rows;
            RowKey key = key("p" + number, "");
            boolean mine =
                    store.update(
                            List.of(key),
                            (current, batch) -> {
                                if (current.getFirst().isPresent()) {
                                    return false;
                                }
                                batch.put(key, row(1, "by " + thread));
                                return true;
                            });
            if (mine) {
                created[number].incrementAndGet();
            }
            assertTrue(get(key).isPresent(), "seen by a decision, then by a read");
        });
        assertTrue(Arrays.stream(created).allMatch(count -> count.get() == 1));
    }

    @Test
    void transfersKeepTheTotal() {
        int accounts = 12;
        List<RowKey> keys = accounts(accounts);
        keys.forEach(key -> addTo(key, 100));
        whileWriting(
                () -> assertEquals(accounts * 100, total(store.getAll(keys))),
                (thread, round, random) -> transfer(keys, random));
        assertEquals(accounts * 100, total(store.getAll(keys)));
    }

    private static List<RowKey> accounts(int count) {
        return IntStream.range(0, count).mapToObj(i -> key("account" + i, "")).toList();
    }

    private static long total(List<Optional<Row>> rows) {
        return rows.stream().mapToLong(StoreContract::number).sum();
    }

    private void transfer(List<RowKey> keys, SplittableRandom random) {
        RowKey from = keys.get(random.nextInt(keys.size()));
        RowKey to = keys.get(random.nextInt(keys.size()));
        if (from.equals(to)) {
            return;
        }
        store.update(
                List.of(from, to),
                (current, batch) -> {
                    putNumber(batch, from, 1, number(current.get(0)) - 1);
                    putNumber(batch, to, 1, number(current.get(1)) + 1);
                    return null;
                });
    }

    @Test
    void rowsThatTheDecisionDidNotReadAreWrittenAtomically() {
        List<RowKey> keys = accounts(10);
        whileWriting(
                () -> {
                    List<Optional<Row>> rows = store.getAll(keys);
                    assertEquals(1, rows.stream().map(StoreContract::number).distinct().count());
                },
                (thread, round, random) -> {
                    long number = random.nextLong(1_000_000);
                    store.update(
                            List.of(),
                            (current, batch) -> {
                                keys.forEach(key -> putNumber(batch, key, 1, number));
                                return null;
                            });
                });
    }

    /**
     * One writer raises two rows together: whoever saw the new first must not find an old second.
     */
    @Test
    void singleReadsNeverGoBackBehindAnAtomicBatch() {
        RowKey one = key("one", "");
        RowKey two = key("two", "");
        whileWriting(
                () -> {
                    long first = number(store.get(one, Consistency.STRONG));
                    long second = number(store.get(two, Consistency.STRONG));
                    long again = number(store.get(one, Consistency.STRONG));
                    assertTrue(first <= second && second <= again);
                },
                (thread, round, random) ->
                        store.update(
                                List.of(one),
                                (current, batch) -> {
                                    long next = number(current.getFirst()) + 1;
                                    putNumber(batch, one, 1, next);
                                    putNumber(batch, two, 1, next);
                                    return null;
                                }));
    }

    @Test
    void aReadAfterAnUpdateSeesIt() {
        inParallel((thread, round, random) -> {
            RowKey key = key("mine" + thread, "" + round % 5);
            put(key, thread + "/" + round);
            assertEquals(Optional.of(thread + "/" + round), get(key));
        });
    }

    @Test
    void countersAddUp() {
        inParallel((thread, round, random) ->
                store.update(
                        List.of(),
                        (current, batch) -> {
                            batch.increment(SPACE, 1, thread, -round);
                            return null;
                        }));
        long rounds = rounds();
        long threads = LongStream.range(0, THREADS).sum() * rounds;
        assertArrayEquals(
                new long[] {THREADS * rounds, threads, -THREADS * rounds * (rounds - 1) / 2},
                store.counters(SPACE));
    }

    @Test
    void updatesInSeveralOrdersDoNotWaitInACircle() {
        List<RowKey> keys = accounts(Math.min(40, rounds()));
        inParallel((thread, round, random) -> {
            RowKey first = keys.get(random.nextInt(keys.size()));
            RowKey second = keys.get(random.nextInt(keys.size()));
            store.update(
                    List.of(first),
                    (current, batch) -> {
                        batch.put(first, row(1, "1"));
                        batch.put(second, row(1, "1"));
                        return null;
                    });
        });
        assertTrue(keys.stream().allMatch(key -> get(key).isPresent()));
    }

    @Test
    void scansAndRangesShowEveryRowThatStays() {
        int rows = 100;
        for (int i = 0; i < rows; i++) {
            put(key("p", "stay" + (100 + i)), "stays");
            put(key("p" + i, ""), "stays");
        }
        whileWriting(
                () -> {
                    assertEquals(rows, staying(RowRange.all(SPACE, bytes("p"), KIND, false)));
                    assertEquals(rows, staying(RowRange.all(SPACE, bytes("p"), KIND, true)));
                    assertEquals(
                            2 * rows,
                            scan(SpaceScan.all(SPACE, KIND)).stream()
                                    .filter(key -> !text(key.sort()).endsWith("comes and goes"))
                                    .count());
                },
                (thread, round, random) -> {
                    RowKey key = key("p", "stay" + (100 + random.nextInt(rows)) + "comes and goes");
                    if (random.nextBoolean()) {
                        put(key, "x");
                    } else {
                        delete(key);
                    }
                });
    }

    private long staying(RowRange range) {
        List<String> rows = range(range);
        return rows.stream().filter(row -> row.endsWith("=stays")).count();
    }

    @Test
    void severalUpdatesAtOnceAreIndependent() {
        inParallel((thread, round, random) -> {
            RowKey shared = key("shared", "" + random.nextInt(3));
            RowKey mine = key("mine" + thread, "" + round);
            List<Store.Result<Long>> results =
                    store.updateEach(List.of(increment(shared), increment(mine)));
            assertEquals(0, results.get(1).get());
            assertTrue(results.get(0).get() >= 0);
        });
        long shared = 0;
        for (int i = 0; i < 3; i++) {
            shared += number(store.get(key("shared", "" + i), Consistency.STRONG));
        }
        assertEquals((long) THREADS * rounds(), shared);
    }

    private static Update<Long> increment(RowKey key) {
        return new Update<>(
                List.of(key),
                (current, batch) -> {
                    long number = number(current.getFirst());
                    putNumber(batch, key, 1, number + 1);
                    return number;
                });
    }

    @Test
    void closeWaitsForWhatIsUnderWay() throws InterruptedException {
        AtomicBoolean deciding = new AtomicBoolean();
        Thread slow =
                Thread.startVirtualThread(() ->
                        store.update(
                                List.of(key("slow", "")),
                                (current, batch) -> {
                                    deciding.set(true);
                                    batch.put(key("slow", ""), row(1, "x"));
                                    return null;
                                }));
        slow.join();
        assertTrue(deciding.get());
        List<Thread> writers =
                IntStream.range(0, THREADS)
                        .mapToObj(i -> Thread.startVirtualThread(() -> writeUntilClosed(i)))
                        .toList();
        Thread.sleep(50);
        store.close();
        for (Thread writer : writers) {
            // Nobody waits for a closed store.
            writer.join();
        }
    }

    private void writeUntilClosed(int thread) {
        for (int i = 0; ; i++) {
            try {
                put(key("w" + thread, "" + i), "x");
            } catch (stator.storage.StoreException.Unavailable e) {
                return;
            }
        }
    }
}
