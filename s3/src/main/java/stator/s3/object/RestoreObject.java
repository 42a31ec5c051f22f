package stator.s3.object;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.lifecycle.Days;
import stator.s3.request.Errors;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Request;
import stator.s3.request.StorageClass;
import stator.s3.request.XmlElement;

/**
 * RestoreObject. What is archived lies where everything lies, so it is back at once, and the answer
 * says until when.
 */
final class RestoreObject {
    private RestoreObject() {}

    static Operation operation() {
        return Operation.of(
                "RestoreObject", Level.OBJECT, "POST", RestoreObject::execute, "?restore");
    }

    private static Reply execute(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        XmlElement asked = XmlElement.parse(Payload.of(request).document(), "RestoreRequest");
        String days = asked.text("Days");
        if (!days.matches("[1-9]\\d{0,5}")) {
            throw Errors.malformedXml();
        }
        String id = ObjectLookup.versionId(request);
        ObjectVersion object = ObjectLookup.find(bucket, request.key(), id);
        if (!StorageClass.isArchive(object.attribute(StorageClass.ATTRIBUTE))) {
            throw Archive.invalid(
                    object, "Restore is not allowed for the object's current storage class");
        }
        Instant now = request.clock().instant();
        Instant end = new Days(request.day()).after(now, Integer.parseInt(days));
        boolean again = Archive.header(object, now).isPresent();
        bucket.change(
                request.key(),
                id,
                attributes -> {
                    Map<String, String> changed = new TreeMap<>(attributes);
                    changed.put(Archive.RESTORED, Archive.restored(end));
                    return changed;
                });
        if (!again) {
            request.happened("ObjectRestore:Post", object);
            request.happened("ObjectRestore:Completed", object);
        }
        return Reply.empty(again ? 200 : 202);
    }
}
