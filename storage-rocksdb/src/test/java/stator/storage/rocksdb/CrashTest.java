package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.StoreException;

/**
 * {@code kill -9} in the middle of a writing load, many times: every acknowledged write is there,
 * every other one wholly or not at all. More with {@code -Dcrashes=N}, again with {@code -Dseed=N}.
 */
class CrashTest {
    private static final int CRASHES = Integer.getInteger("crashes", 4);

    @TempDir Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void losesNothingWhenKilled() throws IOException, InterruptedException {
        survives("always", CRASHES, false);
    }

    /** Without a sync for every write, the death of the process loses nothing either. */
    @Test
    void losesNothingWhenKilledBetweenTwoSyncs() throws IOException, InterruptedException {
        int crashes = Math.max(1, CRASHES / 2);
        survives("interval:50", crashes, false);
        survives("none", crashes, false);
    }

    /** As {@link #losesNothingWhenKilled}, and what was not synced is lost, too. */
    @Test
    void losesNothingInAPowerCut() throws IOException, InterruptedException {
        FaultyDisk.requireCompiler();
        survives("always", CRASHES, true);
    }

    /** A test of this test: a store that does not sync must be found out. */
    @Test
    void noticesWhatAPowerCutLosesWithoutASync() {
        FaultyDisk.requireCompiler();
        AssertionError error = assertThrows(AssertionError.class, () -> survives("none", 30, true));
        // By the comparison with what was acknowledged (a lost write, or a gap before one), or
        // already by RocksDB, whose list of files may have lost a part, too.
        assertTrue(
                error.getCause() instanceof AssertionError
                        || error.getCause() instanceof StoreException.Corrupt,
                () -> "Not found out, but failed: " + error.getCause());
    }

    private void survives(String durability, int crashes, boolean powerCut)
            throws IOException, InterruptedException {
        Path data = directory.resolve("data-" + durability.replace(':', '-'));
        Files.createDirectories(data);
        CrashingWriter.Progress progress = new CrashingWriter.Progress();
        long acknowledged = 0;
        for (int crash = 0; crash < crashes; crash++) {
            try {
                acknowledged += crash(data, durability, progress, powerCut);
                verify(data, durability, progress);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Crash " + crash + " of seed " + seed, e);
            }
        }
        assertTrue(acknowledged >= crashes, "the load wrote nothing");
    }

    /** Lets the load run and kills it. Returns how many writes were acknowledged. */
    private long crash(
            Path data, String durability, CrashingWriter.Progress progress, boolean powerCut)
            throws IOException, InterruptedException {
        FaultyDisk disk = powerCut ? FaultyDisk.create(directory, data) : null;
        Process child =
                ChildProcess.start(
                        CrashingWriter.class,
                        directory,
                        disk == null ? Map.of() : disk.environment(),
                        List.of(data.toString(), durability));
        long acknowledged = 0;
        try (BufferedReader lines = child.inputReader()) {
            assertEquals("ready", lines.readLine());
            // However busy the machine is: the time begins when the load does.
            String first = lines.readLine();
            assertNotNull(first, "the load ended by itself");
            assertTrue(progress.acknowledge(first), first);
            acknowledged++;
            Thread killer = Thread.startVirtualThread(() -> killSoon(child));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged += progress.acknowledge(line) ? 1 : 0;
            }
            killer.join();
        } finally {
            child.destroyForcibly().waitFor();
        }
        if (disk != null) {
            disk.cutPower(random);
        }
        return acknowledged;
    }

    private void killSoon(Process child) {
        try {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(20, 600));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        child.toHandle().destroyForcibly();
    }

    private static void verify(Path data, String durability, CrashingWriter.Progress progress) {
        RocksSettings settings = RocksSettings.DEFAULT.with(Durability.parse(durability));
        try (RocksStore store = RocksStore.open(data, settings)) {
            progress.verify(store);
        }
    }
}
