package stator.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.report.Comparison;
import stator.benchmark.report.MarkdownTable;
import stator.benchmark.workload.BatchWrite;
import stator.benchmark.workload.BenchmarkTable;
import stator.benchmark.workload.Dataset;
import stator.benchmark.workload.Workload;
import stator.benchmark.workload.Workloads;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.settings.OperationSettings;
import stator.storage.memory.MemoryStore;

/**
 * Sends the workloads straight through {@link Operations#execute} over the memory engine, on one
 * thread and without HTTP: what a call costs below the server, and how much garbage it makes. Quiet
 * enough to show a change of a few percent.
 */
@Command(
        name = "operations",
        description = "Time and garbage of each workload inside Stator, without HTTP.",
        mixinStandardHelpOptions = true)
final class OperationsCommand implements Callable<Integer> {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Option(names = "--workloads", split = ",", description = "Default: all of them.")
    private List<String> workloadNames = List.of();

    @Option(
            names = "--items",
            defaultValue = "10000",
            description = "Items in the table. Default: ${DEFAULT-VALUE}")
    private int items;

    @Option(names = "--rounds", defaultValue = "7", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "Length of a round. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Override
    public Integer call() {
        Dataset data = new Dataset(items);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("operations", "CPU µs", "bytes allocated"));
        for (Workload workload : Workloads.chosen(data, workloadNames)) {
            rows.add(measure(data, workload));
        }
        System.out.println(MarkdownTable.of(rows));
        return 0;
    }

    private List<String> measure(Dataset data, Workload workload) {
        List<Call> calls = new ArrayList<>();
        for (int number = 0; number < 1024; number++) {
            calls.add(calling(workload.operation(), workload.body(number)));
        }
        round(data, workload, calls);
        round(data, workload, calls);
        double[] micros = new double[rounds];
        double[] bytes = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Cost cost = round(data, workload, calls);
            micros[round] = cost.micros();
            bytes[round] = cost.bytes();
        }
        return List.of(
                workload.name(),
                "%.2f".formatted(Comparison.median(micros)),
                "%,.0f".formatted(Comparison.median(bytes)));
    }

    /**
     * A round in a database of its own: a stream keeps its records for a day, and those of some
     * rounds fill a heap of half a gigabyte.
     */
    private Cost round(Dataset data, Workload workload, List<Call> calls) {
        try (Database database =
                Database.open(
                        new MemoryStore(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new SplittableRandom())) {
            Operations operations =
                    Operations.open(
                            database,
                            OperationSettings.defaults(),
                            Clock.systemUTC(),
                            new SplittableRandom());
            for (BenchmarkTable table : BenchmarkTable.values()) {
                execute(operations, calling("CreateTable", table.createRequest()));
                Preload preload = new Preload(new BatchWrite(data, table));
                for (int number = 0; number < preload.requests(); number++) {
                    execute(operations, calling(preload.operation(), preload.body(number)));
                }
            }
            for (int number = 0; number < calls.size(); number++) {
                String problem = workload.problem(number, execute(operations, calls.get(number)));
                if (!problem.isEmpty()) {
                    throw new LoadFailure(workload.name() + ": " + problem);
                }
            }
            return measured(operations, calls);
        }
    }

    private record Cost(double micros, double bytes) {}

    private Cost measured(Operations operations, List<Call> calls) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long count = 0;
        while (System.nanoTime() < end) {
            for (Call call : calls) {
                Response response = operations.execute(call);
                if (response.status() != 200) {
                    throw failure(call, response);
                }
            }
            count += calls.size();
        }
        return new Cost(
                (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1e3 / count,
                (double) (THREADS.getCurrentThreadAllocatedBytes() - bytesBefore) / count);
    }

    private static Call calling(String operation, String body) {
        return new Call(
                Optional.of("DynamoDB_20120810." + operation),
                body.getBytes(StandardCharsets.UTF_8),
                "000000000000",
                "us-east-1");
    }

    private static String execute(Operations operations, Call call) {
        Response response = operations.execute(call);
        if (response.status() != 200) {
            throw failure(call, response);
        }
        return text(response);
    }

    private static LoadFailure failure(Call call, Response response) {
        return new LoadFailure(
                call.target().orElseThrow()
                        + " answers "
                        + response.status()
                        + ": "
                        + text(response));
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
    }
}
