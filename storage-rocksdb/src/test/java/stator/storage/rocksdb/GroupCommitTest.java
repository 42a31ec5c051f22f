package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;

/** Writers and the committer, while writes are refused at any moment and accepted again. */
@Timeout(120)
class GroupCommitTest {
    private static final int WRITERS = 8;
    private static final int REFUSALS = 400;

    @TempDir private Path directory;

    private final AtomicBoolean isDone = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();

    private static GroupCommit commitOf(Store store) throws ReflectiveOperationException {
        var field = RocksStore.class.getDeclaredField("commit");
        field.setAccessible(true);
        return (GroupCommit) field.get(store);
    }

    private void write(Store store, int writer) {
        for (int i = 0; !isDone.get(); i++) {
            byte[] partition = (writer + "/" + i % 100).getBytes(StandardCharsets.US_ASCII);
            RowKey key = new RowKey(3, partition, (byte) 0, new byte[0]);
            long version = i + 1;
            try {
                store.update(
                        List.of(key),
                        (current, batch) -> {
                            batch.put(key, new Row(version, partition));
                            return null;
                        });
                written.incrementAndGet();
            } catch (StoreException.Unavailable | StoreException.OutcomeUnknown e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void goesOnWhateverTheCommitterWaitsForWhenWritesAreRefused() throws Exception {
        try (Store store = RocksStore.open(directory, RocksSettings.DEFAULT)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                writers.add(Thread.startVirtualThread(() -> write(store, writer)));
            }
            GroupCommit commit = commitOf(store);
            for (int i = 0; i < REFUSALS; i++) {
                long before = written.get();
                commit.refuse("as the test wants it");
                commit.resume();
                awaitMoreThan(before);
            }
            isDone.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    /** Some writes, so that there is company to wait for. */
    private void awaitMoreThan(long before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (written.get() < before + WRITERS) {
            assertTrue(System.nanoTime() < end, "no write ended in 20 s");
            TimeUnit.MICROSECONDS.sleep(200);
        }
    }
}
