package stator.cloudwatch.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.cloudwatch.metric.Metrics.Datum;
import stator.door.testing.StandingClock;
import stator.storage.Consistency;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

class MetricsTest {
    private final StandingClock clock = new StandingClock("2026-11-29T10:00:30Z");
    private final MemoryStore store = new MemoryStore();
    private final List<Datum> measured = new ArrayList<>();
    private Metrics metrics = metrics();

    private Metrics metrics() {
        return metrics(store);
    }

    private Metrics metrics(Store store) {
        MetricSource source =
                (first, last, receiver) -> {
                    for (Datum datum : measured) {
                        if (datum.minute() >= first && datum.minute() <= last) {
                            receiver.take(
                                    datum.metric(), datum.minute(), datum.values(), datum.unit());
                        }
                    }
                };
        return new Metrics(store, source, clock, new Random(1), every -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static MetricName metric(String name, String... dimension) {
        return new MetricName(
                "000000000000",
                "eu-west-1",
                "App",
                name,
                dimension.length == 0 ? Map.of() : Map.of(dimension[0], dimension[1]));
    }

    private void put(String name, long minute, double value) {
        metrics.add(List.of(new Datum(metric(name), minute, Values.of(value, 1), "Count")));
    }

    private String shown(String name) {
        return metrics.points(metric(name), 0, Long.MAX_VALUE).stream()
                .map(point -> point.minute() - clock.millis() / 60_000 + ":" + point.values().sum())
                .toList()
                .toString();
    }

    @Test
    void valuesOfAMinuteAreOne() {
        long minute = metrics.minute();
        put("m", minute, 1);
        put("m", minute, 2);
        metrics.add(
                List.of(
                        new Datum(metric("m"), minute - 1, Values.of(5, 2), "Count"),
                        new Datum(metric("m"), minute - 1, Values.of(1, 1), "Count")));
        assertEquals("[-1:11.0, 0:3.0]", shown("m"));
        Values before = metrics.points(metric("m"), minute - 1, minute).getFirst().values();
        assertEquals(new Values(3, 11, 1, 5), before);
    }

    @Test
    void whatIsMeasuredIsSeenAtOnceAndCountedOnce() {
        long minute = metrics.minute();
        measured.add(new Datum(metric("live"), minute, Values.of(7, 1), "Count"));
        assertEquals("[0:7.0]", shown("live"));
        assertEquals(1, metrics.list("000000000000", "eu-west-1", "", 10, it -> true).size());
        clock.advance(Duration.ofMinutes(1));
        metrics.record(metrics.minute() - 1);
        assertEquals("[-1:7.0]", shown("live"));
        // Another process measures nothing of that, and goes on in the same minute.
        measured.clear();
        measured.add(new Datum(metric("live"), minute, Values.of(1, 1), "Count"));
        metrics = metrics();
        metrics.record(metrics.minute() - 1);
        assertEquals("[-1:8.0]", shown("live"));
    }

    /** It is in the store too late for the one, and not with the source any more for the other. */
    @Test
    void aMinuteThatIsRecordedWhileItIsReadIsNotMissing() {
        measured.add(new Datum(metric("live"), metrics.minute(), Values.of(7, 1), "Count"));
        clock.advance(Duration.ofMinutes(1));
        metrics = metrics(recordingAfter("get"));
        assertEquals("[-1:7.0]", shown("live"));
        measured.set(0, new Datum(metric("other"), metrics.minute(), Values.of(7, 1), "Count"));
        clock.advance(Duration.ofMinutes(1));
        metrics = metrics(recordingAfter("range"));
        assertEquals(2, metrics.list("000000000000", "eu-west-1", "", 10, it -> true).size());
    }

    /** A store; after its first answer of a kind, the last minute is recorded. */
    private Store recordingAfter(String name) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (proxy, method, arguments) -> {
                            Object answer = method.invoke(store, arguments);
                            if (method.getName().equals(name) && isFirst.getAndSet(false)) {
                                metrics.record(metrics.minute() - 1);
                            }
                            return answer;
                        });
    }

    @Test
    void listsByNameFromAnywhere() {
        for (String name : List.of("c", "a", "b")) {
            put(name, metrics.minute(), 1);
        }
        List<MetricName> first = metrics.list("000000000000", "eu-west-1", "", 2, it -> true);
        assertEquals(List.of(metric("a"), metric("b")), first);
        String after = Metrics.place(first.getLast());
        assertEquals(
                List.of(metric("c")),
                metrics.list("000000000000", "eu-west-1", after, 2, it -> true));
        assertTrue(metrics.list("000000000001", "eu-west-1", "", 2, it -> true).isEmpty());
    }

    @Test
    void whatIsOldGoes() {
        put("old", metrics.minute(), 1);
        put("kept", metrics.minute(), 1);
        clock.advance(Duration.ofDays(16));
        put("kept", metrics.minute(), 2);
        metrics.sweep();
        long[] rows = {0};
        store.scan(
                SpaceScan.all(MetricRows.SPACE, MetricRows.MINUTE),
                Consistency.STRONG,
                (key, row) -> ++rows[0] > 0);
        assertEquals(1, rows[0]);
        assertEquals(1, store.counters(MetricRows.SPACE)[0]);
        assertEquals("[0:2.0]", shown("kept"));
    }
}
