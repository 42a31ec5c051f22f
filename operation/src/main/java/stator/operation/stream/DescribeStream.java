package stator.operation.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.model.ApiException;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.table.KeyWriter;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeStream: its shards in the order of their beginning, parents before children. */
public final class DescribeStream implements Operation {
    private static final int LIMIT_DEFAULT = 100;

    @Override
    public String name() {
        return "DescribeStream";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of(PolicyTarget.STREAM);
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "StreamArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        StreamReference reference = StreamReference.of(context, this, request.string("StreamArn"));
        Optional<String> parent = parent(request);
        ChangeStream stream = reference.require(context);
        List<Shard> shards =
                stream.shards().stream()
                        .filter(shard -> parent.map(shard.parent()::equals).orElse(true))
                        .toList();
        List<Shard> rest = after(shards, request.findString("ExclusiveStartShardId"));
        int limit = request.integer("Limit", LIMIT_DEFAULT);
        List<Shard> page = rest.subList(0, Math.min(limit, rest.size()));
        response.startObject().field("StreamDescription").startObject();
        response.member(
                "CreationRequestDateTime", Instant.ofEpochMilli(stream.period().createdMillis()));
        KeyWriter.writeKeySchema(stream.key(), response);
        if (page.size() < rest.size()) {
            response.member("LastEvaluatedShardId", page.getLast().id());
        }
        response.field("Shards").startArray();
        page.forEach(shard -> write(shard, response));
        response.endArray()
                .member("StreamArn", stream.arn())
                .member("StreamLabel", stream.period().label())
                .member("StreamStatus", stream.period().statusAt(context.clock().millis()).name())
                .member("StreamViewType", stream.period().view().name())
                .member("TableName", stream.tableName())
                .endObject()
                .endObject();
    }

    /** Whose children are asked for, if only some are. */
    private static Optional<String> parent(Struct request) {
        Optional<Struct> filter = request.findStruct("ShardFilter");
        if (filter.isEmpty()) {
            return Optional.empty();
        }
        // How AWS puts this could not be established.
        if (!filter.get().has("Type") || !filter.get().has("ShardId")) {
            throw ApiException.validation(
                    "ShardFilter must have both Type and ShardId to filter shards by their parent");
        }
        return filter.get().findString("ShardId");
    }

    /** Ids begin with the time of their shard, so that an id that is gone has its place too. */
    private static List<Shard> after(List<Shard> shards, Optional<String> start) {
        if (start.isEmpty()) {
            return shards;
        }
        int at = shards.stream().map(Shard::id).toList().indexOf(start.get());
        return at >= 0
                ? shards.subList(at + 1, shards.size())
                : shards.stream().filter(s -> s.id().compareTo(start.get()) > 0).toList();
    }

    private static void write(Shard shard, ResponseWriter response) {
        response.startObject();
        if (!shard.parent().isEmpty()) {
            response.member("ParentShardId", shard.parent());
        }
        response.field("SequenceNumberRange").startObject();
        if (!shard.isOpen()) {
            response.member("EndingSequenceNumber", SequenceNumber.of(shard.to()));
        }
        response.member("StartingSequenceNumber", SequenceNumber.of(shard.from()))
                .endObject()
                .member("ShardId", shard.id())
                .endObject();
    }
}
