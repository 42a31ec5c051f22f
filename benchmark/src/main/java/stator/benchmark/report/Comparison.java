package stator.benchmark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rounds of several endpoints under one workload, and the table made of them: medians over the
 * rounds.
 *
 * <p>A ratio is the median of the ratios within one round, because neighbours in time suffer from
 * the same noise.
 */
public final class Comparison {
    private final String title;
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    public Comparison(String title, List<String> endpoints) {
        this.title = title;
        endpoints.forEach(endpoint -> rounds.put(endpoint, new ArrayList<>()));
    }

    public void add(String endpoint, Round round) {
        rounds.get(endpoint).add(round);
    }

    /** From here on the endpoint has no figures: one wrong answer spoils them all. */
    public void fail(String endpoint, String problem) {
        failures.put(endpoint, problem.lines().findFirst().orElse("failed"));
    }

    public boolean hasFailed(String endpoint) {
        return failures.containsKey(endpoint);
    }

    public boolean hasFailures() {
        return !failures.isEmpty();
    }

    /** A Markdown table with a column of ratios for each of {@code references}. */
    public String table(List<String> references) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(references));
        rounds.keySet().forEach(endpoint -> rows.add(row(endpoint, references)));
        return MarkdownTable.of(rows);
    }

    private List<String> header(List<String> references) {
        List<String> header = new ArrayList<>(List.of(title, "requests/s"));
        references.forEach(reference -> header.add("× " + reference));
        header.addAll(List.of("p50 ms", "p99 ms", "server CPU µs", "client CPU µs", "others' CPU"));
        return header;
    }

    private List<String> row(String endpoint, List<String> references) {
        if (hasFailed(endpoint)) {
            return List.of(endpoint, "failed: " + failures.get(endpoint));
        }
        List<Round> own = rounds.get(endpoint);
        List<String> row =
                new ArrayList<>(
                        List.of(
                                endpoint,
                                "%,.0f".formatted(median(own, Round::requestsPerSecond))));
        references.forEach(reference -> row.add(ratio(own, reference)));
        row.add("%.2f".formatted(median(own, Round::p50Millis)));
        row.add("%.2f".formatted(median(own, Round::p99Millis)));
        row.add("%.1f".formatted(median(own, Round::serverCpuMicros)));
        row.add("%.1f".formatted(median(own, Round::clientCpuMicros)));
        row.add("%.0f %%".formatted(median(own, Round::foreignCpuFraction) * 100));
        return row;
    }

    private String ratio(List<Round> own, String reference) {
        if (hasFailed(reference)) {
            return "–";
        }
        List<Round> others = rounds.get(reference);
        double[] ratios =
                IntStream.range(0, Math.min(own.size(), others.size()))
                        .mapToDouble(i ->
                                own.get(i).requestsPerSecond() / others.get(i).requestsPerSecond())
                        .toArray();
        return "%.2f".formatted(median(ratios));
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    public static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
