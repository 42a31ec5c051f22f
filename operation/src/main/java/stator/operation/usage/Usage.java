package stator.operation.usage;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import stator.database.table.Namespace;

/**
 * What was used of all tables in the last minutes. Whoever wants to know more of the past, or after
 * a restart, takes it from here in time. Thread-safe.
 */
public final class Usage {
    /** Of how many series it knows at most; those that were not used for longest go. */
    private static final int SERIES_MAX = 20_000;

    /**
     * When so many were added, those that are unused take less room: tables that come and go leave
     * theirs for an hour.
     */
    private static final int ADDED_TO_REST = 500;

    private final Clock clock;
    private final Map<Series, Minutes> all = new ConcurrentHashMap<>();
    private final AtomicInteger added = new AtomicInteger();

    /**
     * What is counted, in CloudWatch's words.
     *
     * @param metric such as {@code ConsumedReadCapacityUnits}
     * @param table empty for the whole account
     * @param index empty for the table itself
     * @param operation empty for all of them
     */
    public record Series(
            Namespace namespace, String metric, String table, String index, String operation) {}

    public Usage(Clock clock) {
        this.clock = clock;
    }

    /** The minutes of a series. */
    public Minutes of(Series series) {
        Minutes minutes = all.get(series);
        if (minutes != null) {
            return minutes;
        }
        if (all.size() >= SERIES_MAX) {
            dropOldest();
        }
        if (added.incrementAndGet() % ADDED_TO_REST == 0) {
            all.values().forEach(Minutes::restIfUnused);
        }
        return all.computeIfAbsent(series, this::newMinutes);
    }

    /** Whoever holds on to minutes that went brings them back by using them. */
    private Minutes newMinutes(Series series) {
        return new Minutes(clock, used -> all.putIfAbsent(series, used));
    }

    /** Half of them go, so that this is rare. */
    private synchronized void dropOldest() {
        if (all.size() < SERIES_MAX) {
            return;
        }
        long[] last = all.values().stream().mapToLong(Minutes::lastMinute).sorted().toArray();
        long median = last[last.length / 2];
        all.values().removeIf(minutes -> minutes.lastMinute() <= median);
    }

    /** Shows all series. */
    public void forEach(BiConsumer<Series, Minutes> receiver) {
        all.forEach(receiver);
    }
}
