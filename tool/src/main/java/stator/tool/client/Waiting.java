package stator.tool.client;

import java.util.function.Predicate;

/** Looks again and again, less often as time goes by. */
public final class Waiting {
    private static final long FIRST_MILLIS = 50;
    private static final long MOST_MILLIS = 5_000;

    private Waiting() {}

    /** Looks once. */
    @FunctionalInterface
    public interface Look {
        Answer look() throws InterruptedException;
    }

    /** What is seen when it is as it should be. */
    public static Answer until(Look look, Predicate<Answer> isDone) throws InterruptedException {
        for (long pause = FIRST_MILLIS; ; pause = Math.min(MOST_MILLIS, pause * 3 / 2)) {
            Answer seen = look.look();
            if (isDone.test(seen)) {
                return seen;
            }
            Thread.sleep(pause);
        }
    }
}
