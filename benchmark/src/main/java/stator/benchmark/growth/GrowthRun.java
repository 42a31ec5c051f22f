package stator.benchmark.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.EndpointSource;

/** What one endpoint does at one size, from the first item to the deletion of the table. */
final class GrowthRun {
    private final GrowthData data;
    private final Plan plan;
    private final List<Gauge.Measured> calls = new ArrayList<>();
    private final List<CacheCall> cacheCalls = new ArrayList<>();
    private final List<List<String>> jobs = new ArrayList<>();
    private final Map<String, String> figures = new LinkedHashMap<>();
    private GrowthServer server;
    private Gauge gauge;

    /**
     * What is done at each size.
     *
     * @param seconds the length of each measurement
     * @param cacheBytes the caches that reads are measured with, too
     * @param jobsUpTo the largest table that jobs of whole tables are measured on
     * @param putsPerSecond beside them
     * @param restSeconds after which memory is looked at, once the table is gone
     */
    record Plan(
            int connections,
            double seconds,
            List<Long> cacheBytes,
            int jobsUpTo,
            double putsPerSecond,
            double restSeconds) {
        Plan {
            cacheBytes = List.copyOf(cacheBytes);
        }
    }

    /** A call over data that was read with a cache of some size. */
    record CacheCall(long cacheBytes, Gauge.Measured measured) {}

    GrowthRun(GrowthData data, Plan plan) {
        this.data = data;
        this.plan = plan;
    }

    GrowthData data() {
        return data;
    }

    List<Gauge.Measured> calls() {
        return calls;
    }

    List<CacheCall> cacheCalls() {
        return cacheCalls;
    }

    /** The rows that {@link Stalls} made. */
    List<List<String>> jobs() {
        return jobs;
    }

    /** The figures of the size as a whole, by their names. */
    Map<String, String> figures() {
        return figures;
    }

    void run(EndpointSource source) throws IOException, InterruptedException {
        server = GrowthServer.start(source);
        try {
            gauge = new Gauge(server, plan.connections(), plan.seconds());
            double emptyStart = server.isDurable() ? server.startMillis(false, () -> {}) : 0;
            server.call("CreateTable", "{" + data.definition() + "}");
            load();
            measureCalls();
            measureStream();
            note("MB of memory after all reads", megabytes(server.residentBytes()));
            if (data.items() <= plan.jobsUpTo()) {
                measureJobs();
            }
            if (server.isDurable()) {
                measureStarts(emptyStart);
            }
            if (server.isDurable() && server.isStator()) {
                measureCaches();
            }
            gauge.warmUp(List.of(GrowthWorkload.GET, GrowthWorkload.PUT), data);
            deleteTable();
        } finally {
            server.close();
        }
    }

    private void note(String name, String figure) {
        figures.put(name, figure);
    }

    private static String megabytes(long bytes) {
        return "%,d".formatted(bytes >> 20);
    }

    private static String millis(double millis) {
        return "%.0f".formatted(millis);
    }

    private void load() throws IOException, InterruptedException {
        long empty = server.residentBytes();
        Loading loading = new Loading(server, data, plan.connections());
        Gauge.Measured load = loading.run();
        calls.add(load);
        long resident = server.residentBytes();
        long stored =
                Long.parseLong(
                        JsonText.member(
                                server.call(
                                        "DescribeTable",
                                        "{\"TableName\":\"" + data.table() + "\"}"),
                                "TableSizeBytes"));
        note("MB stored (TableSizeBytes)", megabytes(stored));
        note(
                "load, items/s",
                "%,.0f".formatted(load.round().requestsPerSecond() * GrowthWorkload.LOAD.items()));
        note("load, longest answer ms", millis(load.maxMillis()));
        note(
                "load, longest answer once the server was warm, ms",
                millis(loading.longestWarmMillis()));
        note(
                "load, % of the time that the server waited for the client",
                "%.1f".formatted(100 * loading.waitedFraction()));
        note("MB of memory before the first item", megabytes(empty));
        note("MB of memory once loaded", megabytes(resident));
        note(
                "bytes of memory for each stored byte",
                "%.2f".formatted((resident - empty) / (double) stored));
    }

    private void measureCalls() throws IOException, InterruptedException {
        gauge.warmUp(GrowthWorkload.OF_TABLE, data);
        server.awaitRest();
        for (GrowthWorkload kind : GrowthWorkload.OF_TABLE) {
            calls.add(gauge.measure(kind, data));
        }
        CpuMeter meter = server.meter();
        long start = System.nanoTime();
        jobsOfTable().addIndex(GrowthData.INDEX, "ALL");
        double seconds = (System.nanoTime() - start) / 1e9;
        note(
                "backfill of an index, nobody calls, items/s",
                "%,.0f".formatted(data.items() / seconds));
        note(
                "backfill of an index, CPU µs an item",
                "%.1f".formatted(meter.stop().serverSeconds() * 1e6 / data.items()));
        calls.add(
                gauge.measure(GrowthWorkload.INDEX_QUERY, data)
                        .named("index-query-after-backfill"));
        server.awaitRest();
        calls.add(gauge.measure(GrowthWorkload.INDEX_QUERY, data));
    }

    private TableJobs jobsOfTable() {
        return new TableJobs(server, data, plan.connections());
    }

    private void measureStream() throws IOException {
        GrowthStream stream = new GrowthStream(server, data);
        stream.enable();
        stream.write(plan.connections());
        calls.add(gauge.measure(GrowthWorkload.PUT, data).named("put-with-stream"));
        StreamRead reads = stream.reads();
        calls.add(gauge.measure(reads, reads.iterators().size()));
        stream.disable();
    }

    private void measureJobs() throws IOException, InterruptedException {
        SteadyPuts puts = new SteadyPuts(gauge, data, plan.putsPerSecond());
        Stalls stalls = new Stalls(server, data, puts, plan.seconds());
        jobs.addAll(stalls.measure(jobsOfTable().all()));
    }

    /** Before it is killed, it writes: so there is a log to be read at the next start. */
    private void measureStarts(double emptyStart) throws IOException, InterruptedException {
        double start = server.startMillis(false, () -> {});
        double startKilled =
                server.startMillis(true, () -> gauge.warmUp(List.of(GrowthWorkload.PUT), data));
        note("start with no table, ms", millis(emptyStart));
        note("start, ms", millis(start));
        note("start, × that with no table", "%.2f".formatted(start / emptyStart));
        note("start after kill -9 while writing, ms", millis(startKilled));
    }

    private void measureCaches() throws IOException, InterruptedException {
        for (long bytes : plan.cacheBytes()) {
            server.startAgain(false, List.of("--cache-bytes", Long.toString(bytes)));
            gauge.warmUp(GrowthWorkload.OF_CACHE, data);
            for (GrowthWorkload kind : GrowthWorkload.OF_CACHE) {
                cacheCalls.add(new CacheCall(bytes, gauge.measure(kind, data)));
            }
        }
    }

    private void deleteTable() throws IOException, InterruptedException {
        long start = System.nanoTime();
        jobsOfTable().delete(data);
        note("DeleteTable, ms", millis((System.nanoTime() - start) / 1e6));
        Thread.sleep((long) (plan.restSeconds() * 1000));
        note(
                "MB of memory %.0f s after DeleteTable".formatted(plan.restSeconds()),
                megabytes(server.residentBytes()));
    }
}
