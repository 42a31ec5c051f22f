package stator.storage.cassandra;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a server does that stands by: it looks at the lease again and again, and takes it when it is
 * free, when its owner was a process of this machine that is gone, or when the beat has not changed
 * for as long as a lease lasts, by the watcher's own ticking clock. No two clocks are ever
 * compared.
 */
final class LeaseWatch {
    private static final long RECENT_NANOS = 400_000_000L;

    private final LeaseRow row;
    private final Duration duration;

    /** Why this server may not write; empty if it may. */
    private final Supplier<String> objection;

    private final String process = LeaseRow.thisProcess();

    // Guarded by this. What was seen first of the beat that stands now, and when.
    private LeaseRow.Held first;
    private long sinceNanos;

    // Guarded by this. What was seen last, and when.
    private LeaseRow.Held last;
    private long lastNanos;

    LeaseWatch(LeaseRow row, Duration duration, Supplier<String> objection) {
        this.row = row;
        this.duration = duration;
        this.objection = objection;
    }

    /** Looks who holds the lease. */
    LeaseRow.Held look() {
        LeaseRow.Held held = row.read();
        long now = System.nanoTime();
        synchronized (this) {
            if (first == null || !held.isSameBeat(first)) {
                first = held;
                sinceNanos = now;
            }
            last = held;
            lastNanos = now;
        }
        return held;
    }

    /** Who held the lease a moment ago. */
    LeaseRow.Held recent() {
        synchronized (this) {
            if (last != null && System.nanoTime() - lastNanos < RECENT_NANOS) {
                return last;
            }
        }
        return look();
    }

    /** What was seen before is of no meaning any more: this server held the lease meanwhile. */
    synchronized void forget() {
        first = null;
    }

    private synchronized boolean isSilent(LeaseRow.Held held) {
        return held.isSameBeat(first) && System.nanoTime() - sinceNanos > duration.toNanos();
    }

    /**
     * Takes the lease if it may be taken.
     *
     * @param door what others are told of this server
     * @param lost called if another server takes it from this one
     * @return empty if another server holds it, or took it a moment ago, or this one may not write
     */
    Optional<Lease> tryTake(String door, Runnable lost) {
        LeaseRow.Held held = look();
        if (!objection.get().isEmpty()
                || !held.isFree() && !held.isGone(process) && !isSilent(held)) {
            return Optional.empty();
        }
        forget();
        return Lease.tryTake(row, held, process, door, duration, objection, lost);
    }
}
