package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Disk errors while the store runs: reads go on, writes are refused or their outcome is unknown,
 * and all is well again without a restart once the disk is. See {@link FailingDiskScenario}.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class FailingDiskTest {
    private static final int EIO = 5;
    private static final int EMFILE = 24;
    private static final int ENOSPC = 28;

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
        "OPEN,        " + EMFILE + ", once,   .log"
    })
    void comesBackByItself(FaultyDisk.Operation operation, int error, String duration, String files)
            throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("data"));
        FaultyDisk disk = FaultyDisk.create(temporary, data);
        List<String> arguments =
                List.of(
                        data.toString(),
                        disk.environment().get("DISK_CONTROL"),
                        operation.name(),
                        Integer.toString(error),
                        duration,
                        files);
        Process child =
                ChildProcess.start(
                        FailingDiskScenario.class, temporary, disk.environment(), arguments);
        String output;
        try (BufferedReader lines = child.inputReader()) {
            output = lines.lines().collect(Collectors.joining("\n"));
        }
        assertEquals(0, child.waitFor(), output);
        System.out.println(operation + " " + error + " " + duration + " " + files + ": " + output);
    }
}
