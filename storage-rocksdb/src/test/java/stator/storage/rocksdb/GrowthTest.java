package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Update;

/**
 * Reads cost about the same however many rows there are, and however small the cache is. The index
 * of the larger store, in one piece, would not fit into the smallest.
 */
class GrowthTest {
    private static final int SPACE = 3;
    private static final int FEW = 2_000;
    private static final int MANY = 300_000;
    private static final int READS = 20_000;
    private static final int ROUNDS = 3;

    /** An index that is decoded for each read costs a hundred times as much, not ten. */
    private static final int TIMES_MAX = 12;

    @TempDir static Path directory;

    @BeforeAll
    static void fillStores() {
        for (int rows : new int[] {FEW, MANY}) {
            try (RocksStore store = RocksStore.open(of(rows), settings(8))) {
                fill(store, rows);
            }
        }
    }

    private static Path of(int rows) {
        return directory.resolve("rows-" + rows);
    }

    private static RocksSettings settings(int cacheMegabytes) {
        return new RocksSettings(
                new Durability.None(), (long) cacheMegabytes << 20, 16L << 20, 64L << 20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 128})
    void readsManySmallRowsAboutAsFastAsFew(int cacheMegabytes) {
        long few = cpuOfReads(FEW, settings(cacheMegabytes));
        long many = cpuOfReads(MANY, settings(cacheMegabytes));
        assertTrue(
                many < TIMES_MAX * few,
                () ->
                        READS
                                + " reads of few rows took "
                                + few / 1000
                                + " µs, of many "
                                + many / 1000);
    }

    /**
     * What the reads cost once the files are known and code is compiled: the least of some rounds,
     * because compactions count, too.
     */
    private static long cpuOfReads(int rows, RocksSettings settings) {
        try (RocksStore store = RocksStore.open(of(rows), settings)) {
            read(store, rows);
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long before = cpuNanos();
                read(store, rows);
                least = Math.min(least, cpuNanos() - before);
            }
            return least;
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void read(RocksStore store, int rows) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < READS; i++) {
            assertTrue(store.get(key(random.nextInt(rows)), Consistency.STRONG).isPresent());
        }
    }

    private static void fill(RocksStore store, int rows) {
        for (int first = 0; first < rows; first += 1000) {
            List<Update<Void>> updates = new ArrayList<>();
            for (int row = first; row < first + 1000; row++) {
                updates.add(put(row));
            }
            store.updateEach(updates).forEach(result -> result.get());
        }
    }

    /** Values of which a block compresses to almost nothing: many rows in one file. */
    private static Update<Void> put(int number) {
        byte[] payload = new byte[500];
        payload[0] = (byte) number;
        RowKey key = key(number);
        return new Update<>(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, new Row(number + 1, payload));
                    return null;
                });
    }

    private static RowKey key(int number) {
        byte[] partition = ("user#" + number).getBytes(StandardCharsets.US_ASCII);
        return new RowKey(SPACE, partition, (byte) 0, new byte[0]);
    }
}
