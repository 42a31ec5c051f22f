package stator.database.outbox;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** How long after their commits derived changes were made, since the store was opened. */
public final class CarryingTimes {
    private final LongAdder commits = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    CarryingTimes() {}

    void add(long tookNanos) {
        commits.increment();
        nanos.add(tookNanos);
        longestNanos.accumulate(tookNanos);
    }

    /** How many commits had derived changes that are made. */
    public long commits() {
        return commits.sum();
    }

    /** How long after them these were made, all together. */
    public long nanos() {
        return nanos.sum();
    }

    /** How long that was at most. */
    public long longestNanos() {
        return longestNanos.get();
    }
}
