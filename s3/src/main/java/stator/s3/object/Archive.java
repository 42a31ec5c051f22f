package stator.s3.object;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.S3Exception;
import stator.s3.request.StorageClass;
import stator.s3.request.Times;

/**
 * Objects in an archive: they are told of like others, and read only while a restored copy is
 * there.
 */
final class Archive {
    /** Until when a copy is there, as the header says it; among the attributes. */
    static final String RESTORED = "restored";

    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]*)\"");

    private Archive() {}

    /** What the attribute says of a copy. */
    static String restored(Instant until) {
        return "ongoing-request=\"false\", expiry-date=\"" + Times.http(until) + "\"";
    }

    /** The header of an answer about an object; empty if no copy of it is there. */
    static Optional<String> header(ObjectVersion object, Instant now) {
        String restored = object.attribute(RESTORED);
        Matcher expiry = EXPIRY.matcher(restored);
        return expiry.find() && Times.parsed(expiry.group(1)).filter(now::isBefore).isPresent()
                ? Optional.of(restored)
                : Optional.empty();
    }

    /** Whether an object cannot be read. */
    private static boolean isClosed(ObjectVersion object, Instant now) {
        return StorageClass.isArchive(object.attribute(StorageClass.ATTRIBUTE))
                && header(object, now).isEmpty();
    }

    /**
     * @throws S3Exception InvalidObjectState
     */
    static void requireReadable(ObjectVersion object, Instant now) {
        if (isClosed(object, now)) {
            throw invalid(object, "The operation is not valid for the object's storage class");
        }
    }

    /**
     * @throws S3Exception InvalidObjectState
     */
    static void requireReadableSource(ObjectVersion object, Instant now) {
        if (isClosed(object, now)) {
            throw invalid(object, "Operation is not valid for the source object's storage class");
        }
    }

    static S3Exception invalid(ObjectVersion object, String message) {
        String name = object.attribute(StorageClass.ATTRIBUTE);
        return new S3Exception(403, "InvalidObjectState", message)
                .with("StorageClass", name.isEmpty() ? StorageClass.STANDARD : name);
    }
}
