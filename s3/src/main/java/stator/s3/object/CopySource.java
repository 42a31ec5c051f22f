package stator.s3.object;

import java.io.IOException;
import stator.bucket.object.FoundObject;
import stator.s3.request.Address;
import stator.s3.request.Errors;
import stator.s3.request.S3Request;

/**
 * Where a copy comes from.
 *
 * @param versionId empty for the current one
 */
public record CopySource(String bucket, String key, String versionId) {
    private static final String HEADER = "x-amz-copy-source";

    /**
     * The one that a request names.
     *
     * @throws stator.s3.request.S3Exception InvalidArgument if it names none
     */
    public static CopySource of(S3Request request) {
        String header = request.header(HEADER);
        int query = header.indexOf("?versionId=");
        String id = query < 0 ? "" : header.substring(query + "?versionId=".length());
        String path = Address.decoded(query < 0 ? header : header.substring(0, query), false);
        path = path.startsWith("/") ? path.substring(1) : path;
        int slash = path.indexOf('/');
        if (slash <= 0 || slash == path.length() - 1) {
            throw Errors.invalidArgument(
                    "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
                    HEADER,
                    header);
        }
        ObjectLookup.requireId(id, query >= 0);
        return new CopySource(path.substring(0, slash), path.substring(slash + 1), id);
    }

    /**
     * Opens it, if what the request demands of it is so. The caller closes it.
     *
     * @throws stator.s3.request.S3Exception NoSuchKey, PreconditionFailed and so on
     */
    public FoundObject open(S3Request request) throws IOException {
        FoundObject found = ObjectLookup.open(request.bucket(bucket), key, versionId);
        try {
            Archive.requireReadableSource(found.version(), request.clock().instant());
            Conditions.Outcome outcome = Conditions.ofRead(request, HEADER + "-", found.version());
            if (outcome == Conditions.Outcome.NOT_MODIFIED) {
                throw Errors.preconditionFailed("x-amz-copy-source-If-None-Match");
            }
            return found;
        } catch (RuntimeException e) {
            found.close();
            throw e;
        }
    }
}
