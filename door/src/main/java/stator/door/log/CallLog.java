package stator.door.log;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The last calls of all clients.
 *
 * <p>It begins when somebody looks, and ends, and forgets, some minutes after the last look. While
 * nobody looks a call costs one read of a field. Its memory is bounded: so many calls, and of each
 * so much of its body. Thread-safe.
 *
 * <p>Calls are numbered as they end. A reader that knows the number of the last call it has got
 * asks for those after it; it gets each once, and learns by a gap that calls were too many for the
 * log.
 */
public final class CallLog {
    /** How many calls are kept. */
    public static final int CALLS_MAX = 1000;

    /** How long a body may be to be kept. */
    public static final int BODY_BYTES_MAX = 4096;

    /** How long a text of a client may be; what is longer is cut. */
    public static final int TEXT_LENGTH_MAX = 200;

    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final byte[] NO_BODY = {};

    private final Clock clock;
    private final Set<String> servicesWithBodies;

    /** The calls of the threads that execute one. */
    private final ThreadLocal<CallDraft> current = new ThreadLocal<>();

    /** Null while nobody looks. Changed under the lock of this. */
    private volatile Ring ring;

    /**
     * The number of the call that ended last. It goes on where it was when somebody looks again, so
     * that no number is used twice. Guarded by this.
     */
    private long last;

    private static final class Ring {
        /** Each call at its number modulo the length. Guarded by the log. */
        private final LoggedCall[] calls = new LoggedCall[CALLS_MAX];

        private volatile long lookedNanos;

        private static int place(long sequence) {
            return (int) (sequence % CALLS_MAX);
        }
    }

    /**
     * @param servicesWithBodies those whose bodies have no secrets; of others none is kept
     */
    public CallLog(Clock clock, Set<String> servicesWithBodies) {
        this.clock = clock;
        this.servicesWithBodies = Set.copyOf(servicesWithBodies);
    }

    // Calls.

    /**
     * A call begins in this thread.
     *
     * @param nowNanos of {@link System#nanoTime}
     */
    public CallDraft begin(long nowNanos) {
        Ring kept = ring;
        if (kept == null) {
            return CallDraft.NONE;
        }
        if (nowNanos - kept.lookedNanos > KEPT_NANOS) {
            end();
            return CallDraft.NONE;
        }
        CallDraft draft = new CallDraft(clock.millis());
        current.set(draft);
        return draft;
    }

    /** Whether anything is kept of a call. */
    public boolean keeps(CallDraft draft) {
        return draft != CallDraft.NONE;
    }

    /** What is kept of a body; the array is not that of the request. */
    public byte[] bodyOf(String service, byte[] body) {
        return servicesWithBodies.contains(service) && body.length <= BODY_BYTES_MAX
                ? body.clone()
                : NO_BODY;
    }

    /** Keeps a call that has ended. */
    public synchronized void add(CallDraft draft, EndedCall end) {
        if (ring != null && keeps(draft)) {
            last++;
            ring.calls[Ring.place(last)] = draft.ended(last, end);
        }
    }

    /** This thread has done with a call, kept or not. */
    public void leave(CallDraft draft) {
        if (keeps(draft)) {
            current.remove();
        }
    }

    /** The call of this thread named tables. */
    public void named(List<String> tables) {
        if (ring != null && current.get() instanceof CallDraft draft) {
            draft.named(tables);
        }
    }

    /** The call of this thread consumed capacity. */
    public void spent(boolean reading, double units) {
        if (ring != null && current.get() instanceof CallDraft draft) {
            draft.spent(reading, units);
        }
    }

    // Looks.

    /**
     * The calls after one, the oldest first. From now on, and for some minutes, calls are kept.
     *
     * @param sequence 0 for all
     * @param callsMax how many at most
     */
    public synchronized List<LoggedCall> after(long sequence, int callsMax) {
        if (ring == null) {
            ring = new Ring();
        }
        ring.lookedNanos = System.nanoTime();
        List<LoggedCall> found = new ArrayList<>();
        for (long next = Math.max(sequence, last - CALLS_MAX) + 1;
                next <= last && found.size() < callsMax;
                next++) {
            LoggedCall call = ring.calls[Ring.place(next)];
            if (call != null && call.sequence() == next) {
                found.add(call);
            }
        }
        return found;
    }

    /** The number of the call that ended last. */
    public synchronized long last() {
        return last;
    }

    /** Forgets all calls, and keeps none until somebody looks again. */
    public synchronized void end() {
        ring = null;
    }
}
