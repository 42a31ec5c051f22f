package stator.s3.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.object.Blob;
import stator.bucket.object.Content;
import stator.bucket.object.FoundObject;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.BodySource;
import stator.door.Reply;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;

/** GetObject and HeadObject. */
final class GetObject {
    private GetObject() {}

    static Operation get() {
        return Operation.of("GetObject", Level.OBJECT, "GET", GetObject::execute);
    }

    static Operation head() {
        return Operation.of("HeadObject", Level.OBJECT, "HEAD", GetObject::execute)
                .allowedBy("s3:GetObject");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ObjectHeaders.requireNoCustomerKey(request);
        String id = ObjectLookup.versionId(request);
        FoundObject found = ObjectLookup.open(bucket, request.key(), id);
        boolean sent = false;
        try {
            Reply reply = answer(request, bucket, found);
            sent = reply.isStreamed() && request.method().equals("GET");
            return reply;
        } finally {
            if (!sent) {
                found.close();
            }
        }
    }

    private static Reply answer(S3Request request, ObjectBucket bucket, FoundObject found)
            throws IOException {
        ObjectVersion object = found.version();
        Map<String, String> headers = ObjectHeaders.of(request, bucket, object);
        if (Conditions.ofRead(request, "", object) == Conditions.Outcome.NOT_MODIFIED) {
            return ObjectHeaders.with(Reply.empty(304), headers);
        }
        if (request.method().equals("GET")) {
            Archive.requireReadable(object, request.clock().instant());
        }
        Optional<ByteRange> range = range(request, object, headers);
        addChecksum(request, object, range, headers);
        range.ifPresent(part -> headers.put("Content-Range", part.contentRange(object.size())));
        long from = range.map(ByteRange::from).orElse(0L);
        long length = range.map(ByteRange::length).orElse(object.size());
        InputStream bytes =
                request.method().equals("HEAD")
                        ? InputStream.nullInputStream()
                        : found.read(from, length);
        int status = range.isPresent() ? 206 : 200;
        String type = ObjectHeaders.contentType(request, object);
        boolean isAtHand =
                request.method().equals("GET") && object.content() instanceof Content.Inline;
        Reply reply =
                isAtHand
                        ? Reply.of(status, type, bytes.readAllBytes(), (int) length)
                        : Reply.streamed(status, type, new BodySource(bytes, length));
        return ObjectHeaders.with(reply, headers);
    }

    private static Optional<ByteRange> range(
            S3Request request, ObjectVersion object, Map<String, String> headers) {
        String header = request.header("range");
        if (!request.hasParameter("partNumber")) {
            return header.isEmpty() ? Optional.empty() : ByteRange.of(header, object.size());
        }
        if (!header.isEmpty()) {
            throw Errors.invalidRequest(
                    "Cannot specify both Range header and partNumber query parameter");
        }
        int number = request.number("partNumber", 0, Integer.MAX_VALUE);
        String parts = object.attribute(ObjectHeaders.PARTS);
        int count = parts.isEmpty() ? 1 : parts.split(",").length;
        if (number < 1 || number > count) {
            throw new S3Exception(
                            416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
                    .with("ActualPartCount", Integer.toString(count))
                    .with("PartNumberRequested", Integer.toString(number));
        }
        if (parts.isEmpty()) {
            return object.size() == 0
                    ? Optional.empty()
                    : Optional.of(new ByteRange(0, object.size()));
        }
        headers.put("x-amz-mp-parts-count", Integer.toString(count));
        List<Blob> blobs = object.content().blobs();
        long from = blobs.subList(0, number - 1).stream().mapToLong(Blob::size).sum();
        return Optional.of(new ByteRange(from, blobs.get(number - 1).size()));
    }

    /** The checksum is that of the whole, so a part has none. */
    private static void addChecksum(
            S3Request request,
            ObjectVersion object,
            Optional<ByteRange> range,
            Map<String, String> headers) {
        boolean whole = range.map(part -> part.length() == object.size()).orElse(true);
        if (whole && request.header("x-amz-checksum-mode").equalsIgnoreCase("ENABLED")) {
            StoredChecksum.in(object.attributes())
                    .ifPresent(checksum -> ObjectHeaders.addChecksum(headers, checksum));
        }
    }
}
