package stator.door.caller;

import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How often who failed to sign. Whoever fails more often than {@link #PER_SECOND} is told no more
 * than that, for what a signature should have been helps nobody but who makes it up.
 *
 * <p>A caller is an access key at an address, and only requests that are refused anyway count: a
 * good signature is let in however many bad ones came before it, so nobody can lock out others, be
 * it from the same address or with the same key. Thread-safe.
 */
final class FailedSignatures {
    /** How many failures a second are explained. */
    static final int PER_SECOND = 20;

    /** How many may come at once after a while without any. */
    static final int AT_ONCE = 100;

    /** How many callers are told apart; when there are more, all are forgotten. */
    private static final int CALLERS_MAX = 10_000;

    private record Caller(String address, String accessKey) {}

    /** How many failures are still explained, as of a moment. */
    private record Allowance(double left, long millis) {}

    private final ConcurrentMap<Caller, Allowance> callers = new ConcurrentHashMap<>();
    private final Clock clock;

    FailedSignatures(Clock clock) {
        this.clock = clock;
    }

    /** Takes note of a failure; whether it is one too many. */
    boolean isTooMany(String address, String accessKey) {
        if (callers.size() >= CALLERS_MAX) {
            callers.clear();
        }
        long now = clock.millis();
        Allowance left =
                callers.merge(
                        new Caller(address, accessKey),
                        new Allowance(AT_ONCE - 1, now),
                        (before, first) -> {
                            double grown = (now - before.millis) * PER_SECOND / 1_000.0;
                            double full = Math.min(AT_ONCE, Math.max(0, before.left) + grown);
                            return new Allowance(full - 1, now);
                        });
        return left.left < 0;
    }
}
