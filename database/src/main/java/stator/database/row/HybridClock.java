package stator.database.row;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives versions: milliseconds since 1970 in the upper 44 bits and a count in the lower 20, but
 * always more than any version before, whatever the wall clock does.
 */
public final class HybridClock {
    private static final int COUNT_BITS = 20;

    private final Clock clock;
    private final AtomicLong last;

    /**
     * A clock that goes on after a version.
     *
     * @param highestVersion the highest version ever given, or 0
     */
    public HybridClock(Clock clock, long highestVersion) {
        this.clock = clock;
        assert highestVersion >= 0 : "Versions are positive: " + highestVersion;
        last = new AtomicLong(highestVersion);
    }

    /** The milliseconds since 1970 that a version holds. */
    public static long millis(long version) {
        return version >>> COUNT_BITS;
    }

    /** The microseconds since 1970: the count in their place, as far as it fits. */
    public static long micros(long version) {
        long count = version & ((1L << COUNT_BITS) - 1);
        return millis(version) * 1_000 + Math.min(count, 999);
    }

    /** The least version of a time. */
    public static long least(long millis) {
        return Math.max(millis, 0) << COUNT_BITS;
    }

    /** The time, which is never before that of any version. */
    public long millis() {
        return Math.max(clock.millis(), millis(last.get()));
    }

    /** The newest version that was given. */
    public long last() {
        return last.get();
    }

    /** The next version. */
    public long next() {
        long now = clock.millis() << COUNT_BITS;
        while (true) {
            long before = last.get();
            long next = Math.max(before + 1, now);
            if (last.compareAndSet(before, next)) {
                assert next > before : "A version went back";
                return next;
            }
        }
    }
}
