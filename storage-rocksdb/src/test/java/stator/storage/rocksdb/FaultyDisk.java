package stator.storage.rocksdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A disk that fails on command and forgets what was not synced: {@code faulty-disk.c}, preloaded
 * into a child process.
 */
final class FaultyDisk {
    private static final int CONTROL_BYTES = 4096;
    private static final int MATCH_AT = 16;

    private final Path library;
    private final Path data;
    private final Path events;
    private final Path control;
    private final Map<Path, Long> synced = new HashMap<>();

    private FaultyDisk(Path library, Path data, Path events, Path control) {
        this.library = library;
        this.data = data;
        this.events = events;
        this.control = control;
    }

    /** Which calls fail; the numbers are those of the C source. */
    enum Operation {
        NONE,
        WRITE,
        SYNC,
        OPEN,
        SHORT_WRITE
    }

    /** What fails, how, and in which files (a part of their path). */
    record Fault(Operation operation, int error, boolean sticky, String files) {
        static final Fault NONE = new Fault(Operation.NONE, 0, false, "");

        /** The fault that {@link #toString} told. */
        static Fault parse(String text) {
            String[] words = text.split(" ", 4);
            return new Fault(
                    Operation.valueOf(words[0]),
                    Integer.parseInt(words[1]),
                    words[2].equals("sticky"),
                    words[3]);
        }

        @Override
        public String toString() {
            return operation + " " + error + " " + (sticky ? "sticky " : "once ") + files;
        }
    }

    /** Skips the test where there is no gcc, or no Linux. */
    static void requireCompiler() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assumeTrue(
                linux
                        && Stream.of("/usr/bin/gcc", "/usr/local/bin/gcc")
                                .anyMatch(gcc -> Files.isExecutable(Path.of(gcc))),
                "A faulty disk needs Linux and gcc");
    }

    /** A disk for the data directory of a child process that is about to start. */
    static FaultyDisk create(Path temporary, Path data) throws IOException, InterruptedException {
        Path library = temporary.resolve("faulty-disk.so");
        if (!Files.exists(library)) {
            List<String> command =
                    List.of(
                            "gcc",
                            "-O2",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            "src/test/c/faulty-disk.c",
                            "-ldl");
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("gcc failed");
            }
        }
        Path control = Files.createTempFile(temporary, "control", "");
        Files.write(control, new byte[CONTROL_BYTES]);
        FaultyDisk disk =
                new FaultyDisk(
                        library, data, Files.createTempFile(temporary, "events", ""), control);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                disk.synced.put(file, Files.size(file));
            }
        }
        return disk;
    }

    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "DISK_ROOT", data.toString(),
                "DISK_LOG", events.toString(),
                "DISK_CONTROL", control.toString());
    }

    /** Makes calls fail from now on, in the process whose control file this is. */
    static void set(Path control, Fault fault) throws IOException {
        try (FileChannel channel =
                FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_WRITE, 0, CONTROL_BYTES);
            ByteBuffer numbers = page.order(ByteOrder.nativeOrder());
            numbers.putInt(0, 0);
            byte[] match = fault.files().getBytes(StandardCharsets.US_ASCII);
            page.put(MATCH_AT, Arrays.copyOf(match, 64));
            numbers.putInt(4, fault.error());
            numbers.putInt(8, fault.sticky() ? 1 : 0);
            numbers.putInt(12, 0);
            numbers.putInt(0, fault.operation().ordinal());
        }
    }

    /** How many calls have failed since {@link #set}. */
    static int hits(Path control) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(control))
                .order(ByteOrder.nativeOrder())
                .getInt(12);
    }

    /**
     * Takes from each file what was not synced: all of it, or a random end, sometimes with zeros in
     * its place.
     */
    void cutPower(SplittableRandom random) throws IOException {
        replay();
        for (Map.Entry<Path, Long> file : synced.entrySet()) {
            String name = file.getKey().getFileName().toString();
            boolean counts =
                    !name.startsWith("LOG") && !name.equals("LOCK") && !name.equals("lock");
            // The mark is overwritten in place; an unsynced mark is an old or a new one.
            if (counts && !name.equals("synced") && Files.exists(file.getKey())) {
                cut(file.getKey(), file.getValue(), random);
            }
        }
    }

    private void replay() throws IOException {
        for (String line : Files.readAllLines(events)) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "S" -> synced.put(Path.of(words[2]), Long.parseLong(words[1]));
                case "C" -> synced.put(Path.of(words[1]), 0L);
                case "R" -> {
                    Long length = synced.remove(Path.of(words[1]));
                    synced.put(Path.of(words[2]), length == null ? 0 : length);
                }
                case "U" -> synced.remove(Path.of(words[1]));
                default -> throw new IllegalStateException(line);
            }
        }
    }

    private static void cut(Path path, long synced, SplittableRandom random) throws IOException {
        long length = Files.size(path);
        if (length <= synced) {
            return;
        }
        long kept = random.nextBoolean() ? synced : random.nextLong(synced, length);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(kept);
            if (random.nextInt(10) < 3) {
                file.setLength(length);
            }
        }
    }
}
