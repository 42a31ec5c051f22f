package stator.benchmark.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import stator.benchmark.load.Caller;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.load.RequestEncoder;
import stator.benchmark.report.Round;
import stator.benchmark.workload.Workload;

/** What one endpoint does at one size, from the first item to the deletion of the table. */
final class GrowthRun {
    static final List<String> SIZE_COLUMNS =
            List.of(
                    "items",
                    "backfill of an index, items/s",
                    "CPU µs an item",
                    "MB loaded",
                    "MB after reads",
                    "MB 60 s after DeleteTable",
                    "start ms",
                    "start after kill ms",
                    "DeleteTable ms");

    /** How many different requests there are of each kind. */
    private static final int DISTINCT_MAX = 40_000;

    /** How much memory encoded requests may take. */
    private static final int ENCODED_BYTES_MAX = 100 << 20;

    /** What a request takes beside the values in it, roughly. */
    private static final int OVERHEAD_BYTES = 1000;

    private static final Duration START_MAX = Duration.ofSeconds(120);
    private static final Duration BACKFILL_MAX = Duration.ofMinutes(30);
    private static final long REST_MILLIS = 60_000;
    private static final String TABLE = "{\"TableName\":\"" + GrowthData.TABLE + "\"}";

    private final GrowthData data;
    private final int connections;
    private final double seconds;
    private final List<Measured> measured = new ArrayList<>();
    private final List<String> sizeRow = new ArrayList<>();
    private Endpoint endpoint;
    private Caller caller;

    /** The figures of one workload. */
    record Measured(String name, Round round, double maxMillis) {}

    GrowthRun(GrowthData data, int connections, double seconds) {
        this.data = data;
        this.connections = connections;
        this.seconds = seconds;
    }

    List<Measured> measured() {
        return measured;
    }

    /** The figures of the size as a whole, as {@link #SIZE_COLUMNS} say. */
    List<String> sizeRow() {
        return sizeRow;
    }

    void run(EndpointSource source) throws IOException, InterruptedException {
        endpoint = Endpoint.start(source);
        try {
            caller = new Caller(endpoint.address(), false);
            caller.awaitUp(endpoint, START_MAX);
            caller.call("CreateTable", GrowthData.createRequest());
            load();
            long loaded = endpoint.residentBytes();
            for (GrowthWorkload workload : GrowthWorkload.OF_TABLE) {
                warmUp(workload);
            }
            for (GrowthWorkload workload : GrowthWorkload.OF_TABLE) {
                measure(workload);
            }
            String[] backfill = backfill();
            measure(GrowthWorkload.INDEX_QUERY);
            long read = endpoint.residentBytes();
            boolean durable = source.toString().contains("{data}");
            String start = durable ? "%.0f".formatted(startAgain(false)) : "–";
            String startKilled = durable ? "%.0f".formatted(startAgain(true)) : "–";
            for (GrowthWorkload workload : GrowthWorkload.OF_TABLE) {
                warmUp(workload);
            }
            double delete = deleteTable();
            Thread.sleep(REST_MILLIS);
            sizeRow.add("%,d".formatted(data.items()));
            sizeRow.addAll(List.of(backfill));
            sizeRow.add(megabytes(loaded));
            sizeRow.add(megabytes(read));
            sizeRow.add(megabytes(endpoint.residentBytes()));
            sizeRow.addAll(List.of(start, startKilled, "%.0f".formatted(delete)));
        } finally {
            endpoint.close();
        }
    }

    private static String megabytes(long bytes) {
        return "%,d".formatted(bytes >> 20);
    }

    /** Writes all items, and measures only while requests are under way. */
    private void load() throws IOException {
        Workload workload = GrowthWorkload.LOAD.over(data);
        int requests = (data.items() + workload.items() - 1) / workload.items();
        Latencies all = new Latencies();
        CpuMeter meter = new CpuMeter(endpoint, List.of(endpoint));
        double loadSeconds = 0;
        int together = distinctMax(workload.items()) / 10;
        for (int first = 0; first < requests; first += together) {
            int from = first;
            int count = Math.min(together, requests - first);
            List<ByteBuffer> encoded = encodeAll(new Shifted(workload, from), count);
            long start = System.nanoTime();
            try (LoadLoop loop =
                    LoadLoop.connect(
                            endpoint.address(),
                            connections,
                            new Shifted(workload, from),
                            encoded,
                            0)) {
                all.addAll(loop.runOnce());
            }
            loadSeconds += (System.nanoTime() - start) / 1e9;
        }
        add(GrowthWorkload.LOAD.label(), all, loadSeconds, meter);
    }

    /** A workload whose numbers begin somewhere else. */
    private record Shifted(Workload workload, int by) implements Workload {
        @Override
        public String name() {
            return workload.name();
        }

        @Override
        public String operation() {
            return workload.operation();
        }

        @Override
        public String body(int number) {
            return workload.body(number + by);
        }

        @Override
        public String problem(int number, String answer) {
            return workload.problem(number + by, answer);
        }

        @Override
        public String answer(int number) {
            return workload.answer(number + by);
        }

        @Override
        public int items() {
            return workload.items();
        }
    }

    private int distinctMax(int values) {
        int bytes = OVERHEAD_BYTES + values * (data.valueBytes() + OVERHEAD_BYTES / 10);
        return Math.min(DISTINCT_MAX, ENCODED_BYTES_MAX / bytes);
    }

    /**
     * All workloads run before the first is measured: code that was compiled for one kind of
     * request alone is faster than it would be in earnest, and the first size must not pay for
     * compilers.
     */
    private void warmUp(GrowthWorkload kind) throws IOException {
        try (LoadLoop loop = connect(kind)) {
            loop.run(time());
        }
    }

    private void measure(GrowthWorkload kind) throws IOException {
        try (LoadLoop loop = connect(kind)) {
            loop.run(time());
            CpuMeter meter = new CpuMeter(endpoint, List.of(endpoint));
            add(kind.label(), loop.run(time()), seconds, meter);
        }
    }

    private Duration time() {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private LoadLoop connect(GrowthWorkload kind) throws IOException {
        Workload workload = kind.over(data);
        List<ByteBuffer> requests = encodeAll(workload, Math.min(distinctMax(1), data.items()));
        return LoadLoop.connect(endpoint.address(), connections, workload, requests, 0);
    }

    private List<ByteBuffer> encodeAll(Workload workload, int count) {
        return new RequestEncoder(endpoint.address(), false, Instant.now())
                .encodeAll(workload, count);
    }

    private void add(String name, Latencies latencies, double time, CpuMeter meter)
            throws IOException {
        measured.add(
                new Measured(
                        name,
                        Round.of(latencies, time, meter.stop()),
                        latencies.percentileMillis(1)));
    }

    /** Adds the index while nobody calls: items a second, and CPU an item. */
    private String[] backfill() throws IOException, InterruptedException {
        CpuMeter meter = new CpuMeter(endpoint, List.of(endpoint));
        long start = System.nanoTime();
        caller.call("UpdateTable", GrowthData.indexRequest());
        caller.waitFor("DescribeTable", TABLE, "\"IndexStatus\":\"ACTIVE\"", BACKFILL_MAX.toNanos())
                .orElseThrow(() -> new LoadFailure("the index does not become ACTIVE"));
        double time = (System.nanoTime() - start) / 1e9;
        return new String[] {
            "%,.0f".formatted(data.items() / time),
            "%.1f".formatted(meter.stop().serverSeconds() * 1e6 / data.items())
        };
    }

    private double startAgain(boolean killed) throws IOException, InterruptedException {
        endpoint = endpoint.startedAgain(killed);
        long start = System.nanoTime();
        while (!caller.isUp()) {
            endpoint.requireRunning();
            Thread.sleep(2);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private double deleteTable() throws IOException, InterruptedException {
        long start = System.nanoTime();
        caller.call("DeleteTable", TABLE);
        caller.waitFor("ListTables", "{}", "\"TableNames\":[]", START_MAX.toNanos())
                .orElseThrow(() -> new LoadFailure("the table is not deleted"));
        return (System.nanoTime() - start) / 1e6;
    }
}
