package stator.s3.setting;

import java.io.IOException;
import java.util.List;
import stator.bucket.object.ObjectBucket;
import stator.door.Reply;
import stator.s3.body.Payload;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlElement;
import stator.s3.request.XmlWriter;

/** GetBucketVersioning and PutBucketVersioning. */
final class VersioningSetting {
    private VersioningSetting() {}

    static List<Operation> operations() {
        return List.of(
                Operation.of(
                        "GetBucketVersioning",
                        Level.BUCKET,
                        "GET",
                        VersioningSetting::get,
                        "?versioning"),
                Operation.of(
                        "PutBucketVersioning",
                        Level.BUCKET,
                        "PUT",
                        VersioningSetting::put,
                        "?versioning"));
    }

    private static Reply get(S3Request request) throws IOException {
        XmlWriter xml = new XmlWriter("VersioningConfiguration");
        switch (request.bucket().versioning()) {
            case NEVER -> {}
            case ENABLED -> xml.text("Status", "Enabled");
            case SUSPENDED -> xml.text("Status", "Suspended");
        }
        return xml.reply();
    }

    private static Reply put(S3Request request) throws IOException {
        ObjectBucket bucket = request.bucket();
        XmlElement document =
                XmlElement.parse(Payload.of(request).document(), "VersioningConfiguration");
        bucket.setVersioning(
                switch (document.text("Status")) {
                    case "Enabled" -> ObjectBucket.Versioning.ENABLED;
                    case "Suspended" -> ObjectBucket.Versioning.SUSPENDED;
                    default ->
                            throw new S3Exception(
                                    400,
                                    "IllegalVersioningConfigurationException",
                                    "The Versioning element must be specified");
                });
        return Reply.empty(200);
    }
}
