package stator.operation.stream;

import java.util.Set;
import stator.database.log.ChangeStream;
import stator.database.log.Shard;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** GetShardIterator. */
public final class GetShardIterator implements Operation {
    @Override
    public String name() {
        return "GetShardIterator";
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
    public boolean isDataEvent() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        StreamReference reference = StreamReference.of(context, this, request.string("StreamArn"));
        ChangeStream stream = reference.require(context);
        Shard shard =
                stream.shard(request.string("ShardId"))
                        .orElseThrow(() ->
                                ApiException.of(
                                        ErrorCode.RESOURCE_NOT_FOUND,
                                        "Requested resource not found: Shard does not exist"));
        ShardPosition position = position(context, request, stream, shard);
        response.startObject()
                .member("ShardIterator", position.iterator(context.clock().millis()))
                .endObject();
    }

    private static ShardPosition position(
            RequestContext context, Struct request, ChangeStream stream, Shard shard) {
        String type = request.string("ShardIteratorType");
        if (request.has("SequenceNumber") && !type.endsWith("_SEQUENCE_NUMBER")) {
            // That AWS refuses it is known from one source; its words are not on record.
            throw ApiException.validation(
                    "SequenceNumber must not be given if ShardIteratorType is " + type);
        }
        return switch (type) {
            case "TRIM_HORIZON" ->
                    new ShardPosition(stream.arn(), shard.space(), shard.from(), true);
            case "LATEST" ->
                    new ShardPosition(
                            stream.arn(),
                            shard.space(),
                            context.database().changes().latest(stream, shard),
                            false);
            case "AT_SEQUENCE_NUMBER" -> numbered(context, request, stream, shard, -1);
            case "AFTER_SEQUENCE_NUMBER" -> numbered(context, request, stream, shard, 0);
            default -> throw new IllegalStateException("A type that the model does not know");
        };
    }

    /** The number need not be that of a record, but must not lie before the first one. */
    private static ShardPosition numbered(
            RequestContext context, Struct request, ChangeStream stream, Shard shard, int shift) {
        // How AWS puts this could not be established.
        String number =
                request.findString("SequenceNumber")
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "SequenceNumber must be given if ShardIteratorType is "
                                                + request.string("ShardIteratorType")));
        long version = SequenceNumber.version(number);
        if (version < shard.from()) {
            throw StreamErrors.trimmed();
        }
        if (version > shard.to()) {
            throw ApiException.validation("Invalid SequenceNumber");
        }
        long after = Math.max(version + shift, shard.from());
        if (context.database().changes().hasTrimmed(shard, after)) {
            throw StreamErrors.trimmed();
        }
        return new ShardPosition(stream.arn(), shard.space(), after, false);
    }
}
