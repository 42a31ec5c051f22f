package stator.identity.signature;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The times that requests are signed for: ISO 8601's basic format, {@code 20150830T123600Z}. */
public final class SignatureTime {
    private static final int LENGTH = 16;
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SignatureTime() {}

    /** A moment in that format. */
    public static String text(Instant instant) {
        return FORMAT.format(instant);
    }

    /**
     * The moment that a text names; empty if it has another format. By hand, because a {@link
     * DateTimeFormatter} would take a third of the whole request.
     */
    public static Optional<Instant> instant(String text) {
        if (text.length() != LENGTH || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return Optional.empty();
        }
        int year = number(text, 0, 4);
        int month = number(text, 4, 6);
        int day = number(text, 6, 8);
        int hour = number(text, 9, 11);
        int minute = number(text, 11, 13);
        int second = number(text, 13, 15);
        boolean isTime =
                year >= 0
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= YearMonth.of(year, month).lengthOfMonth()
                        && isBelow(hour, 24)
                        && isBelow(minute, 60)
                        && isBelow(second, 60);
        if (!isTime) {
            return Optional.empty();
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return Optional.of(Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second));
    }

    private static boolean isBelow(int number, int limit) {
        return number >= 0 && number < limit;
    }

    /** The number that some digits make, or -1. */
    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + (digit - '0');
        }
        return number;
    }

    /** The same moment in that format, of a text that may also have the format of HTTP. */
    public static Optional<String> normalized(String text) {
        if (instant(text).isPresent()) {
            return Optional.of(text);
        }
        try {
            return Optional.of(
                    text(
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What the headers of a request say; empty if they say nothing that can be read. */
    static String inHeaders(SignableRequest request) {
        String own = request.first("x-amz-date").strip();
        return own.isEmpty() ? normalized(request.first("date").strip()).orElse("") : own;
    }
}
