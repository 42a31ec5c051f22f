package stator.s3.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * The calendar of expiry: a number of days is over at the midnight (UTC) after it, as in Amazon
 * S3's user guide ("Lifecycle rules: based on an object's age").
 *
 * @param length of a day, which tests make shorter
 */
public record Days(Duration length) {
    /** As long as on AWS. */
    public static final Days REAL = new Days(Duration.ofDays(1));

    public Days {
        if (length.toMillis() < 1) {
            throw new IllegalArgumentException("a day of " + length);
        }
    }

    /** When what began at an instant is so many days old. */
    public Instant after(Instant from, int days) {
        long day = length.toMillis();
        long end = from.toEpochMilli() + days * day;
        return Instant.ofEpochMilli(Math.ceilDiv(end, day) * day);
    }

    /** How long it takes until somebody looks again. */
    long pauseMillis() {
        return Math.max(length.toMillis() / 24, Math.min(length.toMillis(), 200));
    }
}
