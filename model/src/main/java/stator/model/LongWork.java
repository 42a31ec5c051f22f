package stator.model;

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
 * <p>The carriers are one set for a JVM, and so is the number of those who compute. Whoever runs
 * long work must neither hold a lock that another needs before its own long work, nor wait for
 * anything within it.
 */
public final class LongWork {
    /** Bytes looked at, some nanoseconds each: what is less is done at once. */
    private static final long BRIEF_UNITS = 1 << 20;

    private static final Semaphore FREE =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

    private LongWork() {}

    /**
     * Computes something, when it is its turn.
     *
     * @param units how many bytes it looks at, about
     */
    public static <T> T run(long units, Supplier<T> work) {
        if (units <= BRIEF_UNITS || !Thread.currentThread().isVirtual()) {
            return work.get();
        }
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
