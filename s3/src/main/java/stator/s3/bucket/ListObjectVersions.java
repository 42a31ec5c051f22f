package stator.s3.bucket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.ObjectWalk;
import stator.door.Reply;
import stator.s3.request.CommonPrefix;
import stator.s3.request.Errors;
import stator.s3.request.ListEncoding;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.Owner;
import stator.s3.request.S3Request;
import stator.s3.request.Times;
import stator.s3.request.XmlWriter;

/** ListObjectVersions. */
final class ListObjectVersions {
    private ListObjectVersions() {}

    static Operation operation() {
        return Operation.of(
                        "ListObjectVersions",
                        Level.BUCKET,
                        "GET",
                        ListObjectVersions::execute,
                        "?versions")
                .allowedBy("s3:ListBucketVersions");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ListEncoding encoding = ListEncoding.of(request);
        int max = request.number("max-keys", ListObjects.KEYS_MAX, ListObjects.KEYS_MAX);
        String prefix = request.parameter("prefix");
        String delimiter = request.parameter("delimiter");
        String keyMarker = request.parameter("key-marker");
        String idMarker = request.parameter("version-id-marker");
        if (keyMarker.isEmpty() && !idMarker.isEmpty()) {
            throw Errors.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    idMarker);
        }
        Found found = new Found(max);
        if (max > 0) {
            found.collect(bucket, prefix, delimiter, keyMarker, idMarker);
        }
        XmlWriter xml = new XmlWriter("ListVersionsResult");
        xml.text("Name", bucket.name())
                .text("Prefix", encoding.of(prefix))
                .text("KeyMarker", encoding.of(keyMarker))
                .text("VersionIdMarker", idMarker);
        if (found.truncated) {
            xml.text("NextKeyMarker", encoding.of(found.lastKey))
                    .textIfAny("NextVersionIdMarker", found.lastId);
        }
        xml.text("MaxKeys", max).textIfAny("Delimiter", encoding.of(delimiter));
        xml.textIfAny("EncodingType", request.parameter("encoding-type"));
        xml.text("IsTruncated", found.truncated);
        write(xml, found, encoding, request.owner(bucket.name()));
        return xml.reply();
    }

    private record Listed(ObjectVersion version, boolean latest) {}

    /** Goes through the versions until there are enough. */
    private static final class Found {
        private final int max;
        private final List<Listed> versions = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private boolean truncated;
        private String lastKey = "";
        private String lastId = "";

        Found(int max) {
            this.max = max;
        }

        void collect(
                ObjectBucket bucket,
                String prefix,
                String delimiter,
                String keyMarker,
                String idMarker)
                throws IOException {
            if (!idMarker.isEmpty()) {
                List<ObjectVersion> rest = bucket.versions(keyMarker);
                int at = 0;
                while (at < rest.size() && !rest.get(at).id().equals(idMarker)) {
                    at++;
                }
                for (int i = at + 1; i < rest.size() && !truncated; i++) {
                    add(rest.get(i), false);
                }
            }
            ObjectWalk walk = bucket.walk(prefix, keyMarker);
            CommonPrefix.of(keyMarker, prefix, delimiter)
                    .filter(keyMarker::equals)
                    .ifPresent(walk::skip);
            for (Optional<String> key = walk.nextKey();
                    key.isPresent() && !truncated;
                    key = walk.nextKey()) {
                Optional<String> common = CommonPrefix.of(key.get(), prefix, delimiter);
                if (common.isPresent()) {
                    addPrefix(common.get());
                    walk.skip(common.get());
                    continue;
                }
                boolean latest = true;
                for (ObjectVersion version : bucket.versions(key.get())) {
                    add(version, latest);
                    latest = false;
                }
            }
        }

        private void add(ObjectVersion version, boolean latest) {
            if (isFull()) {
                return;
            }
            versions.add(new Listed(version, latest));
            lastKey = version.key();
            lastId = version.id();
        }

        private void addPrefix(String prefix) {
            if (isFull()) {
                return;
            }
            prefixes.add(prefix);
            lastKey = prefix;
            lastId = "";
        }

        private boolean isFull() {
            truncated |= versions.size() + prefixes.size() == max;
            return truncated;
        }
    }

    private static void write(XmlWriter xml, Found found, ListEncoding encoding, String owner) {
        for (Listed listed : found.versions) {
            ObjectVersion version = listed.version();
            xml.begin(version.marker() ? "DeleteMarker" : "Version")
                    .text("Key", encoding.of(version.key()))
                    .text("VersionId", version.id())
                    .text("IsLatest", listed.latest());
            if (version.marker()) {
                xml.text("LastModified", Times.iso(version.modified()));
            } else {
                ListObjects.writeFacts(xml, version);
            }
            Owner.write(xml, "Owner", owner);
            xml.end();
        }
        for (String prefix : found.prefixes) {
            xml.begin("CommonPrefixes").text("Prefix", encoding.of(prefix)).end();
        }
    }
}
