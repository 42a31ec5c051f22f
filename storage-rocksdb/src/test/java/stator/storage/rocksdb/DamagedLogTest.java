package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.StoreException;

/**
 * Damage to a write-ahead log: what was synced is there or the store refuses to open; a torn tail
 * is removed. Repeat with {@code -Dseed=N}, do more with {@code -Ddamages=N}.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DamagedLogTest {
    private static final int ROWS = 300;
    private static final int MORE_ROWS = 40;

    @TempDir static Path shared;

    /** Rows of one run, all of them in the log; the mark is exact. */
    private static StoreImage whole;

    /** The same with more rows. */
    private static StoreImage later;

    @TempDir Path directory;

    private SplittableRandom random;
    private long seed;
    private StoreImage image;

    @BeforeAll
    static void writeLogs() throws IOException {
        Path original = shared.resolve("original");
        try (RocksStore store = RocksStore.open(original, RocksSettings.DEFAULT)) {
            for (int i = 0; i < ROWS; i++) {
                StoreImage.write(store, i);
            }
            whole = StoreImage.of(original, shared.resolve("whole"));
            for (int i = ROWS; i < ROWS + MORE_ROWS; i++) {
                StoreImage.write(store, i);
            }
            later = StoreImage.of(original, shared.resolve("later"));
        }
    }

    @BeforeEach
    void copy() throws IOException {
        seed = Long.getLong("seed", System.nanoTime());
        random = new SplittableRandom(seed);
        image = whole.copy(directory.resolve("image"));
    }

    /** Runs a case many times on fresh copies. */
    private void repeatedly(int times, Case damaged) throws IOException {
        int count = Integer.getInteger("damages", times);
        for (int i = 0; i < count; i++) {
            image = whole.copy(directory.resolve("image" + i));
            try {
                damaged.run();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Case " + i + " of seed " + seed, e);
            }
        }
    }

    private interface Case {
        void run() throws IOException;
    }

    private void damage(StoreImage.Change change) throws IOException {
        StoreImage.change(image.log(), change);
    }

    private int rowsWhenOpened() {
        return rowsWhenOpened(new Durability.Always());
    }

    private int rowsWhenOpened(Durability durability) {
        int rows;
        try (RocksStore store = image.open(durability)) {
            rows = StoreImage.rows(store, ROWS + MORE_ROWS);
            if (rows < ROWS + MORE_ROWS) {
                StoreImage.write(store, rows);
            }
        }
        try (RocksStore store = image.open(durability)) {
            assertEquals(
                    Math.min(rows + 1, ROWS + MORE_ROWS),
                    StoreImage.rows(store, ROWS + MORE_ROWS),
                    "after one more write and a restart");
        }
        return rows;
    }

    private String refusal() throws IOException {
        byte[] before = Files.readAllBytes(image.log());
        String message = assertThrows(StoreException.Corrupt.class, image::open).getMessage();
        assertArrayEquals(before, Files.readAllBytes(image.log()));
        assertFalse(Files.exists(image.directory().resolve("removed")));
        assertTrue(message.contains("Nothing was changed"), message);
        return message;
    }

    @Test
    void opensASoundLogWithAllRows() {
        assertEquals(ROWS, rowsWhenOpened());
        assertFalse(Files.exists(image.directory().resolve("removed")));
    }

    /** The log of a later moment, cut somewhere behind what the mark calls synced. */
    @Test
    void removesATornTailAndKeepsItAside() throws IOException {
        byte[] longer = Files.readAllBytes(later.log());
        repeatedly(
                15,
                () -> {
                    int synced = (int) Files.size(image.log());
                    int length = random.nextInt(synced, longer.length);
                    damage(log -> Arrays.copyOf(longer, length));
                    int rows = rowsWhenOpened();
                    assertTrue(rows >= ROWS && rows < ROWS + MORE_ROWS, rows + " rows");
                });
        assertTrue(Files.exists(image.directory().resolve("removed")));
    }

    @Test
    void removesGarbageAndZerosBehindTheEnd() throws IOException {
        repeatedly(
                10,
                () -> {
                    byte[] garbage = new byte[random.nextInt(1, 5000)];
                    if (random.nextBoolean()) {
                        random.nextBytes(garbage);
                    }
                    damage(log -> concat(log, garbage));
                    assertEquals(ROWS, rowsWhenOpened());
                });
    }

    /** The last write is damaged and was not yet marked: it may have been torn. */
    @Test
    void removesADamagedLastWriteThatIsNotMarked() throws IOException {
        Files.copy(whole.directory().resolve("synced"), directory.resolve("synced"));
        image = later.copy(directory.resolve("later"));
        Files.write(
                image.directory().resolve("synced"),
                Files.readAllBytes(directory.resolve("synced")));
        damage(log -> flip(log, log.length - 5));
        assertEquals(ROWS + MORE_ROWS - 1, rowsWhenOpened());
    }

    @Test
    void refusesAFlippedBitAnywhere() throws IOException {
        repeatedly(
                40,
                () -> {
                    damage(log -> flip(log, random.nextInt(log.length)));
                    refusal();
                });
    }

    @Test
    void refusesRecordTypesThatRocksDbWouldNotReturnFrom() throws IOException {
        repeatedly(
                15,
                () -> {
                    byte type = (byte) random.nextInt(5, 12);
                    damage(log -> {
                        log[headerNear(log, random.nextInt(log.length)) + 6] = type;
                        return log;
                    });
                    refusal();
                });
    }

    @Test
    void refusesZerosInTheMiddle() throws IOException {
        repeatedly(
                10,
                () -> {
                    damage(log -> {
                        int at = random.nextInt(log.length - 4096);
                        Arrays.fill(log, at, at + 4096, (byte) 0);
                        return log;
                    });
                    refusal();
                });
    }

    @Test
    void refusesALogThatIsShorterThanItWasSynced() throws IOException {
        repeatedly(
                10,
                () -> {
                    damage(log -> Arrays.copyOf(log, random.nextInt(log.length)));
                    refusal();
                });
    }

    @Test
    void refusesAMissingLog() throws IOException {
        Files.delete(image.log());
        StoreException e = assertThrows(StoreException.Corrupt.class, image::open);
        assertTrue(e.getMessage().contains(".log is missing, and with it acknowledged writes"));
    }

    @Test
    void withoutAMarkRefusesDamageInTheMiddle() throws IOException {
        repeatedly(
                10,
                () -> {
                    Files.delete(image.directory().resolve("synced"));
                    damage(log -> flip(log, random.nextInt(log.length * 3 / 4)));
                    refusal();
                });
    }

    @Test
    void withoutAMarkRemovesATornTail() throws IOException {
        Files.delete(image.directory().resolve("synced"));
        damage(log -> Arrays.copyOf(log, log.length - 10));
        assertEquals(ROWS - 1, rowsWhenOpened());
    }

    /** Without a sync for every write, a power cut may leave a hole in what was not synced. */
    @Test
    void removesAHoleBehindTheMarkIfNotEveryWriteWasSynced() throws IOException {
        Path original = directory.resolve("relaxed");
        Durability relaxed = new Durability.Interval(100_000);
        try (RocksStore store = RocksStore.open(original, RocksSettings.DEFAULT.with(relaxed))) {
            for (int i = 0; i < ROWS; i++) {
                StoreImage.write(store, i);
            }
            image = StoreImage.of(original, directory.resolve("hole"));
        }
        damage(log -> flip(log, log.length / 2));
        int rows = rowsWhenOpened(relaxed);
        assertTrue(rows > ROWS / 3 && rows < ROWS * 2 / 3, rows + " rows");
    }

    @Test
    void namesTheRepairThatWorks() throws IOException {
        repeatedly(
                8,
                () -> {
                    damage(log -> flip(log, random.nextInt(log.length)));
                    Matcher repair =
                            Pattern.compile("--log ([0-9]+\\.log) --truncate-at ([0-9]+)")
                                    .matcher(refusal());
                    assertTrue(repair.find());
                    long size = Files.size(image.log());
                    long offset = Long.parseLong(repair.group(2));
                    long removed =
                            RocksRepair.truncateLog(image.directory(), repair.group(1), offset);
                    assertEquals(size - offset, removed);
                    assertTrue(Files.exists(image.directory().resolve("removed")));
                    assertTrue(rowsWhenOpened() < ROWS);
                });
    }

    @Test
    void repairsOnlyWhatIsDamaged() throws IOException {
        String log = image.log().getFileName().toString();
        UnaryOperator<String> refusal =
                name ->
                        assertThrows(
                                        StoreException.Unavailable.class,
                                        () ->
                                                RocksRepair.truncateLog(
                                                        image.directory(), name, 10_000_000))
                                .getMessage();
        assertTrue(refusal.apply("999999.log").contains("There is no log 999999.log"));
        assertTrue(refusal.apply(log).contains("is sound"));
        assertEquals(ROWS, rowsWhenOpened());
    }

    private static byte[] flip(byte[] log, int at) {
        log[at] ^= (byte) (1 << at % 8);
        return log;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** The offset of the last record header at or before an offset. */
    private static int headerNear(byte[] log, int offset) {
        int header = 0;
        for (int at = 0; at <= offset; ) {
            int left = 32768 - at % 32768;
            if (left < 7) {
                at += left;
                continue;
            }
            header = at;
            at += 7 + (log[at + 4] & 0xff | (log[at + 5] & 0xff) << 8);
        }
        return header;
    }
}
