package stator.logs.store;

import java.nio.charset.StandardCharsets;

/**
 * What was logged at some time.
 *
 * @param timestampMillis since 1970, not negative
 */
public record LogEvent(long timestampMillis, String message) {
    /** What AWS counts for an event beside its message. */
    public static final int OVERHEAD_BYTES = 26;

    public LogEvent {
        if (timestampMillis < 0) {
            throw new IllegalArgumentException("an event before 1970: " + timestampMillis);
        }
    }

    /** The size of the event, as AWS counts it. */
    public int bytes() {
        return message.getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
    }
}
