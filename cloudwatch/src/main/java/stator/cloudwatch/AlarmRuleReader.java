package stator.cloudwatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.cloudwatch.alarm.AlarmRule;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** What an alarm looks at, as requests say it and answers show it: one metric, or metric math. */
final class AlarmRuleReader {
    private static final String METRICS = "Metrics";
    private static final String UNIT = "Unit";

    private static final int QUERIES_MAX = 20;
    private static final int RETURNED = 1;
    private static final long WEEK_SECONDS = 7L * 24 * 60 * 60;
    private static final List<String> OF_ONE_METRIC =
            List.of(
                    MetricReader.NAME,
                    MetricReader.NAMESPACE,
                    MetricReader.DIMENSIONS,
                    "Period",
                    UNIT,
                    "Statistic",
                    "ExtendedStatistic");
    private static final List<String> COMPARISONS =
            List.of(
                    "GreaterThanOrEqualToThreshold",
                    "GreaterThanThreshold",
                    "LessThanThreshold",
                    "LessThanOrEqualToThreshold");

    private AlarmRuleReader() {}

    static AlarmRule read(Members request, Principal caller) {
        List<MetricQuery> queries =
                request.has(METRICS) ? queries(request, caller) : List.of(single(request, caller));
        String comparison = MetricReader.required(request, "ComparisonOperator", "", 255);
        if (!COMPARISONS.contains(comparison)) {
            throw CloudWatchErrors.validation(
                    "1 validation error detected: Value '"
                            + comparison
                            + "' at 'comparisonOperator' failed to satisfy constraint: Member must"
                            + " satisfy enum value set: "
                            + COMPARISONS);
        }
        int periods = positive(request, "EvaluationPeriods");
        int breaching = request.integer("DatapointsToAlarm").orElse(periods);
        if (breaching < 1 || breaching > periods) {
            throw CloudWatchErrors.validation(
                    "DatapointsToAlarm must be between 1 and EvaluationPeriods.");
        }
        double threshold =
                request.number("Threshold")
                        .orElseThrow(() -> CloudWatchErrors.missing("Threshold"));
        AlarmRule rule =
                new AlarmRule(
                        queries,
                        periods,
                        breaching,
                        threshold,
                        comparison,
                        request.text("TreatMissingData").orElse("missing"));
        if ((long) rule.periodSeconds() * periods > WEEK_SECONDS) {
            throw CloudWatchErrors.validation(
                    "Metrics cannot be checked across more than a week (EvaluationPeriods * Period"
                            + " must be <= 604800).");
        }
        return rule;
    }

    private static List<MetricQuery> queries(Members request, Principal caller) {
        Optional<String> other = OF_ONE_METRIC.stream().filter(request::has).findFirst();
        if (other.isPresent()) {
            throw CloudWatchErrors.validation(
                    "Metrics list and " + other.get() + " cannot both be specified.");
        }
        List<MetricQuery> queries = MetricQueryReader.read(request, METRICS, QUERIES_MAX, caller);
        if (queries.stream().filter(MetricQuery::returned).count() != RETURNED) {
            throw CloudWatchErrors.validation(
                    "Exactly one element of the metrics list should return data.");
        }
        return queries;
    }

    private static MetricQuery single(Members request, Principal caller) {
        MetricName metric =
                MetricReader.read(request, MetricReader.namespace(request, ""), "", caller);
        int period = positive(request, "Period");
        ReadMetrics.requirePeriod(period);
        String statistic =
                request.text("Statistic")
                        .or(() -> request.text("ExtendedStatistic"))
                        .orElseThrow(() ->
                                CloudWatchErrors.of(
                                        400,
                                        "MissingParameter",
                                        "Must specify either Statistic or ExtendedStatistic"));
        return new MetricQuery(
                AlarmRule.UNNAMED,
                "",
                true,
                new MetricQuery.Measured(metric, statistic, period, request.text(UNIT).orElse("")));
    }

    private static int positive(Members request, String name) {
        int number = request.integer(name).orElseThrow(() -> CloudWatchErrors.missing(name));
        if (number < 1) {
            throw CloudWatchErrors.validation(
                    "1 validation error detected: Value '"
                            + number
                            + "' at '"
                            + Character.toLowerCase(name.charAt(0))
                            + name.substring(1)
                            + "' failed to satisfy constraint: Member must have value greater than"
                            + " or equal to 1");
        }
        return number;
    }

    /** Adds what answers show of it. */
    static void write(AlarmRule rule, Map<String, Object> written) {
        if (rule.isOfOneMetric() && rule.watched().source() instanceof MetricQuery.Measured one) {
            writeSingle(one, written);
        } else {
            written.put(METRICS, rule.queries().stream().map(MetricQueryReader::written).toList());
        }
        written.put("EvaluationPeriods", rule.periods());
        written.put("DatapointsToAlarm", rule.breaching());
        written.put("Threshold", rule.threshold());
        written.put("ComparisonOperator", rule.comparison());
        written.put("TreatMissingData", rule.missing());
    }

    private static void writeSingle(MetricQuery.Measured measured, Map<String, Object> written) {
        MetricName metric = measured.metric();
        written.put(MetricReader.NAME, metric.name());
        written.put(MetricReader.NAMESPACE, metric.namespace());
        boolean extended = measured.statistic().startsWith("p");
        written.put(extended ? "ExtendedStatistic" : "Statistic", measured.statistic());
        written.put(MetricReader.DIMENSIONS, MetricReader.written(metric.dimensions()));
        written.put("Period", measured.periodSeconds());
        if (!measured.unit().isEmpty()) {
            written.put(UNIT, measured.unit());
        }
    }
}
