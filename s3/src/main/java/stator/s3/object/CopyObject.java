package stator.s3.object;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.object.FoundObject;
import stator.bucket.object.NewContent;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.RunningChecksum;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** CopyObject. */
public final class CopyObject {
    private static final int PIECE_BYTES = 64 * 1024;

    private CopyObject() {}

    static Operation operation() {
        return Operation.of(
                        "CopyObject", Level.OBJECT, "PUT", CopyObject::execute, "x-amz-copy-source")
                .allowedBy("s3:PutObject");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        PutObject.requireKey(request.key());
        PutObject.requireNoAcl(request, bucket);
        CopySource source = CopySource.of(request);
        ObjectBucket.Guard guard = Conditions.ofWrite(request);
        try (FoundObject found = source.open(request)) {
            ObjectVersion from = found.version();
            PutObject.requireCopySize(from.size());
            requireChange(request, bucket, source);
            Map<String, String> attributes = attributes(request, from);
            ChecksumAlgorithm algorithm = algorithm(request, from);
            try (NewContent content = bucket.newContent();
                    InputStream bytes = found.read(0, from.size())) {
                Copied copied = copy(bytes, content, algorithm);
                content.finish();
                copied.checksum().addTo(attributes);
                ObjectVersion put =
                        bucket.put(request.key(), content, copied.md5(), attributes, guard);
                request.happened("ObjectCreated:Copy", put);
                return answer(request, bucket, put, from, copied.checksum());
            }
        }
    }

    private static boolean replaces(S3Request request, String directive) {
        String value = request.header(directive);
        if (!value.isEmpty() && !value.equals("COPY") && !value.equals("REPLACE")) {
            throw Errors.invalidArgument(
                    directive.contains("tagging")
                            ? "Unknown tagging directive."
                            : "Unknown metadata directive.",
                    directive,
                    value);
        }
        return value.equals("REPLACE");
    }

    private static void requireChange(S3Request request, ObjectBucket bucket, CopySource source) {
        boolean same =
                source.bucket().equals(bucket.name())
                        && source.key().equals(request.key())
                        && source.versionId().isEmpty();
        boolean changes =
                replaces(request, "x-amz-metadata-directive")
                        || request.hasHeader("x-amz-storage-class")
                        || request.hasHeader("x-amz-website-redirect-location")
                        || request.hasHeader("x-amz-server-side-encryption")
                        || request.hasHeader("x-amz-checksum-algorithm");
        if (same && !changes) {
            throw Errors.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website"
                            + " redirect location or encryption attributes.");
        }
    }

    private static Map<String, String> attributes(S3Request request, ObjectVersion from) {
        Map<String, String> attributes = new TreeMap<>(ObjectHeaders.attributes(request));
        if (!replaces(request, "x-amz-metadata-directive")) {
            ObjectHeaders.metadata(request).keySet().forEach(attributes::remove);
            from.attributes()
                    .forEach((name, value) -> {
                        if (isMetadata(name)) {
                            attributes.put(name, value);
                        }
                    });
        }
        if (!replaces(request, "x-amz-tagging-directive")) {
            attributes.remove(ObjectHeaders.TAGS);
            String tags = from.attribute(ObjectHeaders.TAGS);
            if (!tags.isEmpty()) {
                attributes.put(ObjectHeaders.TAGS, tags);
            }
        }
        return attributes;
    }

    private static boolean isMetadata(String name) {
        return name.startsWith(ObjectHeaders.META)
                || name.equals("content-encoding")
                || ObjectHeaders.PLAIN.contains(name);
    }

    private static ChecksumAlgorithm algorithm(S3Request request, ObjectVersion from) {
        String asked = request.header("x-amz-checksum-algorithm");
        if (!asked.isEmpty()) {
            return ChecksumAlgorithm.of(asked)
                    .orElseThrow(() ->
                            Errors.invalidRequest(
                                    "Checksum algorithm provided is unsupported. Please try again"
                                            + " with any of the valid types: [CRC32, CRC32C,"
                                            + " CRC64NVME, SHA1, SHA256]"));
        }
        Optional<StoredChecksum> kept = StoredChecksum.in(from.attributes());
        return kept.map(StoredChecksum::algorithm).orElse(ChecksumAlgorithm.CRC64NVME);
    }

    /**
     * What was copied.
     *
     * @param md5 of the bytes, in hexadecimal
     */
    public record Copied(String md5, StoredChecksum checksum) {}

    /** Brings bytes from one place to another. */
    public static Copied copy(InputStream from, NewContent to, ChecksumAlgorithm algorithm)
            throws IOException {
        MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
        RunningChecksum checksum = algorithm.begin();
        byte[] piece = new byte[PIECE_BYTES];
        for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
            md5.update(piece, 0, n);
            checksum.update(piece, 0, n);
            to.write(piece, 0, n);
        }
        return new Copied(
                HexFormat.of().formatHex(md5.digest()),
                StoredChecksum.of(algorithm, checksum.value()));
    }

    private static Reply answer(
            S3Request request,
            ObjectBucket bucket,
            ObjectVersion put,
            ObjectVersion from,
            StoredChecksum checksum)
            throws IOException {
        Map<String, String> headers = ObjectHeaders.written(request, bucket, put);
        CopySource source = CopySource.of(request);
        if (ObjectLookup.isVersioned(request.bucket(source.bucket()))) {
            headers.put("x-amz-copy-source-version-id", from.id());
        }
        XmlWriter xml = new XmlWriter("CopyObjectResult");
        xml.text("LastModified", Times.iso(put.modified()))
                .text("ETag", "\"" + put.etag() + "\"")
                .text("ChecksumType", checksum.type())
                .text(checksum.algorithm().element(), checksum.value());
        return ObjectHeaders.with(xml.reply(), headers);
    }
}
