package stator.operation.global;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import stator.database.table.Billing;
import stator.database.table.GlobalTable;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.global.AutoScaling.Dimension;
import stator.operation.replica.ReplicaWriter;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * UpdateTableReplicaAutoScaling. Capacity for writes is the same in all replicas, that for reads is
 * each one's own. The answer shows what was before, as AWS's does.
 */
public final class UpdateTableReplicaAutoScaling implements Operation {
    private static final String WRITES = "ProvisionedWriteCapacityAutoScalingUpdate";
    private static final String READS = "ReplicaProvisionedReadCapacityAutoScalingUpdate";
    private static final String INDEX_READS = "ProvisionedReadCapacityAutoScalingUpdate";

    @Override
    public String name() {
        return "UpdateTableReplicaAutoScaling";
    }

    /**
     * One setting that changes.
     *
     * @param region empty for all replicas
     */
    private record Change(String region, Dimension dimension, Struct update) {}

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        Table table = DescribeTableReplicaAutoScaling.requireGlobal(context, reference);
        List<TableDescription> replicas = DescribeTableReplicaAutoScaling.replicas(context, table);
        List<Change> changes = read(request, table, replicas);
        AutoScaling settings = new AutoScaling(context, table.name());
        changes.forEach(change -> settings.check(change.dimension(), change.update()));
        requireProvisioned(table, replicas, changes);
        context.database()
                .tables()
                .updateRegions(
                        context.namespace(),
                        table.name(),
                        GlobalTable.regions(context.namespace().region(), table.description()),
                        before -> {
                            GlobalTable tables = new GlobalTable(before);
                            for (Change change : changes) {
                                before.keySet().stream()
                                        .filter(region ->
                                                change.region().isEmpty()
                                                        || change.region().equals(region))
                                        .forEach(region ->
                                                tables.change(
                                                        region,
                                                        member ->
                                                                settings.changed(
                                                                        member,
                                                                        change.dimension(),
                                                                        change.update())));
                            }
                            return tables.tables();
                        });
        DescribeTableReplicaAutoScaling.write(
                table.name(), TableStatus.UPDATING, replicas, context.clock().millis(), response);
    }

    private static List<Change> read(Struct request, Table table, List<TableDescription> replicas) {
        List<Change> changes = new ArrayList<>();
        request.findStruct(WRITES)
                .ifPresent(update -> changes.add(new Change("", new Dimension(false, ""), update)));
        List<String> unknown = new ArrayList<>();
        for (Struct index : request.structs("GlobalSecondaryIndexUpdates")) {
            String name = index.string("IndexName", "");
            if (table.index(name).isEmpty()) {
                unknown.add(name);
            }
            index.findStruct(WRITES)
                    .ifPresent(update ->
                            changes.add(new Change("", new Dimension(false, name), update)));
        }
        if (!unknown.isEmpty()) {
            throw notFound(
                    table,
                    "the global secondary indexes with names: ‘" + unknown + "’ do not exist.");
        }
        readReplicas(request, table, replicas, changes);
        if (changes.isEmpty()) {
            throw invalid(table, "at least one update parameter must be specified.");
        }
        return changes;
    }

    private static void readReplicas(
            Struct request, Table table, List<TableDescription> replicas, List<Change> changes) {
        Set<String> regions = new HashSet<>();
        for (Struct replica : request.structs("ReplicaUpdates")) {
            String region = replica.string("RegionName");
            if (!regions.add(region)) {
                throw invalid(
                        table, "the regions: ‘[" + region + "]’ were specified more than once.");
            }
            TableDescription member =
                    replicas.stream()
                            .filter(found -> ReplicaWriter.region(found).equals(region))
                            .findFirst()
                            .orElseThrow(() ->
                                    notFound(
                                            table,
                                            "a replica does not exist in region: ‘"
                                                    + region
                                                    + "’."));
            int before = changes.size();
            replica.findStruct(READS)
                    .ifPresent(update ->
                            changes.add(new Change(region, new Dimension(true, ""), update)));
            for (Struct index : replica.structs("ReplicaGlobalSecondaryIndexUpdates")) {
                String name = index.string("IndexName", "");
                if (member.index(name).isEmpty()) {
                    throw notFound(
                            table,
                            "a global secondary index with name: ‘"
                                    + name
                                    + "’ does not exist in region: ‘"
                                    + region
                                    + "’.");
                }
                index.findStruct(INDEX_READS)
                        .ifPresent(update ->
                                changes.add(new Change(region, new Dimension(true, name), update)));
            }
            if (changes.size() == before) {
                throw invalid(
                        table,
                        "at least one update parameter must be specified for region: ‘"
                                + region
                                + "’.");
            }
        }
    }

    /** Who pays per request can only turn it off. */
    private static void requireProvisioned(
            Table table, List<TableDescription> replicas, List<Change> changes) {
        if (table.description().billing().mode() == Billing.Mode.PROVISIONED) {
            return;
        }
        for (Change change : changes) {
            if (!change.update().bool("AutoScalingDisabled", false)) {
                String regions =
                        replicas.stream()
                                .map(ReplicaWriter::region)
                                .map(region -> "'" + region.toUpperCase(Locale.ROOT) + "'")
                                .collect(Collectors.joining(", "));
                throw ApiException.validation(
                        "Failed to update global table with name ‘"
                                + table.name()
                                + "‘. Replicas "
                                + regions
                                + " BillingMode is PayPerRequest. You must convert table's"
                                + " BillingMode to PROVISIONED to set parameters: '"
                                + (change.dimension().reads()
                                        ? "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate"
                                        : "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate")
                                + "'.");
            }
        }
    }

    private static ApiException invalid(Table table, String problem) {
        return ApiException.validation(failed(table) + problem);
    }

    private static ApiException notFound(Table table, String problem) {
        return ApiException.of(ErrorCode.RESOURCE_NOT_FOUND, failed(table) + problem);
    }

    private static String failed(Table table) {
        return "Failed to update settings for global table with name: ‘"
                + table.name()
                + "’ because ";
    }
}
