package stator.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Caller;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.report.Comparison;
import stator.benchmark.report.MarkdownTable;

/** Measures from the start of the process to the first request that is answered with 200. */
@Command(
        name = "startup",
        description = "Time from starting a server to its first 200.",
        mixinStandardHelpOptions = true)
final class StartupCommand implements Callable<Integer> {
    private static final long NANOS_MAX = 60_000_000_000L;

    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "stator-memory,stator-rocksdb,dynoxide,dynalite",
            description =
                    "Known names, or name=command with {port} and {data}. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(names = "--rounds", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<EndpointSource> sources = endpointTexts.stream().map(EndpointSource::parse).toList();
        List<double[]> millis = new ArrayList<>();
        List<double[]> cpuMillis = new ArrayList<>();
        sources.forEach(source -> {
            millis.add(new double[rounds]);
            cpuMillis.add(new double[rounds]);
        });
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < sources.size(); i++) {
                Start start = start(sources.get(i));
                millis.get(i)[round] = start.millis();
                cpuMillis.get(i)[round] = start.cpuMillis();
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("startup", "first 200, ms", "CPU until then, ms"));
        for (int i = 0; i < sources.size(); i++) {
            rows.add(
                    List.of(
                            sources.get(i).name(),
                            "%.0f".formatted(Comparison.median(millis.get(i))),
                            "%.0f".formatted(Comparison.median(cpuMillis.get(i)))));
        }
        System.out.println(MarkdownTable.of(rows));
        return 0;
    }

    private record Start(double millis, double cpuMillis) {}

    private static Start start(EndpointSource source) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        try (Endpoint endpoint = Endpoint.start(source)) {
            Caller caller = new Caller(endpoint.address(), false);
            while (!caller.isUp()) {
                endpoint.requireRunning();
                if (System.nanoTime() - startNanos > NANOS_MAX) {
                    throw new LoadFailure(endpoint.name() + " does not answer");
                }
                Thread.sleep(2);
            }
            double millis = (System.nanoTime() - startNanos) / 1e6;
            return new Start(millis, endpoint.cpuTime().orElseThrow().toNanos() / 1e6);
        }
    }
}
