package stator.cloudwatch.alarm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.metric.MetricName;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/**
 * Alarms as JSON, and back. One that watches a single metric states it at its top, as all did when
 * there were no others; one that computes has {@code queries} in its place.
 */
final class AlarmDocument {
    private AlarmDocument() {}

    static String of(Alarm alarm) {
        AlarmRule rule = alarm.rule();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", alarm.name());
        members.put("account", alarm.id().account());
        members.put("region", alarm.id().region());
        if (rule.isOfOneMetric() && rule.watched().source() instanceof MetricQuery.Measured one) {
            put(members, one);
        } else {
            members.put("queries", rule.queries().stream().map(AlarmDocument::query).toList());
        }
        members.put("periods", literal(rule.periods()));
        members.put("breaching", literal(rule.breaching()));
        members.put("threshold", literal(rule.threshold()));
        members.put("comparison", rule.comparison());
        members.put("missing", rule.missing());
        members.put("more", alarm.more());
        members.put("tags", alarm.tags());
        members.put("configured", literal(alarm.configuredMillis()));
        members.put("state", alarm.state().value());
        members.put("reason", alarm.state().reason());
        members.put("since", literal(alarm.state().sinceMillis()));
        return JsonTree.write(members);
    }

    private static void put(Map<String, Object> members, MetricQuery.Measured measured) {
        members.put("namespace", measured.metric().namespace());
        members.put("metric", measured.metric().name());
        members.put("dimensions", measured.metric().dimensions());
        members.put("statistic", measured.statistic());
        members.put("periodSeconds", literal(measured.periodSeconds()));
        members.put("unit", measured.unit());
    }

    private static Map<String, Object> query(MetricQuery query) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", query.id());
        members.put("label", query.label());
        members.put("returned", Boolean.toString(query.returned()));
        switch (query.source()) {
            case MetricQuery.Measured measured -> put(members, measured);
            case MetricQuery.Computed computed -> {
                members.put("expression", computed.expression());
                members.put("periodSeconds", literal(computed.periodSeconds()));
            }
        }
        return members;
    }

    private static Literal literal(Object number) {
        return new Literal(number.toString());
    }

    static Alarm alarm(String json) {
        Map<?, ?> members = (Map<?, ?>) JsonTree.parse(json).orElseThrow();
        Alarm.Id id =
                new Alarm.Id(
                        text(members, "account"), text(members, "region"), text(members, "name"));
        Map<String, List<String>> more = new LinkedHashMap<>();
        ((Map<?, ?>) members.get("more"))
                .forEach((name, values) -> more.put((String) name, texts((List<?>) values)));
        return new Alarm(
                id,
                new AlarmRule(
                        queries(members, id),
                        (int) number(members, "periods"),
                        (int) number(members, "breaching"),
                        number(members, "threshold"),
                        text(members, "comparison"),
                        text(members, "missing")),
                more,
                map(members, "tags"),
                (long) number(members, "configured"),
                new AlarmState(
                        text(members, "state"),
                        text(members, "reason"),
                        (long) number(members, "since")));
    }

    private static List<MetricQuery> queries(Map<?, ?> members, Alarm.Id id) {
        if (!(members.get("queries") instanceof List<?> several)) {
            return List.of(new MetricQuery(AlarmRule.UNNAMED, "", true, measured(members, id)));
        }
        List<MetricQuery> queries = new ArrayList<>();
        for (Object each : several) {
            Map<?, ?> query = (Map<?, ?>) each;
            queries.add(
                    new MetricQuery(
                            text(query, "id"),
                            text(query, "label"),
                            text(query, "returned").equals("true"),
                            query.containsKey("expression")
                                    ? new MetricQuery.Computed(
                                            text(query, "expression"),
                                            (int) number(query, "periodSeconds"))
                                    : measured(query, id)));
        }
        return queries;
    }

    private static MetricQuery.Measured measured(Map<?, ?> members, Alarm.Id id) {
        return new MetricQuery.Measured(
                new MetricName(
                        id.account(),
                        id.region(),
                        text(members, "namespace"),
                        text(members, "metric"),
                        map(members, "dimensions")),
                text(members, "statistic"),
                (int) number(members, "periodSeconds"),
                members.get("unit") instanceof String unit ? unit : "");
    }

    private static List<String> texts(List<?> values) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> texts.add((String) value));
        return texts;
    }

    private static String text(Map<?, ?> members, String name) {
        return (String) members.get(name);
    }

    private static double number(Map<?, ?> members, String name) {
        return Double.parseDouble(((Literal) members.get(name)).text());
    }

    private static Map<String, String> map(Map<?, ?> members, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        ((Map<?, ?>) members.get(name))
                .forEach((key, value) -> map.put((String) key, (String) value));
        return map;
    }
}
