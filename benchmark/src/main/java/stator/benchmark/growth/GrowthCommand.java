package stator.benchmark.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.report.MarkdownTable;
import stator.benchmark.report.Round;

/**
 * Measures the same calls over tables of growing size, to find what becomes slower as data grows.
 * What matters is the last column: how many times the CPU of the first size a call costs.
 */
@Command(
        name = "growth",
        description =
                "Rates, latencies, CPU, memory and start time as a table grows; each size in a server of its own.",
        mixinStandardHelpOptions = true)
public final class GrowthCommand implements Callable<Integer> {
    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "stator-memory,stator-rocksdb",
            description =
                    "Known names, or name=command with {port} and {data}. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "10000,1000000",
            description = "Items in the table. Default: ${DEFAULT-VALUE}")
    private List<Integer> sizes = List.of();

    @Option(
            names = "--value-bytes",
            defaultValue = "500",
            description = "Length of each item's value. Default: ${DEFAULT-VALUE}")
    private int valueBytes;

    @Option(
            names = "--random",
            description = "Values of random letters instead of ones that compress well.")
    private boolean random;

    @Option(names = "--connections", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description =
                    "Length of each measurement, after as long a warm-up. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (String text : endpointTexts) {
            Map<String, Double> firstCpu = new LinkedHashMap<>();
            List<List<String>> rows = new ArrayList<>();
            rows.add(
                    List.of(
                            EndpointSource.parse(text).name(),
                            "items",
                            "a second",
                            "p50 ms",
                            "p99 ms",
                            "max ms",
                            "server CPU µs",
                            "× CPU of the first size"));
            List<List<String>> sizeRows = new ArrayList<>();
            sizeRows.add(GrowthRun.SIZE_COLUMNS);
            for (int size : sizes) {
                GrowthData data = new GrowthData(size, valueBytes, !random);
                GrowthRun run = new GrowthRun(data, connections, seconds);
                run.run(EndpointSource.parse(text));
                for (GrowthRun.Measured each : run.measured()) {
                    rows.add(row(size, each, firstCpu));
                }
                sizeRows.add(run.sizeRow());
            }
            List<List<String>> sorted = new ArrayList<>(List.of(rows.removeFirst()));
            for (String workload : firstCpu.keySet()) {
                rows.stream().filter(row -> row.getFirst().equals(workload)).forEach(sorted::add);
            }
            System.out.println(MarkdownTable.of(sorted));
            System.out.println(MarkdownTable.of(sizeRows));
        }
        return 0;
    }

    private static List<String> row(
            int size, GrowthRun.Measured measured, Map<String, Double> firstCpu) {
        Round round = measured.round();
        double first = firstCpu.computeIfAbsent(measured.name(), name -> round.serverCpuMicros());
        return List.of(
                measured.name(),
                "%,d".formatted(size),
                "%,.0f".formatted(round.requestsPerSecond()),
                "%.2f".formatted(round.p50Millis()),
                "%.2f".formatted(round.p99Millis()),
                "%.0f".formatted(measured.maxMillis()),
                "%.1f".formatted(round.serverCpuMicros()),
                "%.2f".formatted(round.serverCpuMicros() / first));
    }
}
