package stator.benchmark.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Disk;
import stator.benchmark.load.EndpointSource;

/**
 * Measures the same calls over tables of growing size, to find what becomes slower as data grows.
 * What matters most is the last column: how many times the CPU of the first size a call costs.
 */
@Command(
        name = "growth",
        description =
                "Rates, latencies, CPU, memory and start time as a table grows, and how jobs of whole tables and"
                        + " the puts beside them fare; each size in a server of its own.",
        mixinStandardHelpOptions = true)
public final class GrowthCommand implements Callable<Integer> {
    /** What is synced together: some fifty puts. */
    private static final int APPEND_BYTES = 50_000;

    private static final int DISK_ROUNDS = 500;

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
            split = ",",
            defaultValue = "500",
            description =
                    "Length of each item's value; each with all sizes. Default: ${DEFAULT-VALUE}")
    private List<Integer> valueBytes = List.of();

    @Option(
            names = "--values",
            split = ",",
            defaultValue = "compressible",
            description =
                    "Of which kind the values are, one or both of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private List<Values> values = List.of();

    @Option(
            names = "--table-bytes-max",
            defaultValue = "25000000000",
            description =
                    "Sizes of which the items have more together are left out, and said so. Default: ${DEFAULT-VALUE}")
    private long tableBytesMax;

    @Option(names = "--connections", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description =
                    "Length of each measurement, after as long a warm-up; of a job at least. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--cache-bytes",
            split = ",",
            description =
                    "In the end a durable Stator is started again with each of these caches, and reads are measured.")
    private List<Long> cacheBytes = List.of();

    @Option(
            names = "--jobs-up-to",
            defaultValue = "1000000",
            description =
                    "The largest size with jobs of whole tables: index, backup, restore, time to live, export, import,"
                            + " DeleteTable, replica. They need several times the room of the table. 0: none."
                            + " Default: ${DEFAULT-VALUE}")
    private int jobsUpTo;

    @Option(
            names = "--puts-a-second",
            defaultValue = "300",
            description = "That go on beside the jobs. Default: ${DEFAULT-VALUE}")
    private double putsPerSecond;

    @Option(
            names = "--rest-seconds",
            defaultValue = "60",
            description =
                    "After DeleteTable, before memory is looked at. Default: ${DEFAULT-VALUE}")
    private double restSeconds;

    /** What the values of items are made of. */
    enum Values {
        compressible,
        random
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        GrowthRun.Plan plan =
                new GrowthRun.Plan(
                        connections, seconds, cacheBytes, jobsUpTo, putsPerSecond, restSeconds);
        List<GrowthData> tables = tables();
        for (String text : endpointTexts) {
            EndpointSource source = EndpointSource.parse(text);
            List<GrowthRun> runs = new ArrayList<>();
            for (GrowthData data : tables) {
                System.err.println(source.name() + ": " + data.label() + " …");
                GrowthRun run = new GrowthRun(data, plan);
                run.run(source);
                runs.add(run);
            }
            System.out.println(new GrowthReport(source.name(), runs));
        }
        System.out.println(Disk.ofServers().describe(APPEND_BYTES, DISK_ROUNDS));
        return 0;
    }

    /** Values of one kind one after the other, from the first size to the last. */
    private List<GrowthData> tables() {
        List<GrowthData> tables = new ArrayList<>();
        for (Values kind : values) {
            for (int length : valueBytes) {
                for (int size : sizes) {
                    GrowthData data = new GrowthData(size, length, kind == Values.compressible);
                    if (data.bytes() <= tableBytesMax) {
                        tables.add(data);
                    } else {
                        System.err.println(
                                data.label() + " is left out: more than --table-bytes-max");
                    }
                }
            }
        }
        return tables;
    }
}
