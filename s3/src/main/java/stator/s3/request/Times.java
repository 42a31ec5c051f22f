package stator.s3.request;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Instants as they stand in documents and headers: whole seconds. */
public final class Times {
    private static final DateTimeFormatter HTTP =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private Times() {}

    /** As in documents. */
    public static String iso(Instant instant) {
        return ISO.format(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    /** As in headers. */
    public static String http(Instant instant) {
        return HTTP.format(instant);
    }

    /** The instant that a header states; empty if it states none. */
    public static Optional<Instant> parsed(String header) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
