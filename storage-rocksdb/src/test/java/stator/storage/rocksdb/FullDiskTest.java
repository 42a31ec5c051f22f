package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.StoreException;

/** A disk that fills up: writes are refused before RocksDB notices, and accepted again later. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FullDiskTest {
    private static final int DISK_MB = 64;
    private static final int RESERVE_MB = 24;
    private static final int OTHERS_MB = 12;

    @TempDir Path disk;
    private boolean mounted;

    @BeforeEach
    void mountASmallDisk() throws IOException, InterruptedException {
        mounted =
                System.getProperty("os.name").equals("Linux")
                        && run(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=" + DISK_MB + "m",
                                "tmpfs",
                                disk.toString());
        assumeTrue(mounted, "A small disk needs Linux and root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            run("umount", "--lazy", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void refusesWritesAndGoesOnReadingUntilThereIsRoom() throws IOException, InterruptedException {
        Path others = disk.resolve("others");
        Files.write(others, new byte[OTHERS_MB << 20]);
        RocksSettings settings =
                new RocksSettings(
                        new Durability.Always(), 1 << 20, 2 << 20, (long) RESERVE_MB << 20);
        int full;
        try (RocksStore store = RocksStore.open(disk.resolve("data"), settings)) {
            full = fill(store, 0);
            assertTrue(full > 50, full + " rows");
            assertFalse(store.health().writable());
            assertTrue(store.health().detail().contains("is full"), store.health().detail());
            assertRows(store, 0, full);
            assertThrows(StoreException.Unavailable.class, () -> put(store, full));
            delete(store, 0);
            store.dropSpace(99);

            Files.delete(others);
            awaitRoom(store);
            int again = fill(store, full);
            assertTrue(again > full, again + " rows");
            assertRows(store, 1, again);
        }
        try (RocksStore store = RocksStore.open(disk.resolve("data"), settings)) {
            assertRows(store, 1, full);
        }
    }

    private static void awaitRoom(RocksStore store) throws InterruptedException {
        for (int i = 0; i < 600 && !store.health().writable(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertTrue(store.health().writable(), store.health().detail());
    }

    private static int fill(RocksStore store, int from) {
        for (int number = from; ; number++) {
            try {
                put(store, number);
            } catch (StoreException.Unavailable e) {
                assertTrue(e.getMessage().contains("is full"), e.getMessage());
                return number;
            }
        }
    }

    private static void put(RocksStore store, int number) {
        store.update(
                List.of(key(number)),
                (current, batch) -> {
                    batch.put(key(number), new Row(1, payload(number)));
                    return null;
                });
    }

    private static void delete(RocksStore store, int number) {
        store.update(
                List.of(key(number)),
                (current, batch) -> {
                    batch.delete(key(number));
                    return null;
                });
    }

    private static void assertRows(RocksStore store, int from, int to) {
        for (int number = from; number < to; number++) {
            Row row = store.get(key(number), Consistency.STRONG).orElseThrow();
            assertEquals(0, Arrays.compare(payload(number), row.payload()));
        }
    }

    private static RowKey key(int number) {
        return new RowKey(
                1, new byte[] {(byte) (number >> 8), (byte) number}, (byte) 0, new byte[0]);
    }

    private static byte[] payload(int number) {
        byte[] payload = new byte[20_000];
        new Random(number).nextBytes(payload);
        return payload;
    }
}
