package stator.s3.object;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;
import stator.s3.request.Tags;

/** GetObjectTagging, PutObjectTagging and DeleteObjectTagging. */
final class ObjectTagging {
    private ObjectTagging() {}

    static List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GetObjectTagging", Level.OBJECT, "GET", ObjectTagging::get, "?tagging"),
                Operation.of(
                        "PutObjectTagging", Level.OBJECT, "PUT", ObjectTagging::put, "?tagging"),
                Operation.of(
                        "DeleteObjectTagging",
                        Level.OBJECT,
                        "DELETE",
                        ObjectTagging::delete,
                        "?tagging"));
    }

    private static Reply get(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ObjectVersion object =
                ObjectLookup.find(bucket, request.key(), ObjectLookup.versionId(request));
        Tags tags = Tags.ofAttribute(object.attribute(ObjectHeaders.TAGS));
        return versioned(tags.document().reply(), bucket, object);
    }

    private static Reply put(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        Tags tags = Tags.of(Payload.of(request).document(), ObjectHeaders.TAGS_MAX);
        ObjectVersion changed = change(request, bucket, tags.attribute());
        request.happened("ObjectTagging:Put", changed);
        return versioned(Reply.empty(200), bucket, changed);
    }

    private static Reply delete(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        ObjectVersion changed = change(request, bucket, "");
        request.happened("ObjectTagging:Delete", changed);
        return versioned(Reply.empty(204), bucket, changed);
    }

    private static ObjectVersion change(S3Request request, ObjectBucket bucket, String tags)
            throws IOException {
        String id = ObjectLookup.versionId(request);
        Optional<ObjectVersion> changed =
                bucket.change(
                        request.key(),
                        id,
                        attributes -> {
                            Map<String, String> others = new TreeMap<>(attributes);
                            if (tags.isEmpty()) {
                                others.remove(ObjectHeaders.TAGS);
                            } else {
                                others.put(ObjectHeaders.TAGS, tags);
                            }
                            return others;
                        });
        if (changed.filter(ObjectVersion::marker).isPresent()) {
            throw ObjectLookup.marker(changed.get(), id);
        }
        return changed.orElseThrow(() -> ObjectLookup.missing(request.key(), id));
    }

    private static Reply versioned(Reply reply, ObjectBucket bucket, ObjectVersion object) {
        return ObjectLookup.isVersioned(bucket)
                ? reply.withHeader("x-amz-version-id", object.id())
                : reply;
    }
}
