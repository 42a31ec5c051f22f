package stator.cloudwatch.metric;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a metric by periods. */
public final class Series {
    private static final long SECONDS_PER_MINUTE = 60;

    private Series() {}

    /**
     * Puts minutes together to periods, which begin at multiples of their length.
     *
     * @param periodSeconds a multiple of 60, or less than that, which is as good as 60
     */
    public static SortedMap<Instant, Values> periods(
            List<Metrics.Point> points, int periodSeconds) {
        long period = Math.max(periodSeconds, SECONDS_PER_MINUTE);
        SortedMap<Instant, Values> periods = new TreeMap<>();
        for (Metrics.Point point : points) {
            long second = point.minute() * SECONDS_PER_MINUTE;
            periods.merge(
                    Instant.ofEpochSecond(second - second % period), point.values(), Values::and);
        }
        return periods;
    }

    /** One statistic of each period that has it. */
    public static SortedMap<Instant, Double> statistic(
            SortedMap<Instant, Values> periods, String name) {
        SortedMap<Instant, Double> series = new TreeMap<>();
        for (Map.Entry<Instant, Values> period : periods.entrySet()) {
            period.getValue()
                    .statistic(name)
                    .ifPresent(value -> series.put(period.getKey(), value));
        }
        return series;
    }
}
