package stator.operation.stream;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.log.ChangeStream;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListStreams: those of a day ago included, in the order of their ARNs. */
public final class ListStreams implements Operation {
    private static final int LIMIT_DEFAULT = 100;

    @Override
    public String name() {
        return "ListStreams";
    }

    @Override
    public boolean isAboutAll() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        int limit = request.integer("Limit", LIMIT_DEFAULT);
        Optional<String> tableName =
                request.findString("TableName")
                        .map(given -> TableReference.of(context, this, given).name());
        Optional<String> startArn = request.findString("ExclusiveStartStreamArn");
        startArn.ifPresent(given -> StreamReference.of(context, this, given));
        String start = startArn.orElse("");
        List<ChangeStream> found =
                context.database().changes().streams(context.namespace()).stream()
                        .filter(stream -> tableName.map(stream.tableName()::equals).orElse(true))
                        .filter(stream -> stream.arn().compareTo(start) > 0)
                        .toList();
        List<ChangeStream> page = found.subList(0, Math.min(limit, found.size()));
        response.startObject();
        if (page.size() < found.size()) {
            response.member("LastEvaluatedStreamArn", page.getLast().arn());
        }
        response.field("Streams").startArray();
        for (ChangeStream stream : page) {
            response.startObject()
                    .member("StreamArn", stream.arn())
                    .member("StreamLabel", stream.period().label())
                    .member("TableName", stream.tableName())
                    .endObject();
        }
        response.endArray().endObject();
    }
}
