package stator.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what an engine that syncs every write has to wait for: a group of writes appended to a
 * file and forced to the disk. Figures of durable writes mean nothing without it.
 */
@Command(
        name = "disk",
        description = "Time to append a group of writes to a file and force it to the disk.",
        mixinStandardHelpOptions = true)
final class DiskCommand implements Callable<Integer> {
    @Option(
            names = "--directory",
            description = "Where the file is written. Default: the one of temporary files.")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--bytes",
            defaultValue = "50000",
            description = "Size of a group: 64 puts of the load. Default: ${DEFAULT-VALUE}")
    private int bytes;

    @Option(names = "--rounds", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Override
    public Integer call() throws IOException {
        byte[] group = new byte[bytes];
        new Random(1).nextBytes(group);
        double[] millis = new double[rounds];
        Path file = Files.createTempFile(directory, "stator-benchmark-disk-", "");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.wrap(group));
                channel.force(false);
                millis[round] = (System.nanoTime() - start) / 1e6;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(millis);
        System.out.printf(
                "append and sync of %,d bytes: p50 %.2f ms, p99 %.2f ms%n",
                bytes, millis[rounds / 2], millis[rounds * 99 / 100]);
        return 0;
    }
}
