package stator.s3.multipart;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.Upload;
import stator.bucket.object.Uploads;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.checksum.ChecksumAlgorithm;
import stator.s3.checksum.StoredChecksum;
import stator.s3.object.Conditions;
import stator.s3.object.ObjectHeaders;
import stator.s3.request.Address;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/** CompleteMultipartUpload. */
final class CompleteMultipartUpload {
    private static final long PART_BYTES_MIN = 5L << 20;

    private CompleteMultipartUpload() {}

    static Operation operation() {
        return Operation.of(
                        "CompleteMultipartUpload",
                        Level.OBJECT,
                        "POST",
                        CompleteMultipartUpload::execute,
                        "?uploadId")
                .allowedBy("s3:PutObject");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Upload upload = UploadLookup.find(request, bucket);
        UploadChecksum checksum = UploadChecksum.of(upload);
        ObjectBucket.Guard guard = Conditions.ofWrite(request);
        XmlElement asked = XmlElement.parse(document(request), "CompleteMultipartUpload");
        ObjectVersion object =
                bucket.uploads()
                        .complete(
                                upload,
                                there -> {
                                    var parts = parts(upload, checksum, asked.all("Part"), there);
                                    return whole(request, upload, checksum, parts);
                                },
                                guard)
                        .orElseThrow(() -> Errors.noSuchUpload(upload.id()));
        request.happened("ObjectCreated:CompleteMultipartUpload", object);
        StoredChecksum whole = StoredChecksum.in(object.attributes()).orElseThrow();
        return answer(request, bucket, object, whole);
    }

    private static Uploads.Whole whole(
            S3Request request, Upload upload, UploadChecksum checksum, List<ObjectVersion> parts) {
        requireSizes(upload, parts);
        requireSize(request, parts);
        StoredChecksum whole = checksum.of(parts);
        requireChecksum(request, whole);
        Map<String, String> attributes = new TreeMap<>(UploadChecksum.attributes(upload));
        whole.addTo(attributes);
        attributes.put(ObjectHeaders.PARTS, summary(parts));
        return new Uploads.Whole(parts, etag(parts), attributes);
    }

    /** The checksum in the headers is that of the object, not that of this document. */
    private static byte[] document(S3Request request) throws IOException {
        return Payload.ofDocument(request).document();
    }

    private static List<ObjectVersion> parts(
            Upload upload,
            UploadChecksum checksum,
            List<XmlElement> asked,
            List<ObjectVersion> parts) {
        if (asked.isEmpty()) {
            throw Errors.invalidRequest("You must specify at least one part");
        }
        Map<String, ObjectVersion> there =
                parts.stream().collect(Collectors.toMap(ObjectVersion::id, part -> part));
        List<ObjectVersion> chosen = new ArrayList<>();
        int before = 0;
        for (XmlElement each : asked) {
            int number = number(each.required("PartNumber"));
            if (number <= before) {
                throw new S3Exception(
                                400,
                                "InvalidPartOrder",
                                "The list of parts was not in ascending order. Parts must be"
                                        + " ordered by part number.")
                        .with("UploadId", upload.id());
            }
            before = number;
            chosen.add(part(upload, checksum, each, there.get(Integer.toString(number))));
        }
        return chosen;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw Errors.malformedXml();
        }
        return Integer.parseInt(text);
    }

    private static ObjectVersion part(
            Upload upload, UploadChecksum checksum, XmlElement asked, ObjectVersion part) {
        String tag = asked.required("ETag").replace("\"", "").strip();
        if (part == null || !part.etag().equals(tag)) {
            throw invalid(upload, asked, tag);
        }
        ChecksumAlgorithm algorithm = checksum.algorithm();
        String stated = asked.text(algorithm.element());
        if (stated.isEmpty() && checksum.isComposite()) {
            throw Errors.invalidRequest(
                    "The upload was created using the "
                            + algorithm.name().toLowerCase(Locale.ROOT)
                            + " checksum mode. The complete request must include the checksum for"
                            + " each part. It was missing for part "
                            + part.id()
                            + " in the request.");
        }
        String kept = StoredChecksum.in(part.attributes()).map(StoredChecksum::value).orElse("");
        if (!stated.isEmpty() && !stated.equals(kept)) {
            throw invalid(upload, asked, tag);
        }
        return part;
    }

    private static S3Exception invalid(Upload upload, XmlElement asked, String tag) {
        return new S3Exception(
                        400,
                        "InvalidPart",
                        "One or more of the specified parts could not be found.  The part may not"
                                + " have been uploaded, or the specified entity tag may not match"
                                + " the part's entity tag.")
                .with("UploadId", upload.id())
                .with("PartNumber", asked.text("PartNumber"))
                .with("ETag", tag);
    }

    private static void requireSizes(Upload upload, List<ObjectVersion> parts) {
        for (ObjectVersion part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < PART_BYTES_MIN) {
                throw new S3Exception(
                                400,
                                "EntityTooSmall",
                                "Your proposed upload is smaller than the minimum allowed size")
                        .with("ETag", part.etag())
                        .with("MinSizeAllowed", Long.toString(PART_BYTES_MIN))
                        .with("PartNumber", part.id())
                        .with("ProposedSize", Long.toString(part.size()));
            }
        }
    }

    private static void requireSize(S3Request request, List<ObjectVersion> parts) {
        String stated = request.header("x-amz-mp-object-size");
        long size = parts.stream().mapToLong(ObjectVersion::size).sum();
        if (!stated.isEmpty() && !stated.equals(Long.toString(size))) {
            throw Errors.invalidRequest(
                    "The provided 'x-amz-mp-object-size' header does not match what was"
                            + " computed.");
        }
    }

    private static void requireChecksum(S3Request request, StoredChecksum whole) {
        String stated = request.header(whole.algorithm().header());
        if (!stated.isEmpty() && !stated.equals(whole.value())) {
            throw new S3Exception(
                    400,
                    "BadDigest",
                    "The "
                            + whole.algorithm().name().toLowerCase(Locale.ROOT)
                            + " you specified did not match the calculated checksum.");
        }
    }

    private static String summary(List<ObjectVersion> parts) {
        return parts.stream()
                .map(part ->
                        part.id()
                                + ":"
                                + StoredChecksum.in(part.attributes())
                                        .map(StoredChecksum::value)
                                        .orElse(""))
                .collect(Collectors.joining(","));
    }

    /** The MD5 of the parts' MD5s, and how many there are. */
    private static String etag(List<ObjectVersion> parts) {
        MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
        parts.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag())));
        return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    }

    private static Reply answer(
            S3Request request, ObjectBucket bucket, ObjectVersion object, StoredChecksum whole)
            throws IOException {
        XmlWriter xml = new XmlWriter("CompleteMultipartUploadResult");
        xml.text(
                        "Location",
                        "http://"
                                + request.header("host")
                                + (Address.bucketOf(request.header("host")).isEmpty()
                                        ? "/" + bucket.name()
                                        : "")
                                + "/"
                                + Address.encoded(object.key(), "/"))
                .text("Bucket", bucket.name())
                .text("Key", object.key())
                .text("ETag", "\"" + object.etag() + "\"")
                .text(whole.algorithm().element(), whole.value())
                .text("ChecksumType", whole.type());
        return ObjectHeaders.with(xml.reply(), ObjectHeaders.written(request, bucket, object));
    }
}
