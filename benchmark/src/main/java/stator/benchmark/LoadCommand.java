package stator.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Caller;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.KnownEndpoints;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.load.RequestEncoder;
import stator.benchmark.report.Comparison;
import stator.benchmark.report.Round;
import stator.benchmark.workload.BatchWrite;
import stator.benchmark.workload.BenchmarkTable;
import stator.benchmark.workload.Dataset;
import stator.benchmark.workload.Echoed;
import stator.benchmark.workload.Workload;
import stator.benchmark.workload.Workloads;

/**
 * Loads several endpoints side by side: all of them stay up, and in every round each has its turn
 * under the same workload, so that noise and drift of the machine meet them alike.
 */
@Command(
        name = "load",
        description =
                "Requests per second, latencies and CPU of several endpoints under the same load.",
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {
    private static final Duration START_MAX = Duration.ofSeconds(60);

    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "echo,stator-memory,stator-rocksdb,dynoxide,dynalite",
            description =
                    "Known names, name=host:port, or name=command with {port} and {data}. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(names = "--workloads", split = ",", description = "Default: all of them.")
    private List<String> workloadNames = List.of();

    @Option(
            names = "--against",
            split = ",",
            description =
                    "The endpoints that ratios are given to. Default: the first and the last.")
    private List<String> references = List.of();

    @Option(names = "--connections", defaultValue = "32", description = "Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--items",
            defaultValue = "10000",
            description = "Items in the table. Default: ${DEFAULT-VALUE}")
    private int items;

    @Option(
            names = "--distinct",
            defaultValue = "4096",
            description = "Different requests. Default: ${DEFAULT-VALUE}")
    private int distinct;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "Length of a round. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "4",
            description =
                    "For each workload and endpoint, before all rounds. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Option(
            names = "--others-cpu-max",
            defaultValue = "0.1",
            description =
                    "A round in which other processes used more of the machine is repeated. Default: ${DEFAULT-VALUE}")
    private double othersCpuMax;

    @Option(
            names = "--repeats-max",
            defaultValue = "5",
            description = "Repeats of one such round. Default: ${DEFAULT-VALUE}")
    private int repeatsMax;

    @Option(
            names = "--sign",
            description = "Send true signatures instead of ones that only look right.")
    private boolean sign;

    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Set<Endpoint> echoes = new HashSet<>();
    private int roundsRun;

    @Override
    public Integer call() throws Exception {
        Dataset data = new Dataset(items);
        List<Workload> workloads = Workloads.chosen(data, workloadNames);
        Set<BenchmarkTable> tables =
                workloads.stream().map(Workload::table).collect(Collectors.toSet());
        List<EndpointSource> sources = endpointTexts.stream().map(EndpointSource::parse).toList();
        try {
            for (EndpointSource source : sources) {
                Endpoint endpoint = Endpoint.start(source);
                endpoints.add(endpoint);
                if (source.name().equals(KnownEndpoints.ECHO)) {
                    echoes.add(endpoint);
                }
            }
            for (Endpoint endpoint : endpoints) {
                prepare(endpoint, data, tables);
            }
            for (Workload workload : workloads) {
                warmUp(workload);
            }
            boolean failed = false;
            for (Workload workload : workloads) {
                Comparison comparison = compare(workload);
                failed |= comparison.hasFailures();
                System.out.println(comparison.table(chosenReferences()));
            }
            return failed ? 1 : 0;
        } finally {
            for (Endpoint endpoint : endpoints) {
                endpoint.close();
            }
        }
    }

    private List<String> chosenReferences() {
        if (!references.isEmpty()) {
            return references;
        }
        return Stream.of(endpoints.getFirst().name(), endpoints.getLast().name())
                .distinct()
                .toList();
    }

    /** Waits until the endpoint answers, and fills the tables. */
    private void prepare(Endpoint endpoint, Dataset data, Set<BenchmarkTable> tables)
            throws IOException, InterruptedException {
        Caller caller = new Caller(endpoint.address(), sign);
        caller.awaitUp(endpoint, START_MAX);
        for (BenchmarkTable table : tables) {
            fill(endpoint, caller, new BatchWrite(data, table));
        }
    }

    /** Creates a table and writes all its items once. */
    private void fill(Endpoint endpoint, Caller caller, BatchWrite write)
            throws IOException, InterruptedException {
        caller.call("CreateTable", write.table().createRequest());
        caller.waitFor(
                        "DescribeTable",
                        "{\"TableName\":\"" + write.table().tableName() + "\"}",
                        "\"TableStatus\":\"ACTIVE\"",
                        START_MAX.toNanos())
                .orElseThrow(
                        () -> new LoadFailure(endpoint.name() + " does not make the table ACTIVE"));
        Preload preload = new Preload(write);
        Workload workload = asAnsweredBy(endpoint, preload);
        List<ByteBuffer> requests = encoder(endpoint).encodeAll(workload, preload.requests());
        try (LoadLoop loop =
                LoadLoop.connect(endpoint.address(), connections, workload, requests, 0)) {
            loop.runOnce();
        }
    }

    private Workload asAnsweredBy(Endpoint endpoint, Workload workload) {
        return echoes.contains(endpoint) ? new Echoed(workload) : workload;
    }

    private RequestEncoder encoder(Endpoint endpoint) {
        return new RequestEncoder(endpoint.address(), sign, Instant.now());
    }

    /**
     * All workloads run before the first is measured: compilers need their time, and code that was
     * compiled for one kind of request alone is faster than it would be in earnest.
     */
    private void warmUp(Workload workload) throws IOException {
        for (Endpoint endpoint : endpoints) {
            try {
                run(
                        endpoint,
                        workload,
                        encoder(endpoint).encodeAll(workload, distinct),
                        warmUpSeconds);
            } catch (LoadFailure e) {
                System.err.println(
                        "Warming up "
                                + endpoint.name()
                                + ", "
                                + workload.name()
                                + ": "
                                + e.getMessage());
            }
        }
    }

    private Comparison compare(Workload workload) throws IOException {
        Comparison comparison =
                new Comparison(workload.name(), endpoints.stream().map(Endpoint::name).toList());
        Map<Endpoint, List<ByteBuffer>> requests = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            requests.put(endpoint, encoder(endpoint).encodeAll(workload, distinct));
        }
        for (int round = 0; round < rounds; round++) {
            for (Endpoint endpoint : endpoints) {
                if (comparison.hasFailed(endpoint.name())) {
                    continue;
                }
                try {
                    comparison.add(
                            endpoint.name(), quietRun(endpoint, workload, requests.get(endpoint)));
                } catch (LoadFailure e) {
                    System.err.println(
                            endpoint.name() + ", " + workload.name() + ": " + e.getMessage());
                    comparison.fail(endpoint.name(), e.getMessage());
                }
            }
        }
        return comparison;
    }

    /** The first round that others leave alone, or else the one in which they disturbed least. */
    private Round quietRun(Endpoint endpoint, Workload workload, List<ByteBuffer> requests)
            throws IOException {
        Round best = run(endpoint, workload, requests, seconds);
        for (int repeat = 0;
                repeat < repeatsMax && best.foreignCpuFraction() > othersCpuMax;
                repeat++) {
            Round again = run(endpoint, workload, requests, seconds);
            if (again.foreignCpuFraction() < best.foreignCpuFraction()) {
                best = again;
            }
        }
        return best;
    }

    private Round run(
            Endpoint endpoint, Workload workload, List<ByteBuffer> requests, double runSeconds)
            throws IOException {
        int firstNumber = roundsRun++ * 997;
        try (LoadLoop loop =
                LoadLoop.connect(
                        endpoint.address(),
                        connections,
                        asAnsweredBy(endpoint, workload),
                        requests,
                        firstNumber)) {
            CpuMeter meter = new CpuMeter(endpoint, endpoints);
            Latencies latencies = loop.run(Duration.ofNanos((long) (runSeconds * 1e9)));
            return Round.of(latencies, runSeconds, meter.stop());
        } catch (IOException e) {
            throw new LoadFailure("the connection failed: " + e.getMessage(), e);
        }
    }
}
