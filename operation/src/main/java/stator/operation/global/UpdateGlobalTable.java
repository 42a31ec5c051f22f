package stator.operation.global;

import java.util.LinkedHashSet;
import java.util.Set;
import stator.database.table.GlobalTable;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.replica.ReplicaUpdates;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** UpdateGlobalTable, of version 2017.11.29. The table of a replica that leaves stays. */
public final class UpdateGlobalTable implements Operation {
    @Override
    public String name() {
        return "UpdateGlobalTable";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.globalTable(request.string("GlobalTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String name = request.string("GlobalTableName");
        LegacyGlobalTable table = LegacyGlobalTable.require(context, name, "");
        Set<String> created = new LinkedHashSet<>();
        Set<String> deleted = new LinkedHashSet<>();
        for (Struct update : request.structs("ReplicaUpdates")) {
            update.findStruct("Create").ifPresent(c -> created.add(c.string("RegionName")));
            update.findStruct("Delete").ifPresent(d -> deleted.add(d.string("RegionName")));
        }
        if (created.isEmpty() && deleted.isEmpty()) {
            throw ApiException.validation("One or more parameter values were invalid");
        }
        Set<String> joined = new LinkedHashSet<>(table.replicas().keySet());
        for (String region : created) {
            if (joined.contains(region)) {
                throw ApiException.of(
                        ErrorCode.REPLICA_ALREADY_EXISTS,
                        "Replica: '"
                                + region
                                + "' of global table: '"
                                + name
                                + "' already exists.");
            }
        }
        for (String region : deleted) {
            if (!joined.remove(region)) {
                throw ApiException.of(
                        ErrorCode.REPLICA_NOT_FOUND,
                        "Replica: '"
                                + region
                                + "' of global table: '"
                                + name
                                + "' does not exist.");
            }
        }
        if (joined.isEmpty()) {
            throw TableErrors.invalid("A global table must keep a replica");
        }
        deleted.forEach(region -> leave(context, table, region));
        if (!created.isEmpty()) {
            LegacyGlobalTable.join(context, name, joined, created);
        }
        LegacyGlobalTable.find(context, name)
                .orElse(table)
                .write("UPDATING", context.clock().millis(), response);
    }

    private static void leave(RequestContext context, LegacyGlobalTable table, String region) {
        table.replicas()
                .keySet()
                .forEach(place ->
                        ReplicaUpdates.awaitWrites(
                                context, context.namespace().in(place), table.name()));
        context.database()
                .tables()
                .updateRegions(
                        context.namespace(),
                        table.name(),
                        table.replicas().keySet(),
                        before -> {
                            GlobalTable tables = new GlobalTable(before);
                            if (before.containsKey(region)) {
                                tables.separate(region);
                            }
                            return tables.tables();
                        });
    }
}
