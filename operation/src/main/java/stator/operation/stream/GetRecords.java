package stator.operation.stream;

import java.util.Optional;
import java.util.Set;
import stator.database.log.ChangePage;
import stator.database.log.ChangeStream;
import stator.database.log.Changes;
import stator.database.log.Shard;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** GetRecords: up to 1000 records, or 1 MB of them. There is no next iterator at a shard's end. */
public final class GetRecords implements Operation {
    private static final int LIMIT_DEFAULT = 1_000;
    private static final long PAGE_BYTES_MAX = 1_000_000;

    @Override
    public String name() {
        return "GetRecords";
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
        ShardPosition.streamArn(request.string("ShardIterator")).ifPresent(named::arn);
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    @Override
    public boolean isDataEvent() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        ShardPosition.Issued issued = ShardPosition.parse(request.string("ShardIterator"));
        ShardPosition position = issued.position();
        StreamReference reference = StreamReference.of(context, this, position.streamArn());
        long now = context.clock().millis();
        if (issued.isExpiredAt(now)) {
            throw StreamErrors.expired();
        }
        ChangeStream stream = reference.require(context);
        Shard shard =
                stream.shards().stream()
                        .filter(found -> found.space() == position.space())
                        .findFirst()
                        .orElseThrow(StreamErrors::trimmed);
        Changes changes = context.database().changes();
        if (!position.fromHorizon() && changes.hasTrimmed(shard, position.after())) {
            throw StreamErrors.trimmed();
        }
        ChangePage page =
                changes.read(
                        stream,
                        shard,
                        position.after(),
                        request.integer("Limit", LIMIT_DEFAULT),
                        PAGE_BYTES_MAX);
        response.startObject();
        next(position, page)
                .ifPresent(next -> response.member("NextShardIterator", next.iterator(now)));
        response.field("Records").startArray();
        StreamRecordWriter writer = new StreamRecordWriter(stream, shard, response);
        page.records().forEach(writer::write);
        response.endArray().endObject();
    }

    private static Optional<ShardPosition> next(ShardPosition position, ChangePage page) {
        if (page.atEnd()) {
            return Optional.empty();
        }
        if (page.records().isEmpty()) {
            return Optional.of(position);
        }
        long last = page.records().getLast().version();
        return Optional.of(new ShardPosition(position.streamArn(), position.space(), last, false));
    }
}
