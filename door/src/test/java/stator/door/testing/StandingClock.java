package stator.door.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until somebody moves it, which any thread may do. */
public final class StandingClock extends Clock {
    private final AtomicReference<Instant> now;

    /**
     * @param start in the form of ISO 8601, as {@link #set} takes it, too
     */
    public StandingClock(String start) {
        now = new AtomicReference<>(Instant.parse(start));
    }

    /** Moves it on, or back if the time is negative. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /** Moves it to an instant. */
    public void set(String time) {
        now.set(Instant.parse(time));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
