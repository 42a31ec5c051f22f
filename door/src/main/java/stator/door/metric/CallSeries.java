package stator.door.metric;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

/**
 * Calls of one sort: how many there were, how long they took and how they ended. To count one takes
 * a few additions without a lock.
 */
public final class CallSeries {
    /** Upper bounds of the buckets of durations. */
    private static final double[] BOUNDS_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
    };

    private static final double NANOS_PER_SECOND = 1e9;

    private final LongAdder nanos = new LongAdder();
    private final LongAdder[] durations = new LongAdder[BOUNDS_SECONDS.length + 1];
    private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();

    public CallSeries() {
        for (int i = 0; i < durations.length; i++) {
            durations[i] = new LongAdder();
        }
    }

    /**
     * Counts a call.
     *
     * @param error its name, perhaps with a namespace and {@code #} before it; empty if it
     *     succeeded
     */
    public void add(long callNanos, String error) {
        nanos.add(callNanos);
        durations[bucket(callNanos)].increment();
        if (!error.isEmpty()) {
            String type = error.substring(error.indexOf('#') + 1);
            errors.computeIfAbsent(type, first -> new LongAdder()).increment();
        }
    }

    private static int bucket(long callNanos) {
        double seconds = callNanos / NANOS_PER_SECOND;
        int bucket = 0;
        while (bucket < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** How many there were. */
    public long count() {
        long count = 0;
        for (LongAdder duration : durations) {
            count += duration.sum();
        }
        return count;
    }

    /** How long all of them took together. */
    public double seconds() {
        return nanos.sum() / NANOS_PER_SECOND;
    }

    /** Hands on how often each error was the end. */
    public void forEachError(ObjLongConsumer<String> receiver) {
        errors.forEach((type, count) -> receiver.accept(type, count.sum()));
    }

    /** Writes the histogram of durations. */
    void writeDurations(MetricsPage page, String... labels) {
        long below = 0;
        for (int i = 0; i < BOUNDS_SECONDS.length; i++) {
            below += durations[i].sum();
            page.sample("_bucket", below, with(labels, Double.toString(BOUNDS_SECONDS[i])));
        }
        below += durations[BOUNDS_SECONDS.length].sum();
        page.sample("_bucket", below, with(labels, "+Inf"));
        page.sample("_sum", seconds(), labels);
        page.sample("_count", below, labels);
    }

    private static String[] with(String[] labels, String bound) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "le";
        all[labels.length + 1] = bound;
        return all;
    }
}
