package stator.s3.object;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.Blob;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.StorageClass;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** GetObjectAttributes, GetObjectAcl, and what no object here has: retention and legal hold. */
final class ObjectFacts {
    private static final List<String> ATTRIBUTES =
            List.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

    private ObjectFacts() {}

    static List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GetObjectAttributes",
                        Level.OBJECT,
                        "GET",
                        ObjectFacts::attributes,
                        "?attributes"),
                Operation.of("GetObjectAcl", Level.OBJECT, "GET", ObjectFacts::acl, "?acl"),
                Operation.of("PutObjectAcl", Level.OBJECT, "PUT", ObjectFacts::putAcl, "?acl"),
                Operation.of(
                        "GetObjectRetention",
                        Level.OBJECT,
                        "GET",
                        ObjectFacts::noLock,
                        "?retention"),
                Operation.of(
                        "GetObjectLegalHold",
                        Level.OBJECT,
                        "GET",
                        ObjectFacts::noLock,
                        "?legal-hold"));
    }

    private static Reply attributes(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        List<String> asked =
                Arrays.stream(request.header("x-amz-object-attributes").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (asked.isEmpty() || !ATTRIBUTES.containsAll(asked)) {
            throw Errors.invalidArgument(
                    "Invalid attribute name specified.",
                    "x-amz-object-attributes",
                    request.header("x-amz-object-attributes"));
        }
        ObjectVersion object =
                ObjectLookup.find(bucket, request.key(), ObjectLookup.versionId(request));
        XmlWriter xml = new XmlWriter("GetObjectAttributesResponse");
        Optional<StoredChecksum> checksum = StoredChecksum.in(object.attributes());
        if (asked.contains("ETag")) {
            xml.text("ETag", object.etag());
        }
        if (asked.contains("Checksum") && checksum.isPresent()) {
            xml.begin("Checksum")
                    .text(checksum.get().algorithm().element(), checksum.get().value())
                    .text("ChecksumType", checksum.get().type())
                    .end();
        }
        if (asked.contains("ObjectParts")) {
            writeParts(request, xml, object, checksum);
        }
        if (asked.contains("StorageClass")) {
            String storageClass = object.attribute(StorageClass.ATTRIBUTE);
            xml.text("StorageClass", storageClass.isEmpty() ? "STANDARD" : storageClass);
        }
        if (asked.contains("ObjectSize")) {
            xml.text("ObjectSize", object.size());
        }
        Reply reply = xml.reply().withHeader("Last-Modified", Times.http(object.modified()));
        return ObjectLookup.isVersioned(bucket)
                ? reply.withHeader("x-amz-version-id", object.id())
                : reply;
    }

    /** Each part stands here only if each has a checksum of its own that was kept. */
    private static void writeParts(
            S3Request request,
            XmlWriter xml,
            ObjectVersion object,
            Optional<StoredChecksum> checksum) {
        String kept = object.attribute(ObjectHeaders.PARTS);
        if (kept.isEmpty()) {
            return;
        }
        String[] parts = kept.split(",");
        xml.begin("ObjectParts");
        boolean detailed =
                checksum.filter(each -> each.type().equals(StoredChecksum.COMPOSITE)).isPresent();
        if (detailed) {
            int marker = number(request, "x-amz-part-number-marker", 0);
            int max = Math.min(number(request, "x-amz-max-parts", 1_000), 1_000);
            writeEach(xml, object, parts, checksum.get(), marker, max);
        }
        xml.text("PartsCount", parts.length).end();
    }

    private static int number(S3Request request, String header, int ifMissing) {
        String text = request.header(header);
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : ifMissing;
    }

    private static void writeEach(
            XmlWriter xml,
            ObjectVersion object,
            String[] parts,
            StoredChecksum checksum,
            int marker,
            int max) {
        List<Blob> blobs = object.content().blobs();
        int written = 0;
        String last = "";
        boolean truncated = false;
        for (int i = 0; i < parts.length; i++) {
            String[] numberAndChecksum = parts[i].split(":", 2);
            if (Integer.parseInt(numberAndChecksum[0]) <= marker) {
                continue;
            }
            if (written++ == max) {
                truncated = true;
                break;
            }
            last = numberAndChecksum[0];
            xml.begin("Part")
                    .text("PartNumber", last)
                    .text("Size", blobs.get(i).size())
                    .text(checksum.algorithm().element(), numberAndChecksum[1])
                    .end();
        }
        xml.text("IsTruncated", truncated)
                .text("MaxParts", max)
                .textIfAny("NextPartNumberMarker", last)
                .text("PartNumberMarker", marker);
    }

    private static Reply acl(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ObjectLookup.find(bucket, request.key(), ObjectLookup.versionId(request));
        return acl(request.owner(bucket.name())).reply();
    }

    private static Reply putAcl(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ObjectLookup.find(bucket, request.key(), ObjectLookup.versionId(request));
        if (!PutObject.allowsAcls(bucket)
                && !request.header("x-amz-acl").equals("bucket-owner-full-control")) {
            throw new S3Exception(
                    400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
        return Reply.empty(200);
    }

    /** The list of a bucket or object whose owner may do everything and others nothing. */
    private static XmlWriter acl(String account) {
        XmlWriter xml = new XmlWriter("AccessControlPolicy");
        Owner.write(xml, "Owner", account);
        return xml.begin("AccessControlList")
                .begin("Grant")
                .beginTyped("Grantee", "CanonicalUser")
                .text("ID", Owner.id(account))
                .end()
                .text("Permission", "FULL_CONTROL")
                .end()
                .end();
    }

    private static Reply noLock(S3Request request) throws IOException {
        ObjectLookup.find(request.bucket(), request.key(), ObjectLookup.versionId(request));
        throw Errors.invalidRequest("Bucket is missing Object Lock Configuration");
    }
}
