package stator.operation.global;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.replica.Regions;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** CreateGlobalTable, of version 2017.11.29. */
public final class CreateGlobalTable implements Operation {
    private static final int REPLICAS_MIN = 2;

    @Override
    public String name() {
        return "CreateGlobalTable";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.globalTable(request.string("GlobalTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String name = request.string("GlobalTableName");
        Set<String> regions = new LinkedHashSet<>();
        for (Struct replica : request.structs("ReplicationGroup")) {
            regions.add(replica.string("RegionName", ""));
        }
        List<String> possible = Regions.with(context.namespace());
        if (regions.size() < REPLICAS_MIN || !possible.containsAll(regions)) {
            throw TableErrors.invalid(
                    "ReplicationGroup must name at least two different regions of: " + possible);
        }
        if (LegacyGlobalTable.find(context, name).isPresent()) {
            throw ApiException.of(
                    ErrorCode.GLOBAL_TABLE_ALREADY_EXISTS,
                    "Global table with name: '" + name + "' already exists.");
        }
        LegacyGlobalTable.join(context, name, Set.of(), regions);
        LegacyGlobalTable.require(context, name, "")
                .write("CREATING", context.clock().millis(), response);
    }
}
