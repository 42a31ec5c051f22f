package stator.operation.global;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListGlobalTables, of version 2017.11.29. */
public final class ListGlobalTables implements Operation {
    private static final int LIMIT_DEFAULT = 100;

    @Override
    public String name() {
        return "ListGlobalTables";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String start = request.string("ExclusiveStartGlobalTableName", "");
        Optional<String> region = request.findString("RegionName");
        List<LegacyGlobalTable> found =
                LegacyGlobalTable.all(context).stream()
                        .filter(table -> table.name().compareTo(start) > 0)
                        .filter(table -> region.map(table.replicas()::containsKey).orElse(true))
                        .toList();
        int limit = Math.min(request.integer("Limit", LIMIT_DEFAULT), found.size());
        response.startObject().field("GlobalTables").startArray();
        for (LegacyGlobalTable table : found.subList(0, limit)) {
            response.startObject()
                    .member("GlobalTableName", table.name())
                    .field("ReplicationGroup")
                    .startArray();
            table.replicas()
                    .keySet()
                    .forEach(place ->
                            response.startObject().member("RegionName", place).endObject());
            response.endArray().endObject();
        }
        response.endArray();
        if (limit < found.size()) {
            response.member("LastEvaluatedGlobalTableName", found.get(limit - 1).name());
        }
        response.endObject();
    }
}
