package stator.s3.notification;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import stator.bucket.object.ObjectVersion;
import stator.door.JsonText;
import stator.s3.request.Address;
import stator.s3.request.Owner;
import stator.s3.request.S3Request;

/**
 * A notification, as Amazon S3 writes it (user guide, "Event message structure", version 2.1). Keys
 * are encoded as in the query of an address, with a plus for a blank.
 */
final class EventRecord {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private EventRecord() {}

    /**
     * What happened where, and by whom.
     *
     * @param owner the account that owns the bucket
     * @param caller who did it, as S3 writes it
     * @param address from where
     */
    record Occasion(
            String bucket,
            String owner,
            String region,
            Instant time,
            String caller,
            String address,
            String requestId,
            String hostId) {
        static Occasion of(S3Request request) throws IOException {
            return new Occasion(
                    request.bucketName(),
                    request.ownerOfBucket(),
                    request.region(request.bucketName()),
                    request.clock().instant(),
                    "AWS:" + request.principal().userId(),
                    request.principal().source().getHostAddress(),
                    request.requestId(),
                    request.hostId());
        }
    }

    static String document(
            Occasion occasion, String event, ObjectVersion object, String configurationId) {
        String bucket = occasion.bucket();
        String owner = Owner.id(occasion.owner());
        boolean removed =
                event.startsWith("ObjectRemoved") || event.startsWith("LifecycleExpiration");
        StringBuilder json = new StringBuilder("{\"Records\":[{");
        json.append("\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":")
                .append(quoted(occasion.region()))
                .append(",\"eventTime\":")
                .append(quoted(TIME.format(occasion.time())))
                .append(",\"eventName\":")
                .append(quoted(event))
                .append(",\"userIdentity\":{\"principalId\":")
                .append(quoted(occasion.caller()))
                .append("},\"requestParameters\":{\"sourceIPAddress\":")
                .append(quoted(occasion.address()))
                .append("},\"responseElements\":{\"x-amz-request-id\":")
                .append(quoted(occasion.requestId()))
                .append(",\"x-amz-id-2\":")
                .append(quoted(occasion.hostId()))
                .append("},\"s3\":{\"s3SchemaVersion\":\"1.0\",\"configurationId\":")
                .append(quoted(configurationId))
                .append(",\"bucket\":{\"name\":")
                .append(quoted(bucket))
                .append(",\"ownerIdentity\":{\"principalId\":")
                .append(quoted(owner))
                .append("},\"arn\":")
                .append(quoted("arn:aws:s3:::" + bucket))
                .append("},\"object\":{\"key\":")
                .append(quoted(Address.encoded(object.key(), "/").replace("%20", "+")));
        if (!removed) {
            json.append(",\"size\":").append(object.size());
        }
        if (!object.etag().isEmpty() && !removed) {
            json.append(",\"eTag\":").append(quoted(object.etag()));
        }
        if (!object.id().equals(ObjectVersion.NULL)) {
            json.append(",\"versionId\":").append(quoted(object.id()));
        }
        return json.append(",\"sequencer\":")
                .append(quoted("%018X".formatted(object.micros())))
                .append("}}}]}")
                .toString();
    }

    private static String quoted(String text) {
        return JsonText.quoted(text);
    }
}
