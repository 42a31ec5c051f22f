package stator.tool;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import stator.tool.client.ToolException;

/** Points in time as people write them. */
final class Times {
    private Times() {}

    /**
     * Seconds since 1970 of a time such as {@code 2026-11-21T12:00:00Z}, or of seconds.
     *
     * @throws ToolException if it is neither
     */
    static String seconds(String text) {
        if (text.matches("\\d{9,11}(\\.\\d{1,3})?")) {
            return text;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return "%d.%03d".formatted(instant.getEpochSecond(), instant.getNano() / 1_000_000);
        } catch (DateTimeException e) {
            throw new ToolException(
                    "This is no time: " + text + ". It must be like 2026-11-21T12:00:00Z.", e);
        }
    }
}
