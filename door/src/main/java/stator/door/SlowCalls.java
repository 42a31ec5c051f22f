package stator.door;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * A line in the log for each call that took too long.
 *
 * @param millisMin from how many milliseconds on; 0 for no such lines
 */
public record SlowCalls(long millisMin) {
    private static final Logger LOG = System.getLogger(SlowCalls.class.getName());

    /** No lines. */
    public static final SlowCalls OFF = new SlowCalls(0);

    public SlowCalls {
        if (millisMin < 0) {
            throw new IllegalArgumentException("negative: " + millisMin);
        }
    }

    void note(String service, Reply reply, Request request, long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        if (millisMin == 0 || millis < millisMin) {
            return;
        }
        LOG.log(
                Level.WARNING,
                "Slow: {0} {1} took {2} ms, request {3} from {4}{5}",
                service,
                reply.operation(),
                Long.toString(millis),
                request.id(),
                request.source().getHostAddress(),
                reply.error().isEmpty() ? "" : ", answered with " + reply.error());
    }
}
