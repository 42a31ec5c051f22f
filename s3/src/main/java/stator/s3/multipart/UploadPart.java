package stator.s3.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.bucket.object.FoundObject;
import stator.bucket.object.NewContent;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.Upload;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.StoredChecksum;
import stator.s3.object.CopyObject;
import stator.s3.object.CopySource;
import stator.s3.object.PutObject;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** UploadPart and UploadPartCopy. */
final class UploadPart {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

    private UploadPart() {}

    static Operation upload() {
        return Operation.of(
                        "UploadPart",
                        Level.OBJECT,
                        "PUT",
                        UploadPart::execute,
                        "?partNumber",
                        "?uploadId")
                .allowedBy("s3:PutObject");
    }

    static Operation copy() {
        return Operation.of(
                        "UploadPartCopy",
                        Level.OBJECT,
                        "PUT",
                        UploadPart::executeCopy,
                        "?partNumber",
                        "?uploadId",
                        "x-amz-copy-source")
                .allowedBy("s3:PutObject");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        int number = UploadLookup.partNumber(request);
        Upload upload = UploadLookup.find(request, bucket);
        UploadChecksum checksum = UploadChecksum.of(upload);
        Payload payload = Payload.of(request);
        payload.requireLength(PutObject.BYTES_MAX);
        requireSame(checksum, payload.algorithm());
        try (NewContent content = bucket.uploads().newPart()) {
            Payload.Received received = payload.receive(content, Set.of(checksum.algorithm()));
            content.finish();
            StoredChecksum stored = received.checksum(checksum.algorithm());
            put(bucket, upload, number, content, received.md5(), stored);
            Reply reply =
                    Reply.empty(200)
                            .withHeader("ETag", "\"" + received.md5() + "\"")
                            .withHeader("x-amz-server-side-encryption", "AES256");
            StoredChecksum told = payload.algorithm().map(received::checksum).orElse(stored);
            return checksum.chosen() || payload.algorithm().isPresent()
                    ? reply.withHeader(told.algorithm().header(), told.value())
                    : reply;
        }
    }

    private static void requireSame(UploadChecksum expected, Optional<ChecksumAlgorithm> actual) {
        boolean same =
                actual.isPresent() ? actual.get() == expected.algorithm() : !expected.isComposite();
        if (expected.chosen() && !same) {
            throw Errors.invalidRequest(
                    "Checksum Type mismatch occurred, expected checksum Type: "
                            + expected.algorithm().name().toLowerCase(Locale.ROOT)
                            + ", actual checksum Type: "
                            + actual.map(each -> each.name().toLowerCase(Locale.ROOT))
                                    .orElse("null"));
        }
    }

    private static ObjectVersion put(
            ObjectBucket bucket,
            Upload upload,
            int number,
            NewContent content,
            String md5,
            StoredChecksum checksum)
            throws IOException {
        Map<String, String> attributes = new TreeMap<>();
        checksum.addTo(attributes);
        return bucket.uploads()
                .put(upload, number, content, md5, attributes)
                .orElseThrow(() -> Errors.noSuchUpload(upload.id()));
    }

    private static Reply executeCopy(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        int number = UploadLookup.partNumber(request);
        Upload upload = UploadLookup.find(request, bucket);
        CopySource source = CopySource.of(request);
        UploadChecksum checksum = UploadChecksum.of(upload);
        try (FoundObject found = source.open(request)) {
            long[] range = range(request, found.version().size());
            try (NewContent content = bucket.uploads().newPart();
                    InputStream bytes = found.read(range[0], range[1])) {
                CopyObject.Copied copied = CopyObject.copy(bytes, content, checksum.algorithm());
                content.finish();
                ObjectVersion part =
                        put(bucket, upload, number, content, copied.md5(), copied.checksum());
                XmlWriter xml = new XmlWriter("CopyPartResult");
                xml.text("LastModified", Times.iso(part.modified()))
                        .text("ETag", "\"" + part.etag() + "\"");
                if (checksum.chosen()) {
                    xml.text(checksum.algorithm().element(), copied.checksum().value());
                }
                return xml.reply().withHeader("x-amz-server-side-encryption", "AES256");
            }
        }
    }

    /** The first byte and the length of what is copied. */
    private static long[] range(S3Request request, long size) {
        String header = request.header("x-amz-copy-source-range");
        if (header.isEmpty()) {
            return new long[] {0, size};
        }
        Matcher matcher = RANGE.matcher(header);
        if (!matcher.matches()
                || Long.parseLong(matcher.group(2)) < Long.parseLong(matcher.group(1))) {
            throw Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where"
                            + " first and last are the zero-based offsets of the first and last"
                            + " bytes to copy",
                    "x-amz-copy-source-range",
                    header);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = Long.parseLong(matcher.group(2));
        if (last >= size) {
            throw Errors.invalidArgument(
                    "Range specified is not valid for source object of size: " + size,
                    "x-amz-copy-source-range",
                    header);
        }
        return new long[] {first, last - first + 1};
    }
}
