package stator.operation.stream;

import java.util.Arrays;
import java.util.Optional;
import stator.database.item.WriteCause;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.database.table.StreamSettings;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * A change as functions get it that a stream triggers: what the stream's own record says, in the
 * order of Lambda's events (observed: recorded events of AWS).
 */
public final class FunctionRecord {
    private FunctionRecord() {}

    /** The sequence number of a change. */
    public static String sequenceNumber(ChangeRecord change) {
        return SequenceNumber.of(change.version());
    }

    /** The JSON of a record. */
    public static byte[] json(ChangeStream stream, Shard shard, ChangeRecord change) {
        StreamSettings.View view = stream.period().view();
        Optional<Item> newImage = view.hasAfter() ? change.after() : Optional.empty();
        Optional<Item> oldImage = view.hasBefore() ? change.before() : Optional.empty();
        ResponseWriter json = new ResponseWriter(1024);
        json.startObject()
                .member("eventID", StreamRecordWriter.eventId(shard, change))
                .member("eventName", change.event().name())
                .member("eventVersion", "1.1")
                .member("eventSource", "aws:dynamodb")
                .member("awsRegion", stream.namespace().region())
                .field("dynamodb")
                .startObject()
                .member("ApproximateCreationDateTime", change.millis() / 1_000)
                .member("Keys", change.keys());
        newImage.ifPresent(item -> json.member("NewImage", item));
        oldImage.ifPresent(item -> json.member("OldImage", item));
        json.member("SequenceNumber", sequenceNumber(change))
                .member("SizeBytes", StreamRecordWriter.sizeBytes(change, newImage, oldImage))
                .member("StreamViewType", view.name())
                .endObject();
        if (change.cause() instanceof WriteCause.TimeToLive) {
            json.field("userIdentity")
                    .startObject()
                    .member("type", "Service")
                    .member("principalId", "dynamodb.amazonaws.com")
                    .endObject();
        }
        json.member("eventSourceARN", stream.arn()).endObject();
        return Arrays.copyOf(json.bytes(), json.length());
    }
}
