package stator.http;

import java.util.concurrent.TimeUnit;

/**
 * How long a connection has been waiting for its client, and for what. Confined to the connection's
 * event loop.
 */
final class Patience {
    /** What a client can owe. */
    enum Owed {
        /** The first byte of a request. */
        REQUEST,
        /** The rest of the headers. */
        HEADERS,
        /** The rest of the body. */
        BODY,
        /** Taking the last answer and closing its side. */
        END
    }

    private final HttpLimits limits;
    private Owed owed = Owed.REQUEST;
    private long since = System.nanoTime();

    Patience(HttpLimits limits) {
        this.limits = limits;
    }

    Owed owed() {
        return owed;
    }

    /** From now on something else is owed; after {@link Owed#END} nothing else is. */
    void await(Owed next) {
        if (owed != Owed.END) {
            owed = next;
            restart();
        }
    }

    /** Counts from now: the client was not the one to wait for, or has moved on. */
    void restart() {
        since = System.nanoTime();
    }

    /** Whether the client has let the connection wait for too long. */
    boolean isExhausted(long now) {
        int limitMillis =
                switch (owed) {
                    case REQUEST -> limits.idleMillis();
                    case HEADERS -> limits.headerMillis();
                    case BODY, END -> limits.bodyMillis();
                };
        return hasWaited(now, limitMillis);
    }

    /** Whether nothing has come for so long. */
    boolean hasWaited(long now, int millis) {
        return now - since > TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
