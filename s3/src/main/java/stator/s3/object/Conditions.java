package stator.s3.object;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.Times;

/** The conditions that requests make of the object that is there (RFC 9110, section 13). */
public final class Conditions {
    private Conditions() {}

    /** What comes of the conditions of a read. */
    enum Outcome {
        FINE,
        NOT_MODIFIED
    }

    /**
     * The conditions of a read.
     *
     * @param prefix of the headers; empty, or that of the source of a copy
     * @throws S3Exception PreconditionFailed
     */
    static Outcome ofRead(S3Request request, String prefix, ObjectVersion object) {
        String match = request.header(prefix + "if-match");
        Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
        if (!match.isEmpty()) {
            if (!matches(match, object)) {
                throw Errors.preconditionFailed("If-Match");
            }
        } else if (date(request, prefix + "if-unmodified-since")
                .filter(modified::isAfter)
                .isPresent()) {
            throw Errors.preconditionFailed("If-Unmodified-Since");
        }
        String noneMatch = request.header(prefix + "if-none-match");
        if (!noneMatch.isEmpty()) {
            return matches(noneMatch, object) ? Outcome.NOT_MODIFIED : Outcome.FINE;
        }
        return date(request, prefix + "if-modified-since")
                        .filter(since -> !modified.isAfter(since))
                        .isPresent()
                ? Outcome.NOT_MODIFIED
                : Outcome.FINE;
    }

    private static Optional<Instant> date(S3Request request, String header) {
        return Times.parsed(request.header(header));
    }

    private static boolean matches(String tags, ObjectVersion object) {
        for (String each : tags.split(",")) {
            String tag = each.strip();
            tag = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (tag.equals("*") || tag.replace("\"", "").equals(object.etag())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Conditions that only directory buckets judge. To pass over them would be to delete what the
     * client wants to keep.
     *
     * @throws S3Exception NotImplemented
     */
    static void requireNoneOfDirectoryBuckets(S3Request request) {
        for (String header : List.of("x-amz-if-match-size", "x-amz-if-match-last-modified-time")) {
            if (request.hasHeader(header)) {
                throw notImplemented(header);
            }
        }
    }

    private static S3Exception notImplemented(String header) {
        return new S3Exception(
                        501,
                        "NotImplemented",
                        "A header you provided implies functionality that is not implemented")
                .with("Header", header);
    }

    /**
     * The conditions of a write, which are looked at when it happens.
     *
     * @throws S3Exception NotImplemented if they are none of a write
     */
    public static ObjectBucket.Guard ofWrite(S3Request request) {
        String match = request.header("if-match");
        String noneMatch = request.header("if-none-match");
        if (!noneMatch.isEmpty() && !noneMatch.equals("*")) {
            throw notImplemented("If-None-Match");
        }
        String key = request.key();
        return current -> {
            if (!noneMatch.isEmpty() && current.isPresent()) {
                throw Errors.preconditionFailed("If-None-Match");
            }
            if (match.isEmpty()) {
                return;
            }
            if (current.isEmpty()) {
                throw Errors.noSuchKey(key);
            }
            if (!matches(match, current.get())) {
                throw Errors.preconditionFailed("If-Match");
            }
        };
    }
}
