package stator.cloudwatch.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.cloudwatch.math.MetricQuery;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.metric.Values;
import stator.door.testing.StandingClock;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

/** Alarms follow what they watch, also where it is computed, and come back from the store. */
class AlarmsTest {
    private static final Alarm.Id ID = new Alarm.Id("000000000000", "us-east-1", "rate");
    private static final String NAMESPACE = "App";

    private final StandingClock clock = new StandingClock("2026-11-29T12:00:30Z");
    private final Store store = new MemoryStore();
    private final Alarms alarms = new Alarms(store, clock);
    private final Metrics metrics =
            new Metrics(
                    store, (first, last, receiver) -> {}, clock, new Random(1), alarms::evaluate);

    private static MetricName metric(String name) {
        return new MetricName(ID.account(), ID.region(), NAMESPACE, name, Map.of());
    }

    private static MetricQuery measured(String id, boolean returned) {
        return new MetricQuery(
                id, "", returned, new MetricQuery.Measured(metric(id), "Sum", 60, ""));
    }

    private static MetricQuery computed(String expression) {
        return new MetricQuery("e1", "rate", true, new MetricQuery.Computed(expression, 0));
    }

    private void watch(List<MetricQuery> queries, String missing) {
        AlarmRule rule = new AlarmRule(queries, 1, 1, 50, "GreaterThanThreshold", missing);
        Alarm alarm = new Alarm(ID, rule, Map.of(), Map.of(), 1, AlarmState.initial(1));
        alarms.change(ID, before -> Optional.of(alarm));
        assertEquals(Optional.of(alarm), alarms.find(ID));
    }

    private void put(String name, double value) {
        List<Metrics.Datum> data = new ArrayList<>();
        data.add(new Metrics.Datum(metric(name), metrics.minute(), Values.of(value, 1), "None"));
        metrics.add(data);
    }

    /** The state after a minute. */
    private String next() {
        clock.advance(Duration.ofMinutes(1));
        alarms.evaluate(metrics);
        return alarms.find(ID).orElseThrow().state().value();
    }

    @Test
    void followsWhatIsComputedOfSeveralMetrics() {
        watch(
                List.of(
                        computed("100 * errors / requests"),
                        measured("errors", false),
                        measured("requests", false)),
                "missing");
        assertEquals("INSUFFICIENT_DATA", next());
        put("errors", 3);
        put("requests", 4);
        assertEquals("ALARM", next());
        assertEquals(
                "Threshold Crossed: 1 out of the last 1 datapoints [75.0 (29/11/26 12:01:00)] was"
                        + " greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM"
                        + " transition).",
                alarms.find(ID).orElseThrow().state().reason());
        put("errors", 1);
        put("requests", 4);
        assertEquals("OK", next());
    }

    @Test
    void whatCannotBeComputedIsMissing() {
        watch(List.of(computed("1 +"), measured("errors", false)), "breaching");
        assertEquals("ALARM", next());
    }

    @Test
    void anAlarmOfOneMetricComesBackAsOne() {
        watch(List.of(measured(AlarmRule.UNNAMED, true)), "ignore");
        assertEquals("INSUFFICIENT_DATA", next());
    }
}
