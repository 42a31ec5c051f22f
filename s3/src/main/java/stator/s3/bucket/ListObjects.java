package stator.s3.bucket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.ListEncoding;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.StorageClass;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** ListObjects and ListObjectsV2. */
final class ListObjects {
    static final int KEYS_MAX = 1_000;

    private ListObjects() {}

    static Operation first() {
        return Operation.of("ListObjects", Level.BUCKET, "GET", ListObjects::executeFirst)
                .allowedBy("s3:ListBucket");
    }

    static Operation second() {
        return Operation.of(
                        "ListObjectsV2",
                        Level.BUCKET,
                        "GET",
                        ListObjects::executeSecond,
                        "?list-type=2")
                .allowedBy("s3:ListBucket");
    }

    private static Reply executeFirst(S3Request request) throws IOException {
        String second = " only supported in REST.GET.BUCKET with list-type=2";
        refuse(request, "continuation-token", "continuation-token" + second);
        refuse(request, "start-after", "startAfter" + second);
        ObjectBucket bucket = request.bucket();
        ListEncoding encoding = ListEncoding.of(request);
        int max = request.number("max-keys", KEYS_MAX, KEYS_MAX);
        String prefix = request.parameter("prefix");
        String delimiter = request.parameter("delimiter");
        String marker = request.parameter("marker");
        Page page = Page.of(bucket, prefix, delimiter, marker, max);
        XmlWriter xml = new XmlWriter("ListBucketResult");
        xml.text("Name", bucket.name())
                .text("Prefix", encoding.of(prefix))
                .text("Marker", encoding.of(marker));
        if (page.isTruncated() && !delimiter.isEmpty()) {
            xml.text("NextMarker", encoding.of(page.last()));
        }
        xml.text("MaxKeys", max).textIfAny("Delimiter", encoding.of(delimiter));
        xml.textIfAny("EncodingType", request.parameter("encoding-type"));
        xml.text("IsTruncated", page.isTruncated());
        writePage(xml, page, encoding, request.owner(bucket.name()));
        return xml.reply();
    }

    /** A parameter of the other version is refused before the bucket is looked for. */
    private static void refuse(S3Request request, String parameter, String message) {
        if (request.hasParameter(parameter)) {
            throw new S3Exception(400, "InvalidArgument", message).with("ArgumentName", parameter);
        }
    }

    private static Reply executeSecond(S3Request request) throws IOException {
        refuse(request, "marker", "Marker unsupported with REST.GET.BUCKET in list-type=2");
        ObjectBucket bucket = request.bucket();
        ListEncoding encoding = ListEncoding.of(request);
        int max = request.number("max-keys", KEYS_MAX, KEYS_MAX);
        String prefix = request.parameter("prefix");
        String delimiter = request.parameter("delimiter");
        String token = request.parameter("continuation-token");
        if (request.hasParameter("continuation-token") && token.isEmpty()) {
            throw Errors.invalidArgument(
                    "The continuation token provided is incorrect", "continuation-token", "");
        }
        String after = token.isEmpty() ? request.parameter("start-after") : position(token);
        Page page = Page.of(bucket, prefix, delimiter, after, max);
        XmlWriter xml = new XmlWriter("ListBucketResult");
        xml.text("Name", bucket.name()).text("Prefix", encoding.of(prefix));
        xml.textIfAny("StartAfter", encoding.of(request.parameter("start-after")));
        xml.textIfAny("ContinuationToken", token);
        xml.textIfAny("NextContinuationToken", token(page.last()));
        xml.text("KeyCount", page.objects().size() + page.commonPrefixes().size());
        xml.text("MaxKeys", max).textIfAny("Delimiter", encoding.of(delimiter));
        xml.textIfAny("EncodingType", request.parameter("encoding-type"));
        xml.text("IsTruncated", page.isTruncated());
        boolean owners = request.parameter("fetch-owner").equals("true");
        writePage(xml, page, encoding, owners ? request.owner(bucket.name()) : "");
        return xml.reply();
    }

    /** Where the next page goes on, after a checksum: so a text that is no token is told. */
    private static String token(String last) {
        if (last.isEmpty()) {
            return "";
        }
        byte[] position = last.getBytes(StandardCharsets.UTF_8);
        ByteBuffer token = ByteBuffer.allocate(Integer.BYTES + position.length);
        token.putInt(checksum(position)).put(position);
        return Base64.getUrlEncoder().encodeToString(token.array());
    }

    private static int checksum(byte[] position) {
        CRC32C checksum = new CRC32C();
        checksum.update(position);
        return (int) checksum.getValue();
    }

    private static String position(String token) {
        try {
            ByteBuffer decoded = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            if (decoded.remaining() > Integer.BYTES) {
                int stated = decoded.getInt();
                byte[] position = new byte[decoded.remaining()];
                decoded.get(position);
                if (stated == checksum(position)) {
                    return new String(position, StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException e) {
            // Told like any other text that is no token.
        }
        throw Errors.invalidArgument(
                "The continuation token provided is incorrect", "continuation-token", token);
    }

    private static void writePage(
            XmlWriter xml, Page page, ListEncoding encoding, String ownerOrNone) {
        for (ObjectVersion object : page.objects()) {
            xml.begin("Contents").text("Key", encoding.of(object.key()));
            writeFacts(xml, object);
            if (!ownerOrNone.isEmpty()) {
                Owner.write(xml, "Owner", ownerOrNone);
            }
            xml.end();
        }
        for (String prefix : page.commonPrefixes()) {
            xml.begin("CommonPrefixes").text("Prefix", encoding.of(prefix)).end();
        }
    }

    static void writeFacts(XmlWriter xml, ObjectVersion object) {
        xml.text("LastModified", Times.iso(object.modified()))
                .text("ETag", "\"" + object.etag() + "\"");
        StoredChecksum.in(object.attributes())
                .ifPresent(checksum ->
                        xml.text("ChecksumAlgorithm", checksum.algorithm().name())
                                .text("ChecksumType", checksum.type()));
        String storageClass = object.attribute(StorageClass.ATTRIBUTE);
        xml.text("Size", object.size())
                .text(
                        "StorageClass",
                        storageClass.isEmpty() ? StorageClass.STANDARD : storageClass);
    }
}
