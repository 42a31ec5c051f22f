package stator.s3.multipart;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.Upload;
import stator.door.Reply;
import stator.s3.checksum.StoredChecksum;
import stator.s3.request.CommonPrefix;
import stator.s3.request.ListEncoding;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Request;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** ListParts and ListMultipartUploads. */
final class ListUploads {
    private static final int PAGE_MAX = 1_000;

    private ListUploads() {}

    static Operation parts() {
        return Operation.of(
                        "ListParts", Level.OBJECT, "GET", ListUploads::executeParts, "?uploadId")
                .allowedBy("s3:ListMultipartUploadParts");
    }

    static Operation uploads() {
        return Operation.of(
                        "ListMultipartUploads",
                        Level.BUCKET,
                        "GET",
                        ListUploads::executeUploads,
                        "?uploads")
                .allowedBy("s3:ListBucketMultipartUploads");
    }

    private static void writeOwners(XmlWriter xml, S3Request request, String owner) {
        xml.begin("Initiator")
                .text("ID", request.principal().arn())
                .text("DisplayName", request.principal().arn())
                .end();
        Owner.write(xml, "Owner", owner);
    }

    private static Reply executeParts(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Upload upload = UploadLookup.find(request, bucket);
        UploadChecksum checksum = UploadChecksum.of(upload);
        int max = request.number("max-parts", PAGE_MAX, PAGE_MAX);
        int marker = request.number("part-number-marker", 0, Integer.MAX_VALUE);
        List<ObjectVersion> rest =
                bucket.uploads().parts(upload).stream()
                        .filter(part -> Integer.parseInt(part.id()) > marker)
                        .toList();
        List<ObjectVersion> page = rest.subList(0, Math.min(max, rest.size()));
        XmlWriter xml = new XmlWriter("ListPartsResult");
        xml.text("Bucket", bucket.name())
                .text("Key", ListEncoding.of(request).of(upload.key()))
                .text("UploadId", upload.id());
        writeOwners(xml, request, request.owner(bucket.name()));
        xml.text("StorageClass", storageClass(upload))
                .text("PartNumberMarker", marker)
                .text("NextPartNumberMarker", page.isEmpty() ? "0" : page.getLast().id())
                .text("MaxParts", max);
        xml.textIfAny("EncodingType", request.parameter("encoding-type"));
        xml.text("IsTruncated", page.size() < rest.size());
        checksum.write(xml);
        for (ObjectVersion part : page) {
            xml.begin("Part")
                    .text("PartNumber", part.id())
                    .text("LastModified", Times.iso(part.modified()))
                    .text("ETag", "\"" + part.etag() + "\"")
                    .text("Size", part.size());
            if (checksum.chosen()) {
                StoredChecksum.in(part.attributes())
                        .ifPresent(each -> xml.text(each.algorithm().element(), each.value()));
            }
            xml.end();
        }
        return xml.reply();
    }

    private static String storageClass(Upload upload) {
        return upload.attributes().getOrDefault("storage-class", "STANDARD");
    }

    private static Reply executeUploads(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ListEncoding encoding = ListEncoding.of(request);
        String prefix = request.parameter("prefix");
        String delimiter = request.parameter("delimiter");
        String keyMarker = request.parameter("key-marker");
        String idMarker = request.parameter("upload-id-marker");
        int max = request.number("max-uploads", PAGE_MAX, PAGE_MAX);
        List<Upload> page = new ArrayList<>();
        Set<String> prefixes = new LinkedHashSet<>();
        boolean truncated = false;
        boolean passed = idMarker.isEmpty();
        String lastKey = "";
        String lastId = "";
        for (Upload upload : bucket.uploads().all()) {
            int order = upload.key().compareTo(keyMarker);
            boolean atMarker = order == 0 && !passed;
            passed |= order == 0 && upload.id().equals(idMarker);
            if (!upload.key().startsWith(prefix) || !keyMarker.isEmpty() && order < 0) {
                continue;
            }
            if (!keyMarker.isEmpty() && order == 0 && (idMarker.isEmpty() || atMarker)) {
                continue;
            }
            Optional<String> common = CommonPrefix.of(upload.key(), prefix, delimiter);
            if (common.isPresent() && prefixes.contains(common.get())) {
                continue;
            }
            if (page.size() + prefixes.size() == max) {
                truncated = true;
                break;
            }
            if (common.isPresent()) {
                prefixes.add(common.get());
            } else {
                page.add(upload);
            }
            lastKey = common.orElse(upload.key());
            lastId = common.isPresent() ? "" : upload.id();
        }
        XmlWriter xml = new XmlWriter("ListMultipartUploadsResult");
        xml.text("Bucket", bucket.name())
                .text("KeyMarker", encoding.of(keyMarker))
                .text("UploadIdMarker", idMarker)
                .text("NextKeyMarker", encoding.of(lastKey))
                .text("NextUploadIdMarker", lastId);
        xml.textIfAny("Delimiter", encoding.of(delimiter));
        xml.textIfAny("Prefix", encoding.of(prefix));
        xml.textIfAny("EncodingType", request.parameter("encoding-type"));
        xml.text("MaxUploads", max).text("IsTruncated", truncated);
        for (Upload upload : page) {
            xml.begin("Upload")
                    .text("Key", encoding.of(upload.key()))
                    .text("UploadId", upload.id());
            writeOwners(xml, request, request.owner(bucket.name()));
            xml.text("StorageClass", storageClass(upload))
                    .text(
                            "Initiated",
                            Times.iso(Instant.EPOCH.plusMillis(upload.micros() / 1_000)));
            UploadChecksum.of(upload).write(xml);
            xml.end();
        }
        for (String each : prefixes) {
            xml.begin("CommonPrefixes").text("Prefix", encoding.of(each)).end();
        }
        return xml.reply();
    }
}
