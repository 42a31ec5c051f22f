package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.storage.rocksdb.FaultyDisk.Operation.OPEN;
import static stator.storage.rocksdb.FaultyDisk.Operation.SHORT_WRITE;
import static stator.storage.rocksdb.FaultyDisk.Operation.SYNC;
import static stator.storage.rocksdb.FaultyDisk.Operation.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.storage.rocksdb.FaultyDisk.Fault;

/**
 * Disk errors while the store runs: reads go on, writes are refused or their outcome is unknown,
 * and all is well again without a restart once the disk is. See {@link FailingDiskScenario}.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FailingDiskTest {
    private static final int EIO = 5;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;
    private static final int EDQUOT = 122;
    private static final int FAULTS = Integer.getInteger("faults", 8);
    private static final int FAULTS_OF_A_STORE = 20;

    @TempDir static Path temporary;
    @TempDir Path directory;

    @BeforeAll
    static void requireCompiler() {
        FaultyDisk.requireCompiler();
    }

    @ParameterizedTest
    @CsvSource({
        "SYNC,        " + EIO + ",    once,   .log",
        "SYNC,        " + EIO + ",    sticky, ''",
        "WRITE,       " + EIO + ",    once,   .log",
        "WRITE,       " + EIO + ",    sticky, .log",
        "SHORT_WRITE, " + ENOSPC + ", once,   .log",
        "WRITE,       " + ENOSPC + ", sticky, ''",
        "WRITE,       " + EIO + ",    once,   .sst",
        "SYNC,        " + EIO + ",    once,   .sst",
        "SYNC,        " + EIO + ",    once,   MANIFEST",
        "WRITE,       " + EIO + ",    once,   MANIFEST",
        "OPEN,        " + EMFILE + ", once,   .log",
        "OPEN,        " + EIO + ",    sticky, .log",
        "SYNC,        " + EIO + ",    sticky, .log",
        "SHORT_WRITE, " + EIO + ",    sticky, .log"
    })
    void comesBackByItself(FaultyDisk.Operation operation, int error, String duration, String files)
            throws IOException, InterruptedException {
        suffer(List.of(new Fault(operation, error, duration.equals("sticky"), files)));
    }

    /** More with {@code -Dfaults=N}, again with {@code -Dseed=N}. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void comesBackFromOneFaultAfterAnother() throws IOException, InterruptedException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("Failing disk: " + FAULTS + " faults, -Dseed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int left = FAULTS; left > 0; left -= FAULTS_OF_A_STORE) {
            suffer(
                    Stream.generate(() -> anyFault(random))
                            .limit(Math.min(left, FAULTS_OF_A_STORE))
                            .toList());
        }
    }

    private static Fault anyFault(SplittableRandom random) {
        FaultyDisk.Operation operation = any(random, SYNC, WRITE, SHORT_WRITE, OPEN);
        int error = operation == OPEN ? any(random, EMFILE, EIO) : any(random, EIO, ENOSPC, EDQUOT);
        String files = operation == OPEN ? ".log" : any(random, ".log", ".sst", "MANIFEST", "");
        return new Fault(operation, error, random.nextBoolean(), files);
    }

    @SafeVarargs
    private static <T> T any(SplittableRandom random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void suffer(List<Fault> faults) throws IOException, InterruptedException {
        Path data = Files.createTempDirectory(directory, "data");
        FaultyDisk disk = FaultyDisk.create(temporary, data);
        List<String> arguments = new ArrayList<>();
        arguments.add(data.toString());
        arguments.add(disk.environment().get("DISK_CONTROL"));
        faults.forEach(fault -> arguments.add(fault.toString()));
        Process child =
                ChildProcess.start(
                        FailingDiskScenario.class, temporary, disk.environment(), arguments);
        String output;
        try (BufferedReader lines = child.inputReader()) {
            output = lines.lines().collect(Collectors.joining("\n"));
        }
        assertEquals(0, child.waitFor(), faults + ": " + output);
        System.out.println(faults + ": " + output);
    }
}
