package stator.server.service;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.metric.MetricSource;
import stator.cloudwatch.metric.Values;
import stator.database.table.Namespace;
import stator.lambda.neighbour.FunctionMeter;
import stator.operation.usage.Minute;
import stator.operation.usage.Minutes;
import stator.operation.usage.Usage;

/**
 * What functions did in the last minutes, in the namespace and the dimensions that AWS gives it:
 * each function, what it was invoked as, and all functions together. Thread-safe.
 */
final class FunctionUsage implements FunctionMeter, MetricSource {
    private static final String NAMESPACE = "AWS/Lambda";
    private static final String ALL = "";

    /**
     * The words of tables serve for functions: a table is a function, an index what it was called.
     */
    private final Usage usage;

    FunctionUsage(Clock clock) {
        usage = new Usage(clock);
    }

    /** The same as what functions know it as, so that who hands it over need not load that. */
    static FunctionMeter asMeter(FunctionUsage usage) {
        return usage;
    }

    @Override
    public void add(
            Namespace namespace, String function, String resource, String metric, double value) {
        count(new Usage.Series(namespace, metric, ALL, ALL, ""), value);
        count(new Usage.Series(namespace, metric, function, ALL, ""), value);
        count(new Usage.Series(namespace, metric, function, resource, ""), value);
    }

    private void count(Usage.Series series, double value) {
        usage.of(series).add(value);
    }

    @Override
    public void collect(long first, long last, Receiver receiver) {
        usage.forEach((series, minutes) -> collect(series, minutes, first, last, receiver));
    }

    private static void collect(
            Usage.Series series, Minutes minutes, long first, long last, Receiver receiver) {
        MetricName metric = metric(series);
        for (Minute minute : minutes.since(first)) {
            if (minute.minute() <= last) {
                Values values =
                        new Values(minute.count(), minute.sum(), minute.min(), minute.max());
                receiver.take(metric, minute.minute(), values, unit(series.metric()));
            }
        }
    }

    private static MetricName metric(Usage.Series series) {
        Map<String, String> dimensions = new TreeMap<>();
        if (!series.table().isEmpty()) {
            dimensions.put("FunctionName", series.table());
        }
        if (!series.index().isEmpty()) {
            dimensions.put("Resource", series.index());
        }
        Namespace namespace = series.namespace();
        return new MetricName(
                namespace.account(), namespace.region(), NAMESPACE, series.metric(), dimensions);
    }

    private static String unit(String metric) {
        return metric.equals("Duration") || metric.endsWith("Age") ? "Milliseconds" : "Count";
    }
}
