package stator.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the {@code Date} header, formatted once a second. Thread-safe. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private final Clock clock;
    private volatile Formatted last = new Formatted(Long.MIN_VALUE, new byte[0]);

    HttpDate(Clock clock) {
        this.clock = clock;
    }

    byte[] now() {
        long second = Math.floorDiv(clock.millis(), 1000L);
        Formatted formatted = last;
        if (formatted.second != second) {
            String text = FORMAT.format(Instant.ofEpochSecond(second));
            formatted = new Formatted(second, text.getBytes(StandardCharsets.US_ASCII));
            last = formatted;
        }
        return formatted.text;
    }

    private record Formatted(long second, byte[] text) {}
}
