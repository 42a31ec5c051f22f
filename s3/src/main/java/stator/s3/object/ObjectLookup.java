package stator.s3.object;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import stator.bucket.object.FoundObject;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.Times;

/** Finds the version that a request is about. */
final class ObjectLookup {
    private static final Pattern ID = Pattern.compile("null|[0-9a-f]{32}");

    private ObjectLookup() {}

    /** The version that a request names; empty for the current one. */
    static String versionId(S3Request request) {
        String id = request.parameter("versionId");
        requireId(id, request.hasParameter("versionId"));
        return id;
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static void requireId(String id, boolean present) {
        if (present && !isId(id)) {
            throw Errors.invalidArgument(
                    id.isEmpty()
                            ? "Version id cannot be the empty string"
                            : "Invalid version id specified",
                    "versionId",
                    id);
        }
    }

    /**
     * Opens an object. The caller closes it.
     *
     * @throws S3Exception NoSuchKey, NoSuchVersion, or MethodNotAllowed for a marker
     */
    static FoundObject open(ObjectBucket bucket, String key, String id) throws IOException {
        Optional<FoundObject> found = bucket.open(key, id);
        if (found.isPresent() && found.get().version().marker()) {
            found.get().close();
            throw marker(found.get().version(), id);
        }
        return found.orElseThrow(() -> missing(key, id));
    }

    /** The same without its bytes. */
    static ObjectVersion find(ObjectBucket bucket, String key, String id) throws IOException {
        Optional<ObjectVersion> found = bucket.find(key, id);
        if (found.filter(ObjectVersion::marker).isPresent()) {
            throw marker(found.get(), id);
        }
        return found.orElseThrow(() -> missing(key, id));
    }

    static S3Exception missing(String key, String id) {
        return id.isEmpty() ? Errors.noSuchKey(key) : Errors.noSuchVersion(key, id);
    }

    static S3Exception marker(ObjectVersion marker, String id) {
        S3Exception error =
                id.isEmpty()
                        ? Errors.noSuchKey(marker.key())
                        : Errors.methodNotAllowed("GET", "DeleteMarker")
                                .withHeader("Allow", "DELETE")
                                .withHeader("Last-Modified", Times.http(marker.modified()));
        return error.withHeader("x-amz-delete-marker", "true")
                .withHeader("x-amz-version-id", marker.id());
    }

    static boolean isVersioned(ObjectBucket bucket) {
        return bucket.versioning() != ObjectBucket.Versioning.NEVER;
    }
}
