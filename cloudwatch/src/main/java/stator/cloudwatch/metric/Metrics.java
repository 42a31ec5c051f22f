package stator.cloudwatch.metric;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import stator.cloudwatch.metric.MetricRows.Series;
import stator.door.work.Rounds;
import stator.storage.Consistency;
import stator.storage.Decision;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.Update;

/**
 * Metrics by the minute: what clients put, and what this server measures of itself. Kept for
 * fifteen days. Thread-safe.
 *
 * <p>Minutes that are over are taken from the source every minute and put into the store; the ones
 * that are not are asked of the source when somebody wants to know. After kill -9 at most these are
 * missing.
 */
public final class Metrics implements AutoCloseable {
    /** How long values are kept. */
    public static final long KEPT_MINUTES = 15L * 24 * 60;

    private static final int SERIES_MAX = 50_000;
    private static final int PIECE = 1000;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SWEEP_MINUTES = 60;

    private final Store store;
    private final MetricSource source;
    private final Clock clock;
    private final RandomGenerator random;
    private final Rounds rounds;

    /** All minutes of the source up to this are in the store; under the lock of this. */
    private long recordedMinute;

    private long sweptMinute;

    /**
     * @param source what is measured here
     * @param everyMinute what else is to be done then
     */
    public Metrics(
            Store store,
            MetricSource source,
            Clock clock,
            RandomGenerator random,
            Consumer<Metrics> everyMinute) {
        this.store = store;
        this.source = source;
        this.clock = clock;
        this.random = random;
        rounds = new Rounds("stator-cloudwatch", this::untilNextMinute, () -> round(everyMinute));
    }

    /** The current minute since 1970. */
    public long minute() {
        return clock.millis() / MILLIS_PER_MINUTE;
    }

    // Recording.

    /** Begins to record what the source measures. */
    public void start() {
        rounds.start();
    }

    /** If the store takes nothing, the source keeps its minutes for a while. */
    private void round(Consumer<Metrics> everyMinute) {
        record(minute() - 1);
        everyMinute.accept(this);
    }

    private long untilNextMinute() {
        return MILLIS_PER_MINUTE - clock.millis() % MILLIS_PER_MINUTE + 1;
    }

    /** Puts what the source knows of minutes up to this one into the store. */
    synchronized void record(long last) {
        if (last <= recordedMinute) {
            return;
        }
        List<Datum> data = new ArrayList<>();
        source.collect(
                recordedMinute + 1,
                last,
                (metric, minute, values, unit) ->
                        data.add(new Datum(metric, minute, values, unit)));
        add(data);
        recordedMinute = last;
        if (last - sweptMinute >= SWEEP_MINUTES) {
            sweptMinute = last;
            sweep();
        }
    }

    /** What is not over yet goes into the store, too: the next start adds to it. */
    @Override
    public void close() {
        rounds.close();
        if (rounds.isStarted()) {
            record(minute());
        }
    }

    /**
     * Some values of a minute.
     *
     * @param unit of the metric, if this is its first value
     */
    public record Datum(MetricName metric, long minute, Values values, String unit) {}

    /**
     * Adds values to those of their minutes. All of them wait for the disk together.
     *
     * @throws IllegalStateException if there are too many metrics
     */
    public void add(List<Datum> data) {
        Map<MetricName, Series> series = new HashMap<>();
        Map<RowKey, Values> minutes = new LinkedHashMap<>();
        for (Datum datum : data) {
            Series of = series.computeIfAbsent(datum.metric, metric -> series(datum));
            RowKey key = MetricRows.minute(of.id(), datum.minute);
            minutes.merge(key, datum.values, Values::and);
            if (datum.minute > of.lastMinute()) {
                series.put(datum.metric, of.until(datum.minute));
            }
        }
        List<Update<Boolean>> updates = new ArrayList<>();
        minutes.forEach(
                (key, values) -> updates.add(new Update<>(List.of(key), addition(key, values))));
        series.forEach((metric, after) -> {
            RowKey key = MetricRows.series(metric);
            updates.add(new Update<>(List.of(key), extension(key, after)));
        });
        for (int i = 0; i < updates.size(); i += PIECE) {
            store.updateEach(updates.subList(i, Math.min(updates.size(), i + PIECE)))
                    .forEach(Store.Result::get);
        }
    }

    private static Decision<Boolean> addition(RowKey key, Values values) {
        return (rows, batch) -> {
            Values all =
                    rows.getFirst().map(row -> Values.of(row.payload()).and(values)).orElse(values);
            batch.put(key, MetricRows.row(all.toBytes()));
            return true;
        };
    }

    private static Decision<Boolean> extension(RowKey key, Series after) {
        return (rows, batch) -> {
            boolean isLater =
                    rows.getFirst()
                            .map(MetricRows::series)
                            .filter(now -> now.lastMinute() < after.lastMinute())
                            .isPresent();
            if (isLater) {
                batch.put(key, MetricRows.row(after));
            }
            return isLater;
        };
    }

    /** The series of a datum, which is made if it is not there. */
    private Series series(Datum datum) {
        RowKey key = MetricRows.series(datum.metric);
        Optional<Series> known = store.get(key, Consistency.STRONG).map(MetricRows::series);
        if (known.isPresent()) {
            return known.get();
        }
        requireRoom();
        Series first = new Series(datum.metric, random.nextLong(), datum.minute, datum.unit);
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    Optional<Series> other = rows.getFirst().map(MetricRows::series);
                    if (other.isEmpty()) {
                        batch.put(key, MetricRows.row(first));
                        batch.increment(MetricRows.SPACE, 1);
                    }
                    return other.orElse(first);
                });
    }

    private void requireRoom() {
        long[] counters = store.counters(MetricRows.SPACE);
        if (counters.length > 0 && counters[0] >= SERIES_MAX) {
            throw new IllegalStateException("There are too many metrics.");
        }
    }

    // Reading.

    /** A minute and its values. */
    public record Point(long minute, Values values, String unit) {}

    /** The values of a metric from the minute of an instant to before another. */
    public List<Point> between(MetricName metric, Instant start, Instant end) {
        long first = Math.floorDiv(start.getEpochSecond(), SECONDS_PER_MINUTE);
        long last = Math.floorDiv(end.getEpochSecond() - 1, SECONDS_PER_MINUTE);
        return points(metric, first, last + 1);
    }

    /** The minutes of a metric from one to before another that have values, in their order. */
    public List<Point> points(MetricName metric, long from, long to) {
        TreeMap<Long, Point> points = new TreeMap<>();
        long oldest = Math.max(from, minute() - KEPT_MINUTES);
        collect(
                () -> {
                    points.clear();
                    store.get(MetricRows.series(metric), Consistency.STRONG)
                            .map(MetricRows::series)
                            .ifPresent(series -> addStored(series, oldest, to, points));
                },
                (live, minute, values, unit) -> {
                    if (live.equals(metric) && minute >= from && minute < to) {
                        points.merge(
                                minute,
                                new Point(minute, values, unit),
                                (one, other) ->
                                        new Point(minute, one.values.and(other.values), one.unit));
                    }
                });
        return new ArrayList<>(points.values());
    }

    private void addStored(Series series, long from, long to, Map<Long, Point> points) {
        store.range(
                MetricRows.minutes(series.id(), Math.max(0, from), Math.max(0, to)),
                Consistency.STRONG,
                (key, row) -> {
                    long minute = MetricRows.minute(key);
                    Values values = Values.of(row.payload());
                    points.put(minute, new Point(minute, values, series.unit()));
                    return true;
                });
    }

    /**
     * Reads the store, and then shows what the source has that is not there yet. If a minute was
     * recorded in between, it is in neither: then all is read anew.
     *
     * @param stored reads the store; what an earlier call has read does not count
     */
    private void collect(Runnable stored, MetricSource.Receiver live) {
        long recorded;
        do {
            recorded = recordedMinute();
            stored.run();
        } while (!collectLive(recorded, live));
    }

    private synchronized long recordedMinute() {
        return recordedMinute;
    }

    private synchronized boolean collectLive(long recorded, MetricSource.Receiver receiver) {
        if (recorded != recordedMinute) {
            return false;
        }
        source.collect(recordedMinute + 1, minute(), receiver);
        return true;
    }

    /**
     * The metrics that have values in the last two weeks, in the order of their names.
     *
     * @param after the place behind which to start; empty for the first
     * @param max how many at most
     */
    public List<MetricName> list(
            String account, String region, String after, int max, Predicate<MetricName> wanted) {
        TreeMap<String, MetricName> found = new TreeMap<>();
        byte[] prefix = MetricRows.utf8(MetricRows.prefix(account, region));
        RowRange all =
                new RowRange(
                        MetricRows.SPACE,
                        MetricRows.NONE,
                        MetricRows.SERIES,
                        prefix,
                        RowRange.afterPrefix(prefix),
                        false);
        collect(
                () -> {
                    found.clear();
                    store.range(
                            all,
                            Consistency.STRONG,
                            (key, row) -> {
                                take(MetricRows.series(row).metric(), after, wanted, found);
                                return found.size() < max;
                            });
                },
                (metric, minute, values, unit) -> {
                    if (metric.account().equals(account) && metric.region().equals(region)) {
                        take(metric, after, wanted, found);
                    }
                });
        return found.values().stream().limit(max).toList();
    }

    private static void take(
            MetricName metric,
            String after,
            Predicate<MetricName> wanted,
            TreeMap<String, MetricName> found) {
        String place = place(metric);
        if (place.compareTo(after) > 0 && wanted.test(metric)) {
            found.put(place, metric);
        }
    }

    /** Where a metric is in the order of {@link #list}. */
    public static String place(MetricName metric) {
        return new String(MetricRows.series(metric).sort(), StandardCharsets.UTF_8);
    }

    // Deleting.

    /** Deletes what is too old, piece by piece. */
    void sweep() {
        long oldest = minute() - KEPT_MINUTES;
        List<Series> all = new ArrayList<>();
        store.range(
                RowRange.all(MetricRows.SPACE, MetricRows.NONE, MetricRows.SERIES, false),
                Consistency.STRONG,
                (key, row) -> all.add(MetricRows.series(row)));
        for (Series series : all) {
            List<RowKey> piece;
            do {
                piece = olderMinutes(series, oldest);
                deletePiece(piece);
            } while (piece.size() == PIECE);
            if (series.lastMinute() < oldest) {
                delete(series, oldest);
            }
        }
    }

    private List<RowKey> olderMinutes(Series series, long oldest) {
        List<RowKey> keys = new ArrayList<>();
        store.range(
                MetricRows.minutes(series.id(), 0, Math.max(0, oldest)),
                Consistency.STRONG,
                (key, row) -> {
                    keys.add(key);
                    return keys.size() < PIECE;
                });
        return keys;
    }

    private void deletePiece(List<RowKey> keys) {
        if (!keys.isEmpty()) {
            store.update(
                    List.of(),
                    (rows, batch) -> {
                        keys.forEach(batch::delete);
                        return keys;
                    });
        }
    }

    /** Deletes a series, unless somebody put a value into it meanwhile. */
    private void delete(Series series, long oldest) {
        RowKey key = MetricRows.series(series.metric());
        store.update(
                List.of(key),
                (rows, batch) -> {
                    boolean isOld =
                            rows.getFirst()
                                    .map(MetricRows::series)
                                    .filter(now -> now.lastMinute() < oldest)
                                    .isPresent();
                    if (isOld) {
                        batch.delete(key);
                        batch.increment(MetricRows.SPACE, -1);
                    }
                    return isOld;
                });
    }
}
