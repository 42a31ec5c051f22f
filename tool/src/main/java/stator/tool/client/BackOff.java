package stator.tool.client;

import java.util.random.RandomGenerator;

/** How long to wait before a call is made again: longer each time, and never as long as others. */
public record BackOff(RandomGenerator random, long firstMillis, long mostMillis) {
    /** As AWS's own clients do it. */
    public static BackOff standard(RandomGenerator random) {
        return new BackOff(random, 50, 20_000);
    }

    /** Waits before another attempt after {@code failed} ones. */
    void await(int failed) throws InterruptedException {
        long most = Math.min(mostMillis, firstMillis << Math.min(failed, 20));
        Thread.sleep(random.nextLong(most) + 1);
    }
}
