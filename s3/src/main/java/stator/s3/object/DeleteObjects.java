package stator.s3.object;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/** DeleteObject and DeleteObjects. */
final class DeleteObjects {
    private static final int OBJECTS_MAX = 1_000;

    private DeleteObjects() {}

    static Operation one() {
        return Operation.of("DeleteObject", Level.OBJECT, "DELETE", DeleteObjects::executeOne);
    }

    static Operation many() {
        return Operation.of(
                        "DeleteObjects",
                        Level.BUCKET,
                        "POST",
                        DeleteObjects::executeMany,
                        "?delete")
                .allowedBy("s3:DeleteObject");
    }

    /** What was done: which version it concerned, and whether that is or was a marker. */
    private record Deleted(String versionId, boolean marker) {}

    private static Deleted delete(
            S3Request request, ObjectBucket bucket, String key, String id, ObjectBucket.Guard guard)
            throws IOException {
        if (id.isEmpty()) {
            Optional<ObjectVersion> before = bucket.find(key, "");
            Optional<ObjectVersion> marker = bucket.delete(key, guard);
            if (marker.isPresent()) {
                request.happened("ObjectRemoved:DeleteMarkerCreated", marker.get());
            } else if (before.isPresent()) {
                request.happened("ObjectRemoved:Delete", before.get());
            }
            return new Deleted(marker.map(ObjectVersion::id).orElse(""), marker.isPresent());
        }
        Optional<ObjectVersion> gone = bucket.delete(key, id, guard);
        gone.ifPresent(version -> request.happened("ObjectRemoved:Delete", version));
        return new Deleted(id, gone.filter(ObjectVersion::marker).isPresent());
    }

    private static Reply executeOne(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        String id = ObjectLookup.versionId(request);
        Conditions.requireNoneOfDirectoryBuckets(request);
        Deleted deleted = delete(request, bucket, request.key(), id, Conditions.ofWrite(request));
        Reply reply = Reply.empty(204);
        if (deleted.marker()) {
            reply = reply.withHeader("x-amz-delete-marker", "true");
        }
        boolean named = !deleted.versionId().isEmpty() && ObjectLookup.isVersioned(bucket);
        return named ? reply.withHeader("x-amz-version-id", deleted.versionId()) : reply;
    }

    private static Reply executeMany(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Payload payload = Payload.of(request);
        if (!payload.isProtected()) {
            throw Errors.invalidRequest("Missing required header for this request: Content-MD5");
        }
        XmlElement asked = XmlElement.parse(payload.document(), "Delete");
        List<XmlElement> objects = asked.all("Object");
        if (objects.isEmpty() || objects.size() > OBJECTS_MAX) {
            throw Errors.malformedXml();
        }
        boolean quiet = asked.text("Quiet").equals("true");
        XmlWriter xml = new XmlWriter("DeleteResult");
        for (XmlElement object : objects) {
            String key = object.required("Key");
            String id = object.text("VersionId");
            try {
                deleteOne(request, bucket, object, key, id, quiet, xml);
            } catch (S3Exception e) {
                xml.begin("Error")
                        .text("Key", key)
                        .textIfAny("VersionId", id)
                        .text("Code", e.code())
                        .text("Message", e.getMessage())
                        .end();
            }
        }
        return xml.reply();
    }

    private static void deleteOne(
            S3Request request,
            ObjectBucket bucket,
            XmlElement object,
            String key,
            String id,
            boolean quiet,
            XmlWriter xml)
            throws IOException {
        if (key.isEmpty()) {
            throw new S3Exception(400, "UserKeyMustBeSpecified", "Missing required parameter: Key");
        }
        if (!id.isEmpty() && !ObjectLookup.isId(id)) {
            throw Errors.noSuchVersion(key, id);
        }
        Deleted deleted = delete(request, bucket, key, id, guard(object, key));
        if (quiet) {
            return;
        }
        xml.begin("Deleted").text("Key", key).textIfAny("VersionId", id);
        if (deleted.marker()) {
            xml.text("DeleteMarker", true).text("DeleteMarkerVersionId", deleted.versionId());
        }
        xml.end();
    }

    private static ObjectBucket.Guard guard(XmlElement object, String key) {
        String tag = object.text("ETag").replace("\"", "");
        return tag.isEmpty()
                ? ObjectBucket.Guard.NONE
                : current -> {
                    if (current.isEmpty()) {
                        throw Errors.noSuchKey(key);
                    }
                    if (!tag.equals("*") && !tag.equals(current.get().etag())) {
                        throw Errors.preconditionFailed("If-Match");
                    }
                };
    }
}
