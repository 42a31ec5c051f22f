package stator.operation.global;

import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import stator.database.table.Billing;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.global.AutoScaling.Dimension;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** UpdateGlobalTableSettings, of version 2017.11.29: capacity, in all replicas or in one. */
public final class UpdateGlobalTableSettings implements Operation {
    @Override
    public String name() {
        return "UpdateGlobalTableSettings";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.globalTable(request.string("GlobalTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String name = request.string("GlobalTableName");
        LegacyGlobalTable table = LegacyGlobalTable.require(context, name, "");
        requireReplicas(request, table);
        context.database()
                .tables()
                .updateRegions(
                        context.namespace(),
                        name,
                        table.replicas().keySet(),
                        before -> {
                            GlobalTable tables = new GlobalTable(before);
                            before.keySet()
                                    .forEach(region ->
                                            tables.change(
                                                    region,
                                                    replica -> shared(context, request, replica)));
                            for (Struct update : request.structs("ReplicaSettingsUpdate")) {
                                tables.change(
                                        update.string("RegionName"),
                                        replica -> own(context, update, replica));
                            }
                            return tables.tables();
                        });
        DescribeGlobalTableSettings.write(
                LegacyGlobalTable.require(context, name, ""), context.clock().millis(), response);
    }

    private static void requireReplicas(Struct request, LegacyGlobalTable table) {
        Set<String> named = new HashSet<>();
        for (Struct update : request.structs("ReplicaSettingsUpdate")) {
            String region = update.string("RegionName");
            if (!table.replicas().containsKey(region)) {
                throw ApiException.of(
                        ErrorCode.REPLICA_NOT_FOUND,
                        "Replica: '"
                                + region
                                + "' of global table: '"
                                + table.name()
                                + "' does not exist.");
            }
            if (!named.add(region)) {
                throw TableErrors.invalid("Region " + region + " was specified more than once");
            }
        }
    }

    private static TableDescription shared(
            RequestContext context, Struct request, TableDescription replica) {
        AutoScaling scaling = new AutoScaling(context, replica.name());
        TableDescription changed = replica;
        if (request.has("GlobalTableBillingMode")) {
            boolean perRequest = request.string("GlobalTableBillingMode").equals("PAY_PER_REQUEST");
            changed =
                    changed.toBuilder()
                            .billing(
                                    perRequest
                                            ? Billing.payPerRequest(context.clock().millis())
                                            : new Billing(
                                                    Billing.Mode.PROVISIONED,
                                                    replica.billing()
                                                            .lastUpdateToPayPerRequestMillis()))
                            .build();
        }
        if (request.has("GlobalTableProvisionedWriteCapacityUnits")) {
            long units = request.longInteger("GlobalTableProvisionedWriteCapacityUnits");
            changed =
                    changed.toBuilder()
                            .throughput(changed.throughput().withWriteUnits(units))
                            .build();
        }
        String member = "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate";
        changed = scaled(scaling, changed, new Dimension(false, ""), request, member);
        for (Struct index : request.structs("GlobalTableGlobalSecondaryIndexSettingsUpdate")) {
            String indexName = index.string("IndexName");
            if (index.has("ProvisionedWriteCapacityUnits")) {
                long units = index.longInteger("ProvisionedWriteCapacityUnits");
                changed = withIndex(changed, indexName, old -> old.withWriteUnits(units));
            }
            requireIndex(changed, indexName);
            changed =
                    scaled(
                            scaling,
                            changed,
                            new Dimension(false, indexName),
                            index,
                            "ProvisionedWriteCapacityAutoScalingSettingsUpdate");
        }
        return changed;
    }

    private static TableDescription own(
            RequestContext context, Struct update, TableDescription replica) {
        AutoScaling scaling = new AutoScaling(context, replica.name());
        TableDescription changed = replica;
        if (update.has("ReplicaProvisionedReadCapacityUnits")) {
            long units = update.longInteger("ReplicaProvisionedReadCapacityUnits");
            changed =
                    changed.toBuilder()
                            .throughput(changed.throughput().withReadUnits(units))
                            .build();
        }
        if (update.has("ReplicaTableClass")) {
            changed =
                    changed.toBuilder()
                            .tableClass(
                                    new TableClass(
                                            update.string("ReplicaTableClass"),
                                            true,
                                            context.clock().millis()))
                            .build();
        }
        String member = "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate";
        changed = scaled(scaling, changed, new Dimension(true, ""), update, member);
        for (Struct index : update.structs("ReplicaGlobalSecondaryIndexSettingsUpdate")) {
            String indexName = index.string("IndexName");
            if (index.has("ProvisionedReadCapacityUnits")) {
                long units = index.longInteger("ProvisionedReadCapacityUnits");
                changed = withIndex(changed, indexName, old -> old.withReadUnits(units));
            }
            requireIndex(changed, indexName);
            changed =
                    scaled(
                            scaling,
                            changed,
                            new Dimension(true, indexName),
                            index,
                            "ProvisionedReadCapacityAutoScalingSettingsUpdate");
        }
        return changed;
    }

    private static TableDescription scaled(
            AutoScaling scaling,
            TableDescription table,
            Dimension dimension,
            Struct owner,
            String member) {
        if (!owner.has(member)) {
            return table;
        }
        scaling.check(dimension, owner.struct(member));
        return scaling.changed(table, dimension, owner.struct(member));
    }

    private static TableDescription withIndex(
            TableDescription table, String name, UnaryOperator<Throughput> change) {
        IndexDescription index = requireIndex(table, name);
        return table.toBuilder()
                .replaceIndex(index.withThroughput(change.apply(index.throughput())))
                .build();
    }

    private static IndexDescription requireIndex(TableDescription table, String name) {
        return table.index(name)
                .orElseThrow(() ->
                        ApiException.of(
                                ErrorCode.INDEX_NOT_FOUND,
                                "Index: '"
                                        + name
                                        + "' of table: '"
                                        + table.name()
                                        + "' does not exist."));
    }
}
