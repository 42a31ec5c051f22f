package stator.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A table as its stream of new and old images tells it, read on and on. Holds each record's old
 * image against what the records before it said.
 */
final class StreamReplay {
    private final Map<String, Map<String, AttributeValue>> items = new HashMap<>();

    /** By shard. */
    private final Map<String, String> lastRead = new HashMap<>();

    private String arn;

    void follow(String streamArn) {
        arn = streamArn;
    }

    /** The table as of the last record that was read. */
    Map<String, Map<String, AttributeValue>> items() {
        return items;
    }

    /** Reads everything that is new. */
    void read(DynamoDbStreamsClient client, Consumer<Record> check) {
        for (Shard shard : shards(client)) {
            String iterator = iterator(client, shard.shardId());
            boolean isMore = true;
            while (isMore && iterator != null) {
                String from = iterator;
                GetRecordsResponse page = client.getRecords(get -> get.shardIterator(from));
                for (Record change : page.records()) {
                    check.accept(change);
                    apply(change);
                    lastRead.put(shard.shardId(), change.dynamodb().sequenceNumber());
                }
                isMore = !page.records().isEmpty();
                iterator = page.nextShardIterator();
            }
        }
    }

    /** Parents come before their children. */
    private List<Shard> shards(DynamoDbStreamsClient client) {
        List<Shard> all = new ArrayList<>();
        String last = null;
        do {
            String start = last;
            StreamDescription page =
                    client.describeStream(
                                    stream -> stream.streamArn(arn).exclusiveStartShardId(start))
                            .streamDescription();
            all.addAll(page.shards());
            last = page.lastEvaluatedShardId();
        } while (last != null);
        return all;
    }

    private String iterator(DynamoDbStreamsClient client, String shard) {
        String last = lastRead.get(shard);
        return client.getShardIterator(get ->
                        get.streamArn(arn)
                                .shardId(shard)
                                .sequenceNumber(last)
                                .shardIteratorType(
                                        last == null
                                                ? ShardIteratorType.TRIM_HORIZON
                                                : ShardIteratorType.AFTER_SEQUENCE_NUMBER))
                .shardIterator();
    }

    private void apply(Record change) {
        String id = change.dynamodb().keys().get("id").s();
        Map<String, AttributeValue> before = items.remove(id);
        Map<String, AttributeValue> old =
                change.dynamodb().hasOldImage() ? change.dynamodb().oldImage() : null;
        if (before == null ? old != null : !before.equals(old)) {
            throw new AssertionError("The record before said " + before + ", this is " + change);
        }
        if (change.eventName() != OperationType.REMOVE) {
            items.put(id, change.dynamodb().newImage());
        }
    }
}
