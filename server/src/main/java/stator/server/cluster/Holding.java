package stator.server.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import stator.door.Handler;
import stator.door.Reply;
import stator.door.Request;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * The time during which this server holds the store. Thread-safe.
 *
 * <p>Invariant: no call is inside once {@link #end} has closed what it needs, but those that took
 * longer than they were given.
 */
final class Holding {
    private static final long STEP_MILLIS = 5;

    private final Store store;
    private final Served served;
    private final Instant since;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean ended;

    Holding(Store store, Served served, Instant since) {
        this.store = store;
        this.served = served;
        this.since = since;
    }

    Instant since() {
        return since;
    }

    Handler door() {
        return served.door();
    }

    /** Answers a request; empty if this server holds the store no more, and nothing was begun. */
    Optional<Reply> answer(Request request) {
        calls.incrementAndGet();
        try {
            return ended ? Optional.empty() : Optional.of(served.door().answer(request));
        } finally {
            calls.decrementAndGet();
        }
    }

    void resume() {
        served.resume();
    }

    /** Why nothing can be written now; empty if it can. */
    Optional<String> refusal() {
        try {
            return Optional.of(store.health().detail()).filter(detail -> !detail.isEmpty());
        } catch (StoreException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Lets no further call in, waits for those inside, and closes the store.
     *
     * @param patience how long calls may take
     */
    void end(Duration patience) {
        ended = true;
        long start = System.nanoTime();
        while (calls.get() > 0 && System.nanoTime() - start < patience.toNanos()) {
            try {
                Thread.sleep(STEP_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        served.close();
    }
}
