package stator.cloudwatch.alarm;

import java.util.List;
import stator.cloudwatch.math.MetricQuery;

/**
 * What an alarm looks at, and when it is one.
 *
 * @param queries of which exactly one is returned, which is looked at
 * @param periods that are looked at
 * @param breaching how many of them have to be beyond the threshold
 * @param comparison such as {@code GreaterThanThreshold}
 * @param missing what a period without a value counts as: {@code missing}, {@code breaching},
 *     {@code notBreaching} or {@code ignore}
 */
public record AlarmRule(
        List<MetricQuery> queries,
        int periods,
        int breaching,
        double threshold,
        String comparison,
        String missing) {
    /** The id of the query of an alarm that watches one metric: nobody has given it one. */
    public static final String UNNAMED = "";

    public AlarmRule {
        queries = List.copyOf(queries);
        if (queries.stream().filter(MetricQuery::returned).count() != 1) {
            throw new IllegalArgumentException("An alarm looks at one series.");
        }
    }

    /** The query that is looked at. */
    public MetricQuery watched() {
        return queries.stream().filter(MetricQuery::returned).findFirst().orElseThrow();
    }

    /** Whether it was put as one metric, not as a list of queries. */
    public boolean isOfOneMetric() {
        return watched().id().equals(UNNAMED);
    }

    /** Of several metrics with periods of different length the longest counts. */
    public int periodSeconds() {
        return queries.stream()
                .mapToInt(query ->
                        switch (query.source()) {
                            case MetricQuery.Measured measured -> measured.periodSeconds();
                            case MetricQuery.Computed computed -> computed.periodSeconds();
                        })
                .max()
                .orElseThrow();
    }

    boolean isBeyond(double value) {
        return switch (comparison) {
            case "GreaterThanOrEqualToThreshold" -> value >= threshold;
            case "GreaterThanThreshold" -> value > threshold;
            case "LessThanThreshold" -> value < threshold;
            default -> value <= threshold;
        };
    }

    /** The comparison in words: {@code greater than}. */
    String comparisonText() {
        return switch (comparison) {
            case "GreaterThanOrEqualToThreshold" -> "greater than or equal to";
            case "GreaterThanThreshold" -> "greater than";
            case "LessThanThreshold" -> "less than";
            default -> "less than or equal to";
        };
    }
}
