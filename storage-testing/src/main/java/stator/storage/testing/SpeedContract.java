package stator.storage.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;

/** Prints how fast a store is; with {@code -Dspeed=true}. It promises nothing. */
public abstract class SpeedContract extends StoreContract {
    private static final int ROWS = 100_000;
    private static final long NANOS = 2_000_000_000L;

    private final RowKey[] keys = new RowKey[ROWS];
    private final byte[] payload = new byte[700];

    // Here and not at the class: classes do not inherit the condition.
    @Test
    @EnabledIfSystemProperty(named = "speed", matches = "true")
    void printsOperationsPerSecond() throws InterruptedException, ExecutionException {
        for (int i = 0; i < ROWS; i++) {
            keys[i] = key("partition" + i / 10, "sort" + i % 10);
        }
        fill();
        for (int threads : new int[] {1, 8, 64}) {
            print("get", threads, random -> get(random));
            print("update", threads, random -> update(keys[random.nextInt(ROWS)]));
            print("insert", threads, random -> update(key("new" + random.nextLong(), "")));
            print("range of 10", threads, random -> range(random));
        }
    }

    /** What is measured; returns something that depends on all it did. */
    private interface Call {
        Object run(SplittableRandom random);
    }

    private void fill() throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> filled = new ArrayList<>();
            for (RowKey key : keys) {
                filled.add(executor.submit(() -> update(key)));
            }
            for (Future<Object> each : filled) {
                each.get();
            }
        }
    }

    private Object get(SplittableRandom random) {
        return store.get(keys[random.nextInt(ROWS)], Consistency.STRONG);
    }

    private Object update(RowKey key) {
        return store.update(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, new Row(1, payload));
                    batch.increment(SPACE, current.isEmpty() ? 1 : 0, 700);
                    return current;
                });
    }

    private Object range(SplittableRandom random) {
        byte[] partition = keys[random.nextInt(ROWS)].partition();
        int[] count = {0};
        store.range(
                RowRange.all(SPACE, partition, KIND, false),
                Consistency.STRONG,
                (key, row) -> ++count[0] > 0);
        return count;
    }

    private void print(String what, int threads, Call call)
            throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> futures = new ArrayList<>();
            long cpu = cpuNanos();
            long start = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                SplittableRandom random = new SplittableRandom(start + i);
                futures.add(executor.submit(() -> countCalls(call, random, start)));
            }
            long calls = 0;
            for (Future<Long> future : futures) {
                calls += future.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (cpuNanos() - cpu) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%-12s %3d threads %,12.0f/s %,12.0f per CPU second%n",
                    what,
                    threads,
                    calls / seconds,
                    calls / cpuSeconds);
        }
    }

    /** What the process used; says more than the time on a machine that others use, too. */
    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static long countCalls(Call call, SplittableRandom random, long start) {
        long calls = 0;
        while (System.nanoTime() - start < NANOS) {
            if (call.run(random) == null) {
                throw new AssertionError();
            }
            calls++;
        }
        return calls;
    }
}
