package stator.database.walk;

/**
 * How fast background work may go: as fast as it can while it has the machine for itself, and half
 * of the time when others want it, too.
 *
 * <p>Who they are is not asked. An entry then takes much longer than it did at the best of times,
 * whether it waits for a processor, for the disk or for a lock, and the others are let go first.
 * For one thread.
 */
public final class Pace {
    /** Fewer entries tell nothing about the time of one. */
    private static final int ENTRIES_MIN = 50;

    /** From how many times the best on the machine counts as wanted by others. */
    private static final int TIMES = 2;

    /**
     * After each batch, the best is forgotten a little: entries may have become dearer for good.
     */
    private static final int FORGETTING = 256;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PAUSE_MILLIS_MAX = 200;

    private double bestNanos = Double.MAX_VALUE;

    /** How long to pause after a batch of so many entries that took so long. */
    public long pauseMillis(int entries, long nanos) {
        assert entries >= 0 && nanos >= 0 : entries + " entries in " + nanos + " ns";
        if (entries < ENTRIES_MIN) {
            return 0;
        }
        double each = (double) nanos / entries;
        bestNanos = Math.min(each, bestNanos + bestNanos / FORGETTING);
        return each <= TIMES * bestNanos
                ? 0
                : Math.min(PAUSE_MILLIS_MAX, nanos / NANOS_PER_MILLI + 1);
    }
}
