package stator.model;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Computation that takes longer than a client may be kept waiting.
 *
 * <p>Virtual threads share a few carrier threads, as many as the machine has processors, and none
 * is taken off its carrier while it computes. Requests that compute for long would occupy all of
 * them, and every other request would wait for the longest. So of those only as many run at a time
 * as leave a carrier free; the others wait, and hold no carrier while they do.
 *
 * <p>Where others wait for what a thread holds (an event loop, the lock of a row), it says so with
 * {@link #tryBriefly}, and computation that turns out to be long is not begun there. How long it
 * takes is known before it begins, and what it is for has had no effect yet, so it is done again
 * from the start in another place.
 *
 * <p>The carriers are one set for a JVM, and so is the number of those who compute. Whoever runs
 * long work must not wait for anything within it.
 */
public final class LongWork {
    /** Bytes looked at, a nanosecond or less each: what is less is done anywhere. */
    public static final long BRIEF_UNITS = 128 << 10;

    /** Reading a byte of an item and writing it for a client is as long as looking at so many. */
    public static final long UNITS_PER_ITEM_BYTE = 8;

    /** What is less is done without waiting for one's turn. */
    private static final long TURN_UNITS = 1 << 20;

    private static final Semaphore FREE =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private static final long UNLIMITED = Long.MAX_VALUE;

    /** Each thread keeps its own for good: every write sets it, and setting a field is cheap. */
    private static final ThreadLocal<Limit> LIMIT = ThreadLocal.withInitial(Limit::new);

    /**
     * How many read many items at a time: enough to keep all carriers busy, so few that whoever
     * wants one item waits for some milliseconds behind them and not for all that were asked.
     */
    private static final int READERS_MAX = 4 * Runtime.getRuntime().availableProcessors();

    private static final Semaphore READERS = new Semaphore(READERS_MAX, true);

    /** Set while the thread is one of the readers. */
    private static final ThreadLocal<Boolean> READS = new ThreadLocal<>();

    private LongWork() {}

    /** What one thread may do where it is. */
    private static final class Limit {
        /** The most units for one piece of work; {@link #UNLIMITED} where nobody waits. */
        private long units = UNLIMITED;

        /** What was looked at so far, where that is limited. */
        private long looked;
    }

    /** Says that work is too long for the place where it was to be done; nothing was done. */
    private static final class NotHere extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final NotHere INSTANCE = new NotHere();

        private NotHere() {
            super("Long work in a place where others wait", null, false, false);
        }
    }

    /**
     * Does something while others wait for this thread, unless it takes long.
     *
     * @param unitsMax how long a piece of work within it may take, and all that it {@linkplain
     *     #look tells of} together
     * @return empty if it takes longer. Then it was left in the middle; so it must have had no
     *     effect before its long work
     */
    public static <T> Optional<T> tryBriefly(long unitsMax, Supplier<T> work) {
        Limit limit = LIMIT.get();
        long outer = limit.units;
        long lookedBefore = limit.looked;
        limit.units = Math.min(outer, unitsMax);
        limit.looked = 0;
        try {
            return Optional.of(work.get());
        } catch (NotHere e) {
            return Optional.empty();
        } finally {
            limit.units = outer;
            limit.looked = lookedBefore;
        }
    }

    /** Whether others wait for this thread, which is within {@link #tryBriefly}. */
    public static boolean isBrief() {
        return LIMIT.get().units != UNLIMITED;
    }

    /**
     * What ends {@link #tryBriefly}, for those who find that they would have to wait.
     *
     * @return to be thrown
     */
    public static RuntimeException notHere() {
        assert isBrief() : "nobody is there to try it elsewhere";
        return NotHere.INSTANCE;
    }

    /**
     * Tells of a small piece of work, of which many become long work: {@link #tryBriefly} ends with
     * the piece after which all of them took longer than it may. Nothing happens elsewhere.
     *
     * @param units how many bytes were looked at, about
     */
    public static void look(long units) {
        Limit limit = LIMIT.get();
        if (limit.units == UNLIMITED) {
            return;
        }
        limit.looked += units;
        if (limit.looked > limit.units) {
            throw NotHere.INSTANCE;
        }
    }

    /** Whether a failure says that {@link #tryBriefly} has to end: it must be thrown on. */
    public static boolean isNotHere(Throwable failure) {
        return failure instanceof NotHere;
    }

    /**
     * Reads many items, when it is its turn. Whoever calls holds no lock.
     *
     * @param work may do long work and {@link #rest}; from then on it is no reader any more
     */
    public static <T> T reading(Supplier<T> work) {
        if (!Thread.currentThread().isVirtual()) {
            return work.get();
        }
        READERS.acquireUninterruptibly();
        READS.set(true);
        try {
            return work.get();
        } finally {
            rest();
        }
    }

    /** Lets another reader begin: this one is about to wait, or has read all it wants. */
    public static void rest() {
        if (READS.get() != null) {
            READS.remove();
            READERS.release();
        }
    }

    /**
     * Computes something, when it is its turn.
     *
     * @param units how many bytes it looks at, about
     */
    public static <T> T run(long units, Supplier<T> work) {
        if (units <= BRIEF_UNITS) {
            return work.get();
        }
        long unitsMax = LIMIT.get().units;
        if (units > unitsMax) {
            throw NotHere.INSTANCE;
        }
        if (unitsMax != UNLIMITED) {
            return work.get();
        }
        if (units <= TURN_UNITS || !Thread.currentThread().isVirtual()) {
            return work.get();
        }
        rest();
        FREE.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            FREE.release();
        }
    }

    /** The same for a condition. */
    public static boolean test(long units, BooleanSupplier condition) {
        return run(units, condition::getAsBoolean);
    }

    /** Lets others go first who wait for a carrier; to be called after some milliseconds. */
    public static void pause() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }
}
