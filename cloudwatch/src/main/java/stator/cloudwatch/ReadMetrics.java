package stator.cloudwatch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.metric.Series;
import stator.cloudwatch.metric.Values;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** ListMetrics, GetMetricStatistics and GetMetricData. */
final class ReadMetrics {
    static final String TOKEN = "NextToken";

    private static final int LISTED_MAX = 500;
    private static final int POINTS_MAX = 1440;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long RECENT_MINUTES = 180;
    private static final List<String> STATISTICS =
            List.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");

    private final Metrics metrics;

    ReadMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    Map<String, Action> all() {
        return Map.of(
                "ListMetrics",
                this::list,
                "GetMetricStatistics",
                this::statistics,
                "GetMetricData",
                new MetricData(metrics)::get);
    }

    // Which there are.

    private Optional<Map<String, Object>> list(Members request, Principal caller) {
        String after = token(request);
        List<MetricName> found =
                metrics.list(
                        caller.account(), caller.region(), after, LISTED_MAX + 1, wanted(request));
        boolean more = found.size() > LISTED_MAX;
        List<MetricName> page = more ? found.subList(0, LISTED_MAX) : found;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Metrics", page.stream().map(ReadMetrics::written).toList());
        if (more) {
            answer.put(TOKEN, token(Metrics.place(page.getLast())));
        }
        return Optional.of(answer);
    }

    private Predicate<MetricName> wanted(Members request) {
        Optional<String> namespace = request.text(MetricReader.NAMESPACE);
        Optional<String> name = request.text(MetricReader.NAME);
        List<Members> dimensions = request.structures(MetricReader.DIMENSIONS);
        boolean recent = request.text("RecentlyActive").isPresent();
        return metric ->
                (namespace.isEmpty() || namespace.get().equals(metric.namespace()))
                        && (name.isEmpty() || name.get().equals(metric.name()))
                        && dimensions.stream().allMatch(wanted -> has(metric, wanted))
                        && (!recent || isRecent(metric));
    }

    private static boolean has(MetricName metric, Members wanted) {
        String value = metric.dimensions().get(wanted.text("Name").orElse(""));
        return value != null && wanted.text("Value").map(value::equals).orElse(true);
    }

    private boolean isRecent(MetricName metric) {
        long minute = metrics.minute();
        return !metrics.points(metric, minute - RECENT_MINUTES, minute + 1).isEmpty();
    }

    static Map<String, Object> written(MetricName metric) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put(MetricReader.NAMESPACE, metric.namespace());
        written.put(MetricReader.NAME, metric.name());
        written.put(MetricReader.DIMENSIONS, MetricReader.written(metric.dimensions()));
        return written;
    }

    static String token(String position) {
        byte[] bytes = position.getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String token(Members request) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(request.text(TOKEN).orElse(""));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw CloudWatchErrors.of(400, "InvalidNextToken", "The next token is invalid.");
        }
    }

    // One of them.

    private Optional<Map<String, Object>> statistics(Members request, Principal caller) {
        String namespace = MetricReader.namespace(request, "");
        MetricName metric = MetricReader.read(request, namespace, "", caller);
        Instant start = time(request, "StartTime");
        Instant end = time(request, "EndTime");
        int period =
                request.integer("Period").orElseThrow(() -> CloudWatchErrors.missing("Period"));
        requirePeriod(period);
        requireTimes(start, end);
        List<String> statistics = request.texts("Statistics");
        List<String> extended = request.texts("ExtendedStatistics");
        if (statistics.isEmpty() && extended.isEmpty()) {
            throw CloudWatchErrors.of(
                    400,
                    "MissingParameter",
                    "Must specify either Statistics or ExtendedStatistics");
        }
        statistics.stream()
                .filter(it -> !STATISTICS.contains(it))
                .forEach(it -> {
                    throw CloudWatchErrors.invalid(
                            "The parameter Statistics.member.1 must be a value in the set ["
                                    + String.join(", ", STATISTICS)
                                    + "]");
                });
        long wanted = (end.getEpochSecond() - start.getEpochSecond() + period - 1) / period;
        if (wanted > POINTS_MAX) {
            throw CloudWatchErrors.combination(
                    "You have requested up to %,d datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
                            .formatted(wanted));
        }
        List<Metrics.Point> points = points(metrics, metric, start, end, request.text("Unit"));
        String unit = points.isEmpty() ? "None" : points.getFirst().unit();
        List<Map<String, Object>> data = new ArrayList<>();
        Series.periods(points, period)
                .forEach((time, values) ->
                        data.add(datapoint(time, values, unit, statistics, extended)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Label", metric.name());
        answer.put("Datapoints", data);
        return Optional.of(answer);
    }

    static Instant time(Members request, String name) {
        return request.instant(name).orElseThrow(() -> CloudWatchErrors.missing(name));
    }

    static void requirePeriod(int period) {
        boolean valid =
                List.of(1, 5, 10, 20, 30).contains(period)
                        || period >= SECONDS_PER_MINUTE && period % SECONDS_PER_MINUTE == 0;
        if (!valid) {
            throw CloudWatchErrors.invalid(
                    "The parameter Period must be a value in the set [ 1, 5, 10, 20, 30 ] or a"
                            + " multiple of 60.");
        }
    }

    static void requireTimes(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw CloudWatchErrors.invalid(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
    }

    /** Those from the minute of the start to before the end. */
    private static List<Metrics.Point> points(
            Metrics metrics, MetricName metric, Instant start, Instant end, Optional<String> unit) {
        return metrics.between(metric, start, end).stream()
                .filter(point -> unit.isEmpty() || unit.get().equals(point.unit()))
                .toList();
    }

    private static Map<String, Object> datapoint(
            Instant time,
            Values values,
            String unit,
            List<String> statistics,
            List<String> extended) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("Timestamp", time);
        for (String name : statistics) {
            point.put(name, values.statistic(name).orElseThrow());
        }
        Map<String, Object> percentiles = new LinkedHashMap<>();
        for (String name : extended) {
            values.statistic(name).ifPresent(value -> percentiles.put(name, value));
        }
        point.put("Unit", unit);
        if (!percentiles.isEmpty()) {
            point.put("ExtendedStatistics", percentiles);
        }
        return point;
    }
}
