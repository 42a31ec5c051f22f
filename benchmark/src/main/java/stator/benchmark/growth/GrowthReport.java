package stator.benchmark.growth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.benchmark.report.MarkdownTable;
import stator.benchmark.report.Round;

/**
 * The tables of one endpoint, made of its runs. Ratios are to the first run with values of the same
 * kind, and with caches to the first cache.
 */
final class GrowthReport {
    private final String endpoint;
    private final List<GrowthRun> runs;

    GrowthReport(String endpoint, List<GrowthRun> runs) {
        this.endpoint = endpoint;
        this.runs = List.copyOf(runs);
    }

    @Override
    public String toString() {
        List<String> tables = new ArrayList<>();
        tables.add(calls());
        tables.add(figures());
        if (runs.stream().anyMatch(run -> !run.jobs().isEmpty())) {
            tables.add(jobs());
        }
        if (runs.stream().anyMatch(run -> !run.cacheCalls().isEmpty())) {
            tables.add(caches());
        }
        return String.join("\n", tables);
    }

    /** Calls of one kind stand together, in the order of the runs. */
    private String calls() {
        Map<String, Double> firstCpu = new LinkedHashMap<>();
        Map<String, List<List<String>>> byName = new LinkedHashMap<>();
        for (GrowthRun run : runs) {
            GrowthData data = run.data();
            for (Gauge.Measured each : run.calls()) {
                String kind = each.name() + data.valueBytes() + data.compressible();
                double first =
                        firstCpu.computeIfAbsent(kind, key -> each.round().serverCpuMicros());
                byName.computeIfAbsent(each.name(), name -> new ArrayList<>())
                        .add(row(each, data.label(), first));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(header("table", "× CPU of the first size"));
        byName.values().forEach(rows::addAll);
        return MarkdownTable.of(rows);
    }

    private List<String> header(String second, String last) {
        return List.of(
                endpoint,
                second,
                "a second",
                "p50 ms",
                "p99 ms",
                "max ms",
                "server CPU µs",
                "client CPU µs",
                last);
    }

    private static List<String> row(Gauge.Measured measured, String second, double firstCpu) {
        Round round = measured.round();
        return List.of(
                measured.name(),
                second,
                "%,.0f".formatted(round.requestsPerSecond()),
                "%.2f".formatted(round.p50Millis()),
                "%.2f".formatted(round.p99Millis()),
                "%.0f".formatted(measured.maxMillis()),
                "%.1f".formatted(round.serverCpuMicros()),
                "%.1f".formatted(round.clientCpuMicros()),
                firstCpu == 0 ? "–" : "%.2f".formatted(round.serverCpuMicros() / firstCpu));
    }

    /** A row for each figure, a column for each run. */
    private String figures() {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.figures().keySet()));
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of(endpoint));
        runs.forEach(run -> header.add(run.data().label()));
        rows.add(header);
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            runs.forEach(run -> row.add(run.figures().getOrDefault(name, "–")));
            rows.add(row);
        }
        return MarkdownTable.of(rows);
    }

    private String jobs() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stalls.COLUMNS);
        runs.forEach(run -> rows.addAll(run.jobs()));
        return MarkdownTable.of(rows);
    }

    private String caches() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header("table and cache", "× CPU of the first cache"));
        for (GrowthRun run : runs) {
            Map<String, Double> firstCpu = new LinkedHashMap<>();
            for (GrowthRun.CacheCall call : run.cacheCalls()) {
                Gauge.Measured measured = call.measured();
                double first =
                        firstCpu.computeIfAbsent(
                                measured.name(), name -> measured.round().serverCpuMicros());
                String with = "%s, %,d MB".formatted(run.data().label(), call.cacheBytes() >> 20);
                rows.add(row(measured, with, first));
            }
        }
        return MarkdownTable.of(rows);
    }
}
