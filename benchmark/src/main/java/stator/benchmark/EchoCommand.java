package stator.benchmark;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.workload.Dataset;

@Command(
        name = "echo",
        description = "Runs the bare echo: the server's HTTP library answering ready responses.",
        mixinStandardHelpOptions = true)
final class EchoCommand implements Callable<Integer> {
    @Option(names = "--port", required = true, description = "Port on loopback.")
    private int port;

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Event loops. Default: ${DEFAULT-VALUE}")
    private int threads;

    @Override
    public Integer call() throws InterruptedException {
        new EchoServer(new Dataset(10_000)).run(port, threads);
        return 0;
    }
}
