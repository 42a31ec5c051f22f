package stator.autoscaling.scaling;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a scheduled action happens. */
sealed interface Schedule {
    Pattern RATE = Pattern.compile("rate\\((\\d{1,9}) (minutes?|hours?|days?)\\)");

    /** Once. */
    record At(Instant time) implements Schedule {}

    /** Again and again after some time. */
    record Rate(Duration period) implements Schedule {}

    /** At some minutes of the calendar. */
    record Calendar(Cron cron, ZoneId zone) implements Schedule {
        /** An hour at most is looked at: what was missed for longer is over. */
        private static final int MINUTES_MAX = 60;

        private boolean hasMinute(Instant after, Instant now) {
            long last = minute(now);
            for (long i = Math.max(minute(after) + 1, last - MINUTES_MAX); i <= last; i++) {
                if (cron.matches(Instant.ofEpochSecond(i * 60).atZone(zone))) {
                    return true;
                }
            }
            return false;
        }

        private static long minute(Instant time) {
            return Math.floorDiv(time.getEpochSecond(), 60);
        }
    }

    /**
     * Reads a schedule; empty if the text is none.
     *
     * @param timezone empty for UTC
     */
    static Optional<Schedule> parse(String text, String timezone) {
        try {
            ZoneId zone = timezone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(timezone);
            if (text.startsWith("at(") && text.endsWith(")")) {
                LocalDateTime time = LocalDateTime.parse(text.substring(3, text.length() - 1));
                return Optional.of(new At(time.atZone(zone).toInstant()));
            }
            if (text.startsWith("cron(") && text.endsWith(")")) {
                return Cron.parse(text.substring(5, text.length() - 1))
                        .map(cron -> new Calendar(cron, zone));
            }
            return rate(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Schedule> rate(String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches() || Long.parseLong(rate.group(1)) == 0) {
            return Optional.empty();
        }
        long value = Long.parseLong(rate.group(1));
        return Optional.of(
                new Rate(
                        switch (rate.group(2).charAt(0)) {
                            case 'm' -> Duration.ofMinutes(value);
                            case 'h' -> Duration.ofHours(value);
                            default -> Duration.ofDays(value);
                        }));
    }

    /**
     * Whether it is due between two moments, the second one included.
     *
     * @param begun from when on it counts
     * @param fired when it last happened
     */
    default boolean isDue(Instant begun, Optional<Instant> fired, Instant after, Instant now) {
        return switch (this) {
            case At at -> fired.isEmpty() && !at.time.isAfter(now);
            case Rate rate -> !fired.orElse(begun).plus(rate.period).isAfter(now);
            case Calendar calendar -> calendar.hasMinute(after, now);
        };
    }
}
