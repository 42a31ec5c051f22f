package stator.benchmark.object;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bare file server. */
@Command(
        name = "files",
        description =
                "Runs the bare file server: the server's HTTP library, PUT into a file, GET from it.",
        mixinStandardHelpOptions = true)
public final class FilesCommand implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "Port on loopback.")
    private int port;

    @Option(names = "--directory", required = true, description = "Where the files are.")
    private Path directory;

    @Option(names = "--sync", description = "A file is on stable storage before PUT is answered.")
    private boolean sync;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Event loops. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Override
    public Integer call() throws Exception {
        new FileServer(directory, sync).run(port, threads);
        return 0;
    }
}
