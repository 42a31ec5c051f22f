package stator.cloudwatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.metric.Metrics.Datum;
import stator.cloudwatch.metric.Values;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** PutMetricData. */
final class PutMetrics {
    private static final int DATA_MAX = 1000;
    private static final int VALUES_MAX = 150;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long FUTURE_MINUTES_MAX = 120;
    private static final long AGE_MINUTES_MAX = 14L * 24 * 60;

    private final Metrics metrics;

    PutMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    Map<String, Action> all() {
        return Map.of("PutMetricData", this::put);
    }

    private Optional<Map<String, Object>> put(Members request, Principal caller) {
        String namespace = MetricReader.namespace(request, "");
        if (namespace.startsWith("AWS/")) {
            throw CloudWatchErrors.invalid("The value AWS/ for parameter Namespace is invalid.");
        }
        List<Members> data = request.structures("MetricData");
        if (data.isEmpty()) {
            throw CloudWatchErrors.missing("MetricData");
        }
        if (data.size() > DATA_MAX) {
            throw CloudWatchErrors.invalid(
                    "The collection MetricData must not have a size greater than 1000.");
        }
        List<Datum> checked = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            String path = "MetricData.member." + (i + 1) + ".";
            checked.addAll(datum(data.get(i), namespace, path, caller));
        }
        try {
            metrics.add(checked);
        } catch (IllegalStateException e) {
            throw CloudWatchErrors.of(400, "LimitExceeded", e.getMessage());
        }
        return Optional.empty();
    }

    private List<Datum> datum(Members datum, String namespace, String path, Principal caller) {
        MetricName metric = MetricReader.read(datum, namespace, path, caller);
        long minute =
                datum.instant("Timestamp")
                        .map(Instant::getEpochSecond)
                        .map(seconds -> Math.floorDiv(seconds, SECONDS_PER_MINUTE))
                        .orElseGet(metrics::minute);
        if (minute > metrics.minute() + FUTURE_MINUTES_MAX
                || minute < metrics.minute() - AGE_MINUTES_MAX) {
            throw CloudWatchErrors.invalid(
                    "The parameter "
                            + path
                            + "Timestamp must specify a time within the past two"
                            + " weeks and no more than two hours in the future.");
        }
        String unit = datum.text("Unit").orElse("None");
        List<Datum> all = new ArrayList<>();
        for (Values values : values(datum, path)) {
            all.add(new Datum(metric, minute, values, unit));
        }
        return all;
    }

    private static List<Values> values(Members datum, String path) {
        if (datum.has("StatisticValues")) {
            return List.of(statistics(datum.structure("StatisticValues").orElseThrow(), path));
        }
        if (datum.has("Values")) {
            return counted(datum, path);
        }
        double value =
                datum.number("Value")
                        .orElseThrow(() ->
                                CloudWatchErrors.of(
                                        400,
                                        "MissingParameter",
                                        "At least one of the parameters "
                                                + path
                                                + "Value, "
                                                + path
                                                + "StatisticValues, "
                                                + path
                                                + "Values must be specified."));
        return List.of(Values.of(finite(value, path + "Value"), 1));
    }

    private static double finite(double value, String path) {
        if (!Double.isFinite(value)) {
            throw CloudWatchErrors.invalid(
                    "The value " + value + " for parameter " + path + " is invalid.");
        }
        return value;
    }

    private static Values statistics(Members statistics, String path) {
        double count = statistic(statistics, "SampleCount", path);
        double sum = statistic(statistics, "Sum", path);
        double min = statistic(statistics, "Minimum", path);
        double max = statistic(statistics, "Maximum", path);
        if (count <= 0 || min > max) {
            throw CloudWatchErrors.invalid(
                    "The parameters of " + path + "StatisticValues contradict each other.");
        }
        return new Values(count, sum, min, max);
    }

    private static double statistic(Members statistics, String name, String path) {
        String at = path + "StatisticValues." + name;
        return finite(statistics.number(name).orElseThrow(() -> CloudWatchErrors.missing(at)), at);
    }

    private static List<Values> counted(Members datum, String path) {
        List<Double> numbers = datum.numbers("Values");
        List<Double> counts = datum.numbers("Counts");
        if (numbers.size() > VALUES_MAX
                || numbers.isEmpty()
                || !counts.isEmpty() && counts.size() != numbers.size()) {
            throw CloudWatchErrors.invalid(
                    "The parameters "
                            + path
                            + "Values and "
                            + path
                            + "Counts must be of the same size, and no more than 150.");
        }
        List<Values> values = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            String at = path + "Values.member." + (i + 1);
            double count = counts.isEmpty() ? 1 : finite(counts.get(i), at);
            if (count <= 0) {
                throw CloudWatchErrors.invalid(
                        "The value " + count + " for parameter " + at + " is invalid.");
            }
            values.add(Values.of(finite(numbers.get(i), at), count));
        }
        return values;
    }
}
