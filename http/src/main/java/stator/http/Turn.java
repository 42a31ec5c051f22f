package stator.http;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * How long one connection has had its event loop for itself. Requests may be pipelined by the
 * thousand; those of other connections come in between. Confined to the event loop.
 */
final class Turn {
    private static final long NANOS_MAX = 500_000;

    private long since;
    private boolean isTaken;
    private boolean isPassed;

    /** Whether others have waited long enough; the first to ask begins the turn. */
    boolean isOver() {
        long now = System.nanoTime();
        if (!isTaken) {
            isTaken = true;
            since = now;
        }
        return now - since > NANOS_MAX;
    }

    /** The connection has nothing to do for now. */
    void end() {
        isTaken = false;
    }

    /**
     * Lets others have theirs and goes on after them. The event loop runs what it is given to
     * execute for up to a second before it looks at its sockets, but what is scheduled comes after
     * them.
     */
    void pass(EventLoop loop, Runnable next) {
        if (!isPassed) {
            isPassed = true;
            loop.schedule(
                    () -> {
                        isPassed = false;
                        isTaken = false;
                        next.run();
                    },
                    1,
                    TimeUnit.NANOSECONDS);
        }
    }
}
