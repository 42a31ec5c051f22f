package stator.cloudwatch.math;

import stator.cloudwatch.metric.MetricName;

/**
 * One of several queries.
 *
 * @param id by which others name it
 * @param label empty if nobody has given one
 * @param returned whether it is answered; else others compute with it
 */
public record MetricQuery(String id, String label, boolean returned, Source source) {
    /** Where its values come from. */
    public sealed interface Source {}

    /**
     * A metric.
     *
     * @param statistic of each period
     * @param unit of the values that count; empty for all
     */
    public record Measured(MetricName metric, String statistic, int periodSeconds, String unit)
            implements Source {}

    /**
     * What is computed of others.
     *
     * @param periodSeconds 0 if nobody has said it
     */
    public record Computed(String expression, int periodSeconds) implements Source {}
}
