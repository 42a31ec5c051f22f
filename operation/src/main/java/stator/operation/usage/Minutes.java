package stator.operation.usage;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The values of one series in each of the last minutes. Minutes without a value take no room.
 * Thread-safe; a value costs some additions without a lock.
 */
public final class Minutes {
    /** How many minutes with values are kept. */
    static final int KEPT = 60;

    /** More than a thread that has read the clock may be late. */
    private static final int MINUTES_TO_REST = 2;

    private static final long MILLIS_PER_MINUTE = 60_000;

    private final InstantSource clock;
    private final Consumer<Minutes> used;

    /** A minute that no value belongs to. */
    private static final Running NONE = new Running(Long.MIN_VALUE);

    /** The current minute; before the first value, and after a rest, none. */
    private volatile Running current = NONE;

    /**
     * The minute before that one: a thread that has read the clock may still add to it. Guarded by
     * this, as the finished ones are.
     */
    private Running previous = NONE;

    private final Deque<Minute> finished = new ArrayDeque<>(1);

    /** A minute that still grows. The number of values is written last and read first. */
    private static final class Running {
        private final long minute;
        private final DoubleAccumulator min =
                new DoubleAccumulator(Math::min, Double.POSITIVE_INFINITY);
        private final DoubleAccumulator max =
                new DoubleAccumulator(Math::max, Double.NEGATIVE_INFINITY);
        private final DoubleAdder sum = new DoubleAdder();
        private final LongAdder count = new LongAdder();

        Running(long minute) {
            this.minute = minute;
        }

        /** Whether values of a minute belong here; a thread may be late by one. */
        boolean takes(long now) {
            return now == minute || now == minute - 1;
        }

        void add(double value) {
            min.accumulate(value);
            max.accumulate(value);
            sum.add(value);
            count.increment();
        }

        /** Adds this to a list, unless there was no value. */
        void addTo(Collection<Minute> minutes) {
            long values = count.sum();
            if (values > 0) {
                minutes.add(new Minute(minute, values, sum.sum(), min.get(), max.get()));
            }
        }
    }

    /**
     * @param used is called with this before the first value of a minute
     */
    Minutes(InstantSource clock, Consumer<Minutes> used) {
        this.clock = clock;
        this.used = used;
    }

    /** Adds a value of now. */
    public void add(double value) {
        Running running = current;
        (running.takes(now()) ? running : begin()).add(value);
    }

    /** The minute of now; read again, as a thread may have come here long after it read it. */
    private synchronized Running begin() {
        long now = now();
        if (!current.takes(now)) {
            finishPrevious();
            previous = current;
            current = new Running(now);
            used.accept(this);
        }
        return current;
    }

    private void finishPrevious() {
        previous.addTo(finished);
        previous = NONE;
        if (finished.size() > KEPT) {
            finished.removeFirst();
        }
    }

    /** Takes little room until the next value, if there was none for some minutes. */
    synchronized void restIfUnused() {
        if (current != NONE && now() - current.minute > MINUTES_TO_REST) {
            finishPrevious();
            previous = current;
            finishPrevious();
            current = NONE;
        }
    }

    private long now() {
        return clock.millis() / MILLIS_PER_MINUTE;
    }

    /** The minutes from one on that have values, the current one included. */
    public synchronized List<Minute> since(long first) {
        List<Minute> minutes = new ArrayList<>(finished);
        previous.addTo(minutes);
        current.addTo(minutes);
        minutes.removeIf(minute -> minute.minute() < first);
        return minutes;
    }

    /** The last minute with a value; 0 if there was none. */
    synchronized long lastMinute() {
        if (current != NONE) {
            return current.minute;
        }
        return finished.isEmpty() ? 0 : finished.getLast().minute();
    }
}
