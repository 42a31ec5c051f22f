package stator.cloudwatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** The queries that requests have, and how answers show them. */
final class MetricQueryReader {
    private static final String ID = "[a-z][a-zA-Z0-9_]{0,254}";
    private static final String EXPRESSION = "Expression";
    private static final String STAT = "MetricStat";
    private static final String STATISTICS =
            "SampleCount|Average|Sum|Minimum|Maximum|p\\d{1,3}(\\.\\d{1,10})?";

    private MetricQueryReader() {}

    /**
     * @param list the name of the member that has them
     */
    static List<MetricQuery> read(Members request, String list, int max, Principal caller) {
        List<Members> all = request.structures(list);
        if (all.isEmpty()) {
            throw CloudWatchErrors.missing(list);
        }
        if (all.size() > max) {
            throw CloudWatchErrors.validation(
                    "The collection " + list + " must not have a size greater than " + max + ".");
        }
        List<MetricQuery> queries = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            MetricQuery query = query(all.get(i), list + ".member." + (i + 1) + ".", caller);
            if (queries.stream().anyMatch(other -> other.id().equals(query.id()))) {
                throw CloudWatchErrors.validation(
                        "The values for parameter id in " + list + " are not unique.");
            }
            queries.add(query);
        }
        return queries;
    }

    private static MetricQuery query(Members query, String path, Principal caller) {
        String id = query.text("Id").orElseThrow(() -> CloudWatchErrors.missing(path + "Id"));
        if (!id.matches(ID)) {
            throw CloudWatchErrors.validation(
                    "The value "
                            + id
                            + " for parameter "
                            + path
                            + "Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
        }
        Optional<Members> stat = query.structure(STAT);
        if (stat.isPresent() == query.has(EXPRESSION)) {
            throw CloudWatchErrors.validation(
                    "Exactly one of the parameters "
                            + path
                            + "MetricStat and "
                            + path
                            + "Expression must be specified.");
        }
        MetricQuery.Source source =
                stat.isPresent()
                        ? measured(stat.get(), path + STAT + ".", caller)
                        : new MetricQuery.Computed(
                                query.text(EXPRESSION).orElseThrow(),
                                query.integer("Period").orElse(0));
        return new MetricQuery(
                id, query.text("Label").orElse(""), query.truth("ReturnData").orElse(true), source);
    }

    private static MetricQuery.Measured measured(Members stat, String path, Principal caller) {
        Members metric =
                stat.structure("Metric")
                        .orElseThrow(() -> CloudWatchErrors.missing(path + "Metric"));
        int period =
                stat.integer("Period").orElseThrow(() -> CloudWatchErrors.missing(path + "Period"));
        ReadMetrics.requirePeriod(period);
        String statistic =
                stat.text("Stat").orElseThrow(() -> CloudWatchErrors.missing(path + "Stat"));
        if (!statistic.matches(STATISTICS)) {
            throw CloudWatchErrors.validation(
                    "The value " + statistic + " for parameter " + path + "Stat is not supported.");
        }
        String namespace = MetricReader.namespace(metric, path + "Metric.");
        return new MetricQuery.Measured(
                MetricReader.read(metric, namespace, path + "Metric.", caller),
                statistic,
                period,
                stat.text("Unit").orElse(""));
    }

    /** As answers show it. */
    static Map<String, Object> written(MetricQuery query) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("Id", query.id());
        switch (query.source()) {
            case MetricQuery.Measured measured -> written.put(STAT, written(measured));
            case MetricQuery.Computed computed -> {
                written.put(EXPRESSION, computed.expression());
                if (computed.periodSeconds() > 0) {
                    written.put("Period", computed.periodSeconds());
                }
            }
        }
        if (!query.label().isEmpty()) {
            written.put("Label", query.label());
        }
        written.put("ReturnData", query.returned());
        return written;
    }

    private static Map<String, Object> written(MetricQuery.Measured measured) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("Metric", ReadMetrics.written(measured.metric()));
        written.put("Period", measured.periodSeconds());
        written.put("Stat", measured.statistic());
        if (!measured.unit().isEmpty()) {
            written.put("Unit", measured.unit());
        }
        return written;
    }
}
