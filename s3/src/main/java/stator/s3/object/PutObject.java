package stator.s3.object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import stator.bucket.object.NewContent;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;

/** PutObject. */
public final class PutObject {
    /** The largest object that is uploaded in one piece, and the largest part. */
    public static final long BYTES_MAX = 5L << 30;

    private static final int KEY_BYTES_MAX = 1024;

    private PutObject() {}

    static Operation operation() {
        return Operation.of("PutObject", Level.OBJECT, "PUT", PutObject::execute);
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        requireKey(request.key());
        requireNoAcl(request, bucket);
        Map<String, String> attributes = ObjectHeaders.attributes(request);
        ObjectBucket.Guard guard = Conditions.ofWrite(request);
        Payload payload = Payload.of(request);
        payload.requireLength(BYTES_MAX);
        ChecksumAlgorithm algorithm = payload.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
        try (NewContent content = bucket.newContent()) {
            Payload.Received received = payload.receive(content, Set.of(algorithm));
            content.finish();
            StoredChecksum checksum = received.checksum(algorithm);
            checksum.addTo(attributes);
            ObjectVersion put =
                    bucket.put(request.key(), content, received.md5(), attributes, guard);
            request.happened("ObjectCreated:Put", put);
            Map<String, String> headers = ObjectHeaders.written(request, bucket, put);
            headers.put("ETag", "\"" + put.etag() + "\"");
            ObjectHeaders.addChecksum(headers, checksum);
            return ObjectHeaders.with(Reply.empty(200), headers);
        }
    }

    /**
     * @throws S3Exception KeyTooLongError
     */
    public static void requireKey(String key) {
        int bytes = key.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > KEY_BYTES_MAX) {
            throw new S3Exception(400, "KeyTooLongError", "Your key is too long")
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(KEY_BYTES_MAX));
        }
    }

    /** Buckets know no access control lists unless their owner has said that they do. */
    public static void requireNoAcl(S3Request request, ObjectBucket bucket) throws IOException {
        String canned = request.header("x-amz-acl");
        boolean asks =
                !canned.isEmpty() && !canned.equals("bucket-owner-full-control")
                        || !request.headersWith("x-amz-grant-").isEmpty();
        if (asks && !allowsAcls(bucket)) {
            throw new S3Exception(
                    400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    public static boolean allowsAcls(ObjectBucket bucket) throws IOException {
        return bucket.configuration("ownershipControls")
                .map(document -> !new String(document).contains("BucketOwnerEnforced"))
                .orElse(true);
    }

    /** Too large for one request: for copies. */
    static void requireCopySize(long size) {
        if (size > BYTES_MAX) {
            throw Errors.invalidRequest(
                    "The specified copy source is larger than the maximum allowable size for a"
                            + " copy source: "
                            + BYTES_MAX);
        }
    }
}
