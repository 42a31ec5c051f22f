package stator.benchmark.growth;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;

/**
 * How fast jobs of a whole table are while its users go on writing, and how much longer than
 * otherwise these wait.
 */
final class Stalls {
    static final List<String> COLUMNS =
            List.of(
                    "job",
                    "table",
                    "items",
                    "seconds",
                    "items/s",
                    "server CPU µs an item",
                    "put p50 ms",
                    "put p99 ms",
                    "× quiet p99",
                    "put max ms");

    /** How much longer the puts are looked at while nothing is done than at least beside a job. */
    private static final double QUIET_TIMES = 2;

    private final GrowthServer server;
    private final GrowthData data;
    private final SteadyPuts puts;
    private final double quietSeconds;
    private final List<List<String>> rows = new ArrayList<>();
    private double quietP99;

    /** Of the server's CPU, what the puts use up. */
    private double quietCpuFraction;

    Stalls(GrowthServer server, GrowthData data, SteadyPuts puts, double seconds) {
        this.server = server;
        this.data = data;
        this.puts = puts;
        quietSeconds = QUIET_TIMES * seconds;
    }

    /** A row for each job; one that fails says why, and the next is tried all the same. */
    List<List<String>> measure(List<TableJobs.Job> jobs) throws IOException, InterruptedException {
        measureQuiet();
        for (TableJobs.Job job : jobs) {
            try {
                measure(job);
            } catch (LoadFailure e) {
                String reason = e.getMessage().lines().findFirst().orElse("");
                rows.add(List.of(job.name(), data.label(), "failed: " + reason));
            }
        }
        return rows;
    }

    /** What one job took. */
    private static final class Timing {
        private double seconds;
        private double cpuSeconds;
    }

    private void measureQuiet() throws IOException, InterruptedException {
        puts.during(() -> {});
        Timing timing = new Timing();
        Latencies quiet = puts.during(timed(this::rest, timing));
        quietP99 = quiet.percentileMillis(0.99);
        quietCpuFraction = timing.cpuSeconds / timing.seconds;
        addRow("none", List.of("–", "–", "–", "–"), quiet);
    }

    private void rest() throws InterruptedException {
        Thread.sleep((long) (1000 * quietSeconds));
    }

    private void measure(TableJobs.Job job) throws IOException, InterruptedException {
        job.before().run();
        Timing timing = new Timing();
        Latencies beside = puts.during(timed(job.work(), timing));
        double cpu = Math.max(0, timing.cpuSeconds - quietCpuFraction * timing.seconds);
        addRow(
                job.name(),
                List.of(
                        "%,d".formatted(job.items()),
                        "%.2f".formatted(timing.seconds),
                        "%,.0f".formatted(job.items() / timing.seconds),
                        "%.1f".formatted(cpu * 1e6 / job.items())),
                beside);
        job.after().run();
    }

    private GrowthServer.Work timed(GrowthServer.Work work, Timing timing) {
        return () -> {
            CpuMeter meter = server.meter();
            long start = System.nanoTime();
            work.run();
            timing.seconds = (System.nanoTime() - start) / 1e9;
            timing.cpuSeconds = meter.stop().serverSeconds();
        };
    }

    private void addRow(String name, List<String> figures, Latencies latencies) {
        List<String> row = new ArrayList<>(List.of(name, data.label()));
        row.addAll(figures);
        double p99 = latencies.percentileMillis(0.99);
        row.add("%.2f".formatted(latencies.percentileMillis(0.5)));
        row.add("%.2f".formatted(p99));
        row.add("%.2f".formatted(p99 / quietP99));
        row.add("%.0f".formatted(latencies.percentileMillis(1)));
        rows.add(row);
    }
}
