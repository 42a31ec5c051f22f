package stator.s3.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How long an address holds that was signed beforehand; whoever is believed is not believed later.
 */
public final class PresignedTime {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private PresignedTime() {}

    /**
     * @throws S3Exception AccessDenied if the time of a request's address is over
     */
    public static void requireCurrent(S3Request request) {
        Instant now = request.clock().instant();
        String seconds = request.parameter("X-Amz-Expires");
        String expires = request.parameter("Expires");
        if (!seconds.isEmpty() && seconds.matches("[0-9]{1,9}")) {
            Instant signed = signed(request.parameter("X-Amz-Date"), now);
            Instant end = signed.plusSeconds(Long.parseLong(seconds));
            if (now.isAfter(end)) {
                throw expired(end, now).with("X-Amz-Expires", seconds);
            }
        } else if (request.hasParameter("AWSAccessKeyId") && expires.matches("[0-9]{1,12}")) {
            Instant end = Instant.ofEpochSecond(Long.parseLong(expires));
            if (now.isAfter(end)) {
                throw expired(end, now);
            }
        }
    }

    private static Instant signed(String date, Instant otherwise) {
        try {
            return LocalDateTime.parse(date, BASIC).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return otherwise; // told by whoever reads signatures
        }
    }

    private static S3Exception expired(Instant end, Instant now) {
        return new S3Exception(403, "AccessDenied", "Request has expired")
                .with("Expires", end.toString())
                .with("ServerTime", now.toString());
    }
}
