package stator.benchmark.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a disk takes by itself. Figures of writes that are synced mean nothing without it, nor do
 * those of reads that memory cannot serve.
 *
 * @param directory where files are written for it
 */
public record Disk(Path directory) {
    private static final int READ_BYTES = 4096;

    /** More than a disk has memory for, as a rule. */
    private static final int READ_FROM_BYTES = 512 << 20;

    private static final int CHUNK_BYTES = 1 << 20;

    /** The disk that data of servers under test lies on. */
    public static Disk ofServers() {
        return new Disk(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Both costs, in words. */
    public String describe(int appendBytes, int rounds) throws IOException {
        return "append and sync of %,d bytes: %s%nread of %,d bytes past the system's memory: %s"
                .formatted(
                        appendBytes,
                        describe(appends(appendBytes, rounds)),
                        READ_BYTES,
                        reads(rounds).map(Disk::describe).orElse("this file system cannot tell"));
    }

    private static String describe(Latencies latencies) {
        return "p50 %.2f ms, p99 %.2f ms"
                .formatted(latencies.percentileMillis(0.5), latencies.percentileMillis(0.99));
    }

    /** Appends groups of bytes to a file, and forces each to the disk. */
    public Latencies appends(int bytes, int rounds) throws IOException {
        byte[] group = new byte[bytes];
        random().nextBytes(group);
        Latencies latencies = new Latencies();
        Path file = Files.createTempFile(directory, "stator-benchmark-disk-", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.wrap(group));
                channel.force(false);
                latencies.add(System.nanoTime() - start);
            }
        } finally {
            Files.delete(file);
        }
        return latencies;
    }

    /** Reads blocks anywhere in a large file; empty where the system's memory cannot be passed. */
    public Optional<Latencies> reads(int rounds) throws IOException {
        Path file = Files.createTempFile(directory, "stator-benchmark-disk-", "");
        try {
            fill(file);
            return Optional.of(reads(file, rounds));
        } catch (UnsupportedOperationException e) {
            return Optional.empty();
        } finally {
            Files.delete(file);
        }
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }

    private static void fill(Path file) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        random().nextBytes(chunk);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int written = 0; written < READ_FROM_BYTES; written += CHUNK_BYTES) {
                channel.write(ByteBuffer.wrap(chunk));
            }
            channel.force(false);
        }
    }

    private static Latencies reads(Path file, int rounds) throws IOException {
        SplittableRandom random = random();
        Latencies latencies = new Latencies();
        ByteBuffer block = ByteBuffer.allocateDirect(2 * READ_BYTES).alignedSlice(READ_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, direct())) {
            for (int round = 0; round < rounds; round++) {
                long at = (long) READ_BYTES * random.nextInt(READ_FROM_BYTES / READ_BYTES);
                block.clear().limit(READ_BYTES);
                long start = System.nanoTime();
                channel.read(block, at);
                latencies.add(System.nanoTime() - start);
            }
        }
        return latencies;
    }

    /**
     * The JDK's option to pass the system's memory by. It is exported, but the compiler warns of
     * whoever names it.
     */
    private static OpenOption direct() {
        try {
            return (OpenOption)
                    Class.forName("com.sun.nio.file.ExtendedOpenOption")
                            .getField("DIRECT")
                            .get(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("this JDK has no such option", e);
        }
    }
}
