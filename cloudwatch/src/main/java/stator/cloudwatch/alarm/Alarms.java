package stator.cloudwatch.alarm;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import stator.cloudwatch.math.MetricQueries;
import stator.cloudwatch.metric.MetricRows;
import stator.cloudwatch.metric.Metrics;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/** All alarms, in the store; their states follow their metrics. Thread-safe. */
public final class Alarms {
    private static final byte[] NONE = {};
    private static final byte KIND = 2;
    private static final long ROW_VERSION = 1;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final DateTimeFormatter REASON_TIME =
            DateTimeFormatter.ofPattern("dd/MM/uu HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Store store;
    private final Clock clock;

    public Alarms(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Now, in milliseconds since 1970. */
    public long millis() {
        return clock.millis();
    }

    private static RowKey key(Alarm.Id id) {
        return new RowKey(
                MetricRows.SPACE, NONE, KIND, bytes(prefix(id.account(), id.region()) + id.name()));
    }

    private static String prefix(String account, String region) {
        return account + '\0' + region + '\0';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Alarm alarm(Row row) {
        return AlarmDocument.alarm(new String(row.payload(), StandardCharsets.UTF_8));
    }

    /** The alarm of that name. */
    public Optional<Alarm> find(Alarm.Id id) {
        return store.get(key(id), Consistency.STRONG).map(Alarms::alarm);
    }

    /** Changes, makes or takes away the alarm of that name; what is there afterwards. */
    public Optional<Alarm> change(Alarm.Id id, UnaryOperator<Optional<Alarm>> change) {
        RowKey key = key(id);
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    Optional<Alarm> after = change.apply(rows.getFirst().map(Alarms::alarm));
                    after.ifPresentOrElse(
                            alarm ->
                                    batch.put(
                                            key,
                                            new Row(ROW_VERSION, bytes(AlarmDocument.of(alarm)))),
                            () -> batch.delete(key));
                    return after;
                });
    }

    /**
     * Those of an account and region whose names begin with a text, in the order of their names.
     */
    public List<Alarm> list(String account, String region, String namePrefix) {
        byte[] prefix = bytes(prefix(account, region) + namePrefix);
        return range(prefix, RowRange.afterPrefix(prefix));
    }

    private List<Alarm> range(byte[] from, byte[] to) {
        List<Alarm> alarms = new ArrayList<>();
        store.range(
                new RowRange(MetricRows.SPACE, NONE, KIND, from, to, false),
                Consistency.STRONG,
                (key, row) -> alarms.add(alarm(row)));
        return alarms;
    }

    // States.

    /** Looks at the metrics of all alarms. */
    public void evaluate(Metrics metrics) {
        for (Alarm alarm : range(NONE, NONE)) {
            AlarmState state = judged(alarm, values(alarm.rule(), metrics));
            if (!state.value().equals(alarm.state().value())) {
                change(
                        alarm.id(),
                        current ->
                                current.map(it ->
                                        it.configuredMillis() == alarm.configuredMillis()
                                                ? it.in(state)
                                                : it));
            }
        }
    }

    /** Those of the periods that are over; the current one may still grow. */
    private SortedMap<Instant, Double> values(AlarmRule rule, Metrics metrics) {
        long period = Math.max(rule.periodSeconds(), SECONDS_PER_MINUTE);
        long end = clock.millis() / 1000 / period * period;
        try {
            return new MetricQueries(
                            rule.queries(),
                            metrics,
                            Instant.ofEpochSecond(end - rule.periods() * period),
                            Instant.ofEpochSecond(end))
                    .evaluate(rule.watched());
        } catch (IllegalArgumentException e) {
            return Collections.emptySortedMap(); // as on AWS, what cannot be computed is missing
        }
    }

    private AlarmState judged(Alarm alarm, SortedMap<Instant, Double> values) {
        AlarmRule rule = alarm.rule();
        long beyond = values.values().stream().filter(rule::isBeyond).count();
        long unknown = rule.periods() - values.size();
        switch (rule.missing()) {
            case "breaching" -> beyond += unknown;
            case "notBreaching" -> {}
            case "ignore" -> {
                if (values.isEmpty()) {
                    return alarm.state();
                }
            }
            default -> {
                if (values.isEmpty()) {
                    return new AlarmState(
                            "INSUFFICIENT_DATA",
                            "Insufficient Data: "
                                    + counted(rule.periods(), "datapoint")
                                    + (rule.periods() == 1 ? " was" : " were")
                                    + " unknown.",
                            clock.millis());
                }
            }
        }
        boolean isAlarm = beyond >= rule.breaching();
        return new AlarmState(
                isAlarm ? "ALARM" : "OK", reason(rule, values, isAlarm), clock.millis());
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String reason(
            AlarmRule rule, SortedMap<Instant, Double> values, boolean isAlarm) {
        List<String> shown = new ArrayList<>();
        values.forEach((time, value) -> {
            if (rule.isBeyond(value) == isAlarm) {
                shown.add(value + " (" + REASON_TIME.format(time) + ")");
            }
        });
        String which =
                isAlarm
                        ? shown.size() + " out of the last " + rule.periods() + " datapoints"
                        : counted(shown.size(), "datapoint");
        return "Threshold Crossed: "
                + which
                + " ["
                + String.join(", ", shown.reversed())
                + "] "
                + (shown.size() == 1 ? "was " : "were ")
                + (isAlarm ? "" : "not ")
                + rule.comparisonText()
                + " the threshold ("
                + rule.threshold()
                + ")"
                + (isAlarm
                        ? " (minimum "
                                + counted(rule.breaching(), "datapoint")
                                + " for OK -> ALARM transition)."
                        : ".");
    }
}
