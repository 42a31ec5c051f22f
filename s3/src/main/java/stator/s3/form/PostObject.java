package stator.s3.form;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import stator.bucket.object.NewContent;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.StoredChecksum;
import stator.s3.object.ObjectHeaders;
import stator.s3.object.PutObject;
import stator.s3.request.Address;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlWriter;

/**
 * POST Object: the form of a web page, as {@code generate_presigned_post} makes it. What is
 * executed is the request that {@link Forms} has made of it, for whoever signed the form.
 */
public final class PostObject {
    private static final String ACTION = "s3:PutObject";

    private PostObject() {}

    /** Its requests are those that {@link Forms} has made. */
    public static Operation operation() {
        return Operation.of("PostObject", Level.OBJECT, "POST", PostObject::execute)
                .allowedBy(ACTION);
    }

    /** Whether a request is one. */
    public static boolean isMeant(S3Request request) {
        return request.as(FormRequest.class).isPresent();
    }

    private static Reply execute(S3Request request) throws IOException {
        FormRequest form = request.as(FormRequest.class).orElseThrow();
        if (form.error().isPresent()) {
            throw form.error().get();
        }
        ObjectBucket bucket = request.bucket();
        PostPolicy.Lengths lengths =
                form.lengths().and(new PostPolicy.Lengths(0, PutObject.BYTES_MAX));
        return answer(request, form, put(request, bucket, lengths));
    }

    /** A field that has to be there. */
    static S3Exception missing(String field) {
        return Errors.invalidArgument(
                "Bucket POST must contain a field named '"
                        + field
                        + "'.  If it is specified, please check the order of the fields.",
                field,
                "");
    }

    /** What was put, and its checksum. */
    private record Put(ObjectVersion object, StoredChecksum checksum) {}

    private static Put put(S3Request request, ObjectBucket bucket, PostPolicy.Lengths lengths)
            throws IOException {
        PutObject.requireKey(request.key());
        PutObject.requireNoAcl(request, bucket);
        Map<String, String> attributes = ObjectHeaders.attributes(request);
        Payload payload = Payload.of(request);
        ChecksumAlgorithm algorithm = payload.algorithm().orElse(ChecksumAlgorithm.CRC64NVME);
        try (NewContent content = bucket.newContent()) {
            Payload.Received received =
                    payload.receive(new Limited(content, lengths.max()), Set.of(algorithm));
            if (received.size() < lengths.min()) {
                throw new S3Exception(
                                400,
                                "EntityTooSmall",
                                "Your proposed upload is smaller than the minimum allowed size")
                        .with("ProposedSize", Long.toString(received.size()))
                        .with("MinSizeAllowed", Long.toString(lengths.min()));
            }
            content.finish();
            StoredChecksum checksum = received.checksum(algorithm);
            checksum.addTo(attributes);
            ObjectVersion put =
                    bucket.put(
                            request.key(),
                            content,
                            received.md5(),
                            attributes,
                            ObjectBucket.Guard.NONE);
            request.happened("ObjectCreated:Post", put);
            return new Put(put, checksum);
        }
    }

    /** Takes so many bytes and no more. */
    private static final class Limited extends FilterOutputStream {
        private final long max;
        private long size;

        Limited(OutputStream target, long max) {
            super(target);
            this.max = max;
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            size += length;
            if (size > max) {
                throw Errors.entityTooLarge(size, max);
            }
            out.write(bytes, start, length);
        }
    }

    private static Reply answer(S3Request request, FormRequest form, Put put) throws IOException {
        Map<String, String> fields = form.fields();
        String location =
                (form.isSecure() ? "https://" : "http://")
                        + request.header("host")
                        + (Address.bucketOf(request.header("host")).isEmpty()
                                ? "/" + request.bucketName()
                                : "")
                        + "/"
                        + Address.encoded(put.object().key(), "");
        String redirect =
                fields.getOrDefault("success_action_redirect", fields.getOrDefault("redirect", ""));
        String etag = "\"" + put.object().etag() + "\"";
        Reply reply;
        if (redirect.matches("https?://[^\\p{Cntrl}\\s]+")) {
            reply =
                    Reply.empty(303)
                            .withHeader(
                                    "Location",
                                    redirect
                                            + (redirect.contains("?") ? "&" : "?")
                                            + "bucket="
                                            + request.bucketName()
                                            + "&key="
                                            + Address.encoded(put.object().key(), "")
                                                    .replace("%20", "+")
                                            + "&etag="
                                            + Address.encoded(etag, ""));
        } else if (fields.getOrDefault("success_action_status", "").equals("201")) {
            XmlWriter xml = new XmlWriter("PostResponse");
            xml.text("Location", location)
                    .text("Bucket", request.bucketName())
                    .text("Key", put.object().key())
                    .text("ETag", etag);
            reply =
                    Reply.of(201, "application/xml", xml.toString())
                            .withHeader("Location", location);
        } else {
            int status = fields.getOrDefault("success_action_status", "").equals("200") ? 200 : 204;
            reply = Reply.empty(status).withHeader("Location", location);
        }
        Map<String, String> headers =
                ObjectHeaders.written(request, request.bucket(), put.object());
        ObjectHeaders.addChecksum(headers, put.checksum());
        return ObjectHeaders.with(reply.withHeader("ETag", etag), headers);
    }
}
