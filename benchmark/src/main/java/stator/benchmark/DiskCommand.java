package stator.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Disk;

/**
 * Measures what an engine that syncs every write has to wait for, a group of writes appended to a
 * file and forced to the disk, and what a read takes of that which is not in memory.
 */
@Command(
        name = "disk",
        description =
                "Time to append a group of writes to a file and force it to the disk, and to read a block.",
        mixinStandardHelpOptions = true)
final class DiskCommand implements Callable<Integer> {
    @Option(
            names = "--directory",
            description = "Where files are written. Default: the one of temporary files.")
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
        System.out.println(new Disk(directory).describe(bytes, rounds));
        return 0;
    }
}
