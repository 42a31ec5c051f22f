package stator.cloudwatch.alarm;

import java.time.Instant;
import java.util.List;

/**
 * What an alarm has found.
 *
 * @param value {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param reason in words
 * @param sinceMillis when it came to that, since 1970
 */
public record AlarmState(String value, String reason, long sinceMillis) {
    /** All of them. */
    public static final List<String> VALUES = List.of("OK", "ALARM", "INSUFFICIENT_DATA");

    public AlarmState {
        if (!VALUES.contains(value)) {
            throw new IllegalArgumentException("no state of an alarm: " + value);
        }
    }

    /** That of an alarm that has not looked yet. */
    public static AlarmState initial(long millis) {
        return new AlarmState("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation", millis);
    }

    /** When it came to that. */
    public Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }
}
