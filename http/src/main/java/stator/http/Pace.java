package stator.http;

import java.util.concurrent.TimeUnit;

/**
 * Whether a client that takes or sends bytes keeps up: it must move a kilobyte a second, measured
 * over the time that a body may take. Confined to the connection's event loop.
 */
final class Pace {
    private final int windowMillis;
    private long since;
    private long movedThen;
    private boolean measuring;

    Pace(int windowMillis) {
        this.windowMillis = windowMillis;
    }

    /** Nothing is to be moved for now, or others are the ones to wait for. */
    void rest() {
        measuring = false;
    }

    /**
     * Asked again and again while the client has something to move.
     *
     * @param moved how many bytes it has ever moved
     */
    boolean isTooSlow(long now, long moved) {
        if (measuring && now - since < TimeUnit.MILLISECONDS.toNanos(windowMillis)) {
            return false;
        }
        boolean tooSlow = measuring && moved - movedThen < windowMillis;
        measuring = true;
        since = now;
        movedThen = moved;
        return tooSlow;
    }
}
