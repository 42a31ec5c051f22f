package stator.database.row;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * The wall clock, as far as it may be believed when what it says cannot be undone.
 *
 * <p>A wall clock may be set wrongly, by hand or by a server of time, and set right a little later.
 * What was deleted by the wrong time is lost. So a leap forward, seen against a clock that only
 * ticks, counts only after it has stood for a while; until then, time goes on from where it was. A
 * leap back counts at once: at worst something is deleted later.
 *
 * <p>What was wrong before the first look cannot be told. Thread-safe.
 */
public final class TrustedClock extends Clock {
    /** A difference that is a leap, and not the drift or the slewing of a clock. */
    static final long LEAP_MILLIS = 60_000;

    /** How long a leap forward has to stand. */
    public static final long DOUBT_MILLIS = 600_000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock wall;
    private final LongSupplier tickingNanos;

    /** What to add to the ticking clock's milliseconds. */
    private long offsetMillis;

    private boolean doubts;

    /** By the ticking clock; only while it doubts. */
    private long doubtsSinceMillis;

    /**
     * A clock that believes what the wall clock says now.
     *
     * @param tickingNanos such as {@link System#nanoTime}
     */
    public TrustedClock(Clock wall, LongSupplier tickingNanos) {
        this.wall = wall;
        this.tickingNanos = tickingNanos;
        believe();
    }

    /** Believes the wall clock: it was not watched for a while, or nothing hung on it. */
    public synchronized void believe() {
        offsetMillis = wall.millis() - tickingMillis();
        doubts = false;
    }

    private long tickingMillis() {
        return tickingNanos.getAsLong() / NANOS_PER_MILLI;
    }

    /** Whether there was a leap that does not count yet. */
    public synchronized boolean doubts() {
        return doubts;
    }

    /** Milliseconds since 1970; never more than the wall clock says. */
    @Override
    public synchronized long millis() {
        long ticking = tickingMillis();
        long aheadMillis = wall.millis() - ticking - offsetMillis;
        if (aheadMillis <= LEAP_MILLIS) {
            offsetMillis += aheadMillis;
            doubts = false;
        } else if (!doubts) {
            doubts = true;
            doubtsSinceMillis = ticking;
        } else if (ticking - doubtsSinceMillis >= DOUBT_MILLIS) {
            offsetMillis += aheadMillis;
            doubts = false;
        }
        return ticking + offsetMillis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Only milliseconds are asked of it.");
    }
}
