package stator.operation.stream;

import java.util.HexFormat;
import java.util.Optional;
import stator.database.item.WriteCause;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.database.table.StreamSettings;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/** Writes the records of a shard as its stream shows them. */
final class StreamRecordWriter {
    private static final HexFormat HEX = HexFormat.of();

    /** MurmurHash3's finalizer. */
    private static final long FIRST_FACTOR = 0xFF51AFD7ED558CCDL;

    private static final long SECOND_FACTOR = 0xC4CEB9FE1A85EC53L;

    private final ChangeStream stream;
    private final StreamSettings.View view;
    private final Shard shard;
    private final ResponseWriter response;

    StreamRecordWriter(ChangeStream stream, Shard shard, ResponseWriter response) {
        this.stream = stream;
        this.shard = shard;
        this.response = response;
        view = stream.period().view();
    }

    void write(ChangeRecord change) {
        Optional<Item> newImage = view.hasAfter() ? change.after() : Optional.empty();
        Optional<Item> oldImage = view.hasBefore() ? change.before() : Optional.empty();
        response.startObject()
                .member("awsRegion", stream.namespace().region())
                .field("dynamodb")
                .startObject()
                .member("ApproximateCreationDateTime", change.millis() / 1_000)
                .member("Keys", change.keys());
        newImage.ifPresent(item -> response.member("NewImage", item));
        oldImage.ifPresent(item -> response.member("OldImage", item));
        response.member("SequenceNumber", SequenceNumber.of(change.version()))
                .member("SizeBytes", sizeBytes(change, newImage, oldImage))
                .member("StreamViewType", view.name())
                .endObject()
                .member("eventID", eventId(shard, change))
                .member("eventName", change.event().name())
                .member("eventSource", "aws:dynamodb")
                .member("eventVersion", "1.1");
        if (change.cause() instanceof WriteCause.TimeToLive) {
            response.field("userIdentity")
                    .startObject()
                    .member("PrincipalId", "dynamodb.amazonaws.com")
                    .member("Type", "Service")
                    .endObject();
        }
        response.endObject();
    }

    /** What a record tells of its size: that of the keys and of the images in it. */
    static int sizeBytes(ChangeRecord change, Optional<Item> newImage, Optional<Item> oldImage) {
        return change.keys().sizeBytes() + bytes(newImage) + bytes(oldImage);
    }

    private static int bytes(Optional<Item> item) {
        return item.map(Item::sizeBytes).orElse(0);
    }

    /** As random as AWS's, and always the same for a record. */
    static String eventId(Shard shard, ChangeRecord change) {
        long high = mix(change.version() ^ mix(shard.space()));
        long low = mix(high ^ change.version());
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ bits >>> 33) * FIRST_FACTOR;
        mixed = (mixed ^ mixed >>> 33) * SECOND_FACTOR;
        return mixed ^ mixed >>> 33;
    }
}
