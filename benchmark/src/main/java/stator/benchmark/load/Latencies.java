package stator.benchmark.load;

/**
 * A histogram of times: each power of two of nanoseconds is cut into {@value #STEPS} equal steps,
 * so a percentile is right to within two percent.
 */
public final class Latencies {
    private static final int STEP_BITS = 6;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS) * STEPS];
    private long total;

    public void add(long nanos) {
        counts[slot(nanos)]++;
        total++;
    }

    public void addAll(Latencies others) {
        for (int slot = 0; slot < counts.length; slot++) {
            counts[slot] += others.counts[slot];
        }
        total += others.total;
    }

    public long total() {
        return total;
    }

    /** The time, in milliseconds, that {@code fraction} of the requests took at most. */
    public double percentileMillis(double fraction) {
        long wanted = (long) Math.ceil(total * fraction);
        long seen = 0;
        for (int slot = 0; slot < counts.length; slot++) {
            seen += counts[slot];
            if (seen >= wanted && seen > 0) {
                return ceiling(slot) / 1e6;
            }
        }
        return 0;
    }

    private static int slot(long nanos) {
        long value = Math.max(nanos, 0);
        if (value < STEPS) {
            return (int) value;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
        return (shift + 1) * STEPS + (int) (value >>> shift) - STEPS;
    }

    private static long ceiling(int slot) {
        int shift = slot / STEPS - 1;
        if (shift < 0) {
            return slot;
        }
        return ((long) (slot % STEPS + STEPS) + 1 << shift) - 1;
    }
}
