package stator.conformance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * The time of day of a child process, which can be set while it runs: {@code c/clock-shift.c},
 * preloaded. Needs Linux and gcc.
 */
final class ClockShift {
    private final Path library;
    private final Path file;

    private ClockShift(Path library, Path file) {
        this.library = library;
        this.file = file;
    }

    /** One for a process that is about to start; not shifted yet. */
    static ClockShift create(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path library = folder.resolve("clock-shift.so");
        if (!Files.exists(library)) {
            List<String> command =
                    List.of(
                            "gcc",
                            "-O2",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            ForeignTest.folder("c").resolve("clock-shift.c").toString(),
                            "-ldl");
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("gcc failed");
            }
        }
        ClockShift clock = new ClockShift(library, Files.createTempFile(folder, "shift", ""));
        clock.set(0);
        return clock;
    }

    /** With which the process is to be started. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_SHIFT", file.toString());
    }

    /** From now on its clock is so far ahead of that of the machine. */
    void set(long seconds) throws IOException {
        byte[] number =
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(seconds)
                        .array();
        Files.write(file, number, StandardOpenOption.WRITE);
    }
}
