package stator.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import stator.cloudwatch.math.MetricQueries;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** GetMetricData: several metrics at once, and what is computed of them. */
final class MetricData {
    private static final int QUERIES_MAX = 500;

    /** How many values one answer has at most, but for those of its last query. */
    private static final int VALUES_MAX = 100_800;

    private final Metrics metrics;

    MetricData(Metrics metrics) {
        this.metrics = metrics;
    }

    Optional<Map<String, Object>> get(Members request, Principal caller) {
        Instant start = ReadMetrics.time(request, "StartTime");
        Instant end = ReadMetrics.time(request, "EndTime");
        if (!start.isBefore(end)) {
            throw CloudWatchErrors.validation(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
        List<MetricQuery> queries =
                MetricQueryReader.read(request, "MetricDataQueries", QUERIES_MAX, caller);
        MetricQueries evaluated = new MetricQueries(queries, metrics, start, end);
        Map<String, SortedMap<Instant, Double>> known = new HashMap<>();
        try {
            for (MetricQuery query : queries) {
                known.put(query.id(), evaluated.evaluate(query));
            }
        } catch (IllegalArgumentException e) {
            throw CloudWatchErrors.validation(e.getMessage());
        }
        return Optional.of(answer(request, queries, known));
    }

    private static Map<String, Object> answer(
            Members request,
            List<MetricQuery> queries,
            Map<String, SortedMap<Instant, Double>> known) {
        boolean ascending =
                request.text("ScanBy").orElse("TimestampDescending").equals("TimestampAscending");
        int max = Math.min(VALUES_MAX, request.integer("MaxDatapoints").orElse(VALUES_MAX));
        List<MetricQuery> returned = queries.stream().filter(MetricQuery::returned).toList();
        int first = first(request, returned.size());
        int values = 0;
        int at = first;
        List<Map<String, Object>> results = new ArrayList<>();
        while (at < returned.size() && (at == first || values < max)) {
            MetricQuery query = returned.get(at++);
            SortedMap<Instant, Double> series = known.get(query.id());
            values += series.size();
            results.add(result(query, ascending ? series : series.reversed()));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("MetricDataResults", results);
        if (at < returned.size()) {
            answer.put(ReadMetrics.TOKEN, ReadMetrics.token(Integer.toString(at)));
        }
        answer.put("Messages", List.of());
        return answer;
    }

    private static int first(Members request, int size) {
        String token = ReadMetrics.token(request);
        if (token.isEmpty()) {
            return 0;
        }
        if (!token.matches("\\d{1,4}")) {
            throw CloudWatchErrors.of(400, "InvalidNextToken", "The next token is invalid.");
        }
        return Math.min(Integer.parseInt(token), size);
    }

    private static Map<String, Object> result(
            MetricQuery query, SortedMap<Instant, Double> series) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("Id", query.id());
        result.put("Label", label(query));
        result.put("Timestamps", List.copyOf(series.keySet()));
        result.put("Values", List.copyOf(series.values()));
        result.put("StatusCode", "Complete");
        return result;
    }

    /** Without one of its own, that of the metric, else the id. */
    private static String label(MetricQuery query) {
        if (!query.label().isEmpty()) {
            return query.label();
        }
        return query.source() instanceof MetricQuery.Measured measured
                ? measured.metric().name()
                : query.id();
    }
}
