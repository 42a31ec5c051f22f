package stator.lambda.document;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as AWS Lambda writes them. */
public final class Moments {
    private static final DateTimeFormatter MODIFIED = form("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'");
    private static final DateTimeFormatter MILLIS = form("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter SECONDS = form("yyyy-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter DAY = form("yyyy/MM/dd");
    private static final DateTimeFormatter KEY = form("yyyy-MM-dd'T'HH.mm.ss");

    private Moments() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** {@code 2026-11-29T09:08:07.123+0000}. */
    public static String modified(Instant instant) {
        return MODIFIED.format(instant);
    }

    /** {@code 2026-11-29T09:08:07.123Z}. */
    public static String millis(Instant instant) {
        return MILLIS.format(instant);
    }

    /** {@code 2026-11-29T09:08:07Z}. */
    public static String seconds(Instant instant) {
        return SECONDS.format(instant);
    }

    /** {@code 2026/11/29}. */
    public static String day(Instant instant) {
        return DAY.format(instant);
    }

    /** {@code 2026-11-29T09.08.07}, as keys of objects have it. */
    public static String key(Instant instant) {
        return KEY.format(instant);
    }
}
