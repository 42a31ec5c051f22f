package stator.storage.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;

/** What {@link FailingDiskTest} runs on a faulty disk; exits with 0 if all promises were kept. */
final class FailingDiskScenario {
    private static final int SPACE = 1;
    private static final int WRITERS = 4;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** When a fault that passes has been met for so long, nobody will notice it any more. */
    private static final long ABSORBED_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Small buffers, so that sorted files are written all the time. */
    private static final RocksSettings SETTINGS =
            new RocksSettings(new Durability.Always(), 1 << 20, 128 << 10, 1 << 20);

    private final Path data;
    private final Path control;
    private final AtomicInteger next = new AtomicInteger();
    private final Set<Integer> acknowledged = new HashSet<>();
    private final Set<Integer> refused = new HashSet<>();
    private final Set<Integer> unknown = new HashSet<>();

    private FailingDiskScenario(Path data, Path control) {
        this.data = data;
        this.control = control;
    }

    public static void main(String[] arguments) throws Exception {
        List<FaultyDisk.Fault> faults =
                Arrays.stream(arguments).skip(2).map(FaultyDisk.Fault::parse).toList();
        new FailingDiskScenario(Path.of(arguments[0]), Path.of(arguments[1])).run(faults);
    }

    private void run(List<FaultyDisk.Fault> faults) throws Exception {
        try (Store store = RocksStore.open(data, SETTINGS)) {
            for (FaultyDisk.Fault fault : faults) {
                try {
                    suffer(store, fault);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(fault.toString(), e);
                }
            }
        }
        try (Store store = RocksStore.open(data, SETTINGS)) {
            verify(store);
        }
        System.out.println(
                acknowledged.size()
                        + " acknowledged, "
                        + refused.size()
                        + " refused, "
                        + unknown.size()
                        + " unknown");
    }

    private void suffer(Store store, FaultyDisk.Fault fault) throws Exception {
        int failed = failed();
        writeSome(store, 200);
        require(failed() == failed, "writes fail on a good disk");
        FaultyDisk.set(control, fault);
        writeUntilRefused(store, fault);
        verify(store);
        if (fault.sticky()) {
            require(!store.health().writable(), "health is good on a bad disk");
            TimeUnit.MILLISECONDS.sleep(500);
            verify(store);
            require(!store.health().writable(), "health is good on a bad disk");
        }
        FaultyDisk.set(control, FaultyDisk.Fault.NONE);
        writeUntilAccepted(store);
        verify(store);
        failed = failed();
        writeSome(store, 200);
        require(failed() == failed, "writes fail on a disk that is good again");
        verify(store);
        require(store.health().writable(), "health is bad on a good disk");
    }

    private int failed() {
        return refused.size() + unknown.size();
    }

    /**
     * A fault that passes may hit work behind the scenes, which is tried again: no write need fail.
     */
    private void writeUntilRefused(Store store, FaultyDisk.Fault fault) throws Exception {
        long start = System.nanoTime();
        int before = failed();
        while (failed() == before) {
            long waited = System.nanoTime() - start;
            if (!fault.sticky() && waited > ABSORBED_NANOS && FaultyDisk.hits(control) > 0) {
                return;
            }
            require(waited < PATIENCE_NANOS, "no write ever failed");
            writeSome(store, 50);
        }
        require(FaultyDisk.hits(control) > 0, "writes fail without a fault");
    }

    private void writeUntilAccepted(Store store) throws Exception {
        long start = System.nanoTime();
        int before = acknowledged.size();
        while (acknowledged.size() == before) {
            require(
                    System.nanoTime() - start < PATIENCE_NANOS,
                    "never came back: " + store.health());
            TimeUnit.MILLISECONDS.sleep(20);
            writeSome(store, 1);
        }
    }

    /** Writes new rows from several threads, and sorts them by their outcome. */
    private void writeSome(Store store, int count) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> writes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                writes.add(executor.submit(() -> write(store, next.getAndIncrement())));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }
    }

    private void write(Store store, int number) {
        RowKey key = key(number);
        Set<Integer> outcome = acknowledged;
        try {
            store.update(
                    List.of(key),
                    (current, batch) -> {
                        batch.put(key, new Row(number + 1L, payload(number)));
                        batch.increment(SPACE, 1);
                        return null;
                    });
        } catch (StoreException.Unavailable e) {
            outcome = refused;
        } catch (StoreException.OutcomeUnknown e) {
            outcome = unknown;
        }
        synchronized (this) {
            outcome.add(number);
        }
    }

    /** Reads work, and show what they must. */
    private void verify(Store store) {
        long present = 0;
        for (int number = 0; number < next.get(); number++) {
            Optional<Row> row = store.get(key(number), Consistency.STRONG);
            require(row.isPresent() || !acknowledged.contains(number), "lost " + number);
            require(row.isEmpty() || !refused.contains(number), "applied all the same " + number);
            require(
                    row.isEmpty() || text(row.get().payload()).equals(text(payload(number))),
                    "wrong bytes " + number);
            present += row.isPresent() ? 1 : 0;
        }
        long counted = store.counters(SPACE)[0];
        require(present == counted, present + " rows, but counted " + counted);
    }

    private static RowKey key(int number) {
        byte[] partition = ("p" + number).getBytes(StandardCharsets.US_ASCII);
        return new RowKey(SPACE, partition, (byte) 0, new byte[0]);
    }

    private static byte[] payload(int number) {
        return ("payload " + number + " ").repeat(100).getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            System.out.println(what);
            throw new AssertionError(what);
        }
    }
}
