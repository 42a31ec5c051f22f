package stator.operation.global;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import stator.database.table.IndexDescription;
import stator.database.table.Replication;
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

/** DescribeTableReplicaAutoScaling, of global tables only. */
public final class DescribeTableReplicaAutoScaling implements Operation {
    @Override
    public String name() {
        return "DescribeTableReplicaAutoScaling";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        Table table = requireGlobal(context, reference);
        List<TableDescription> replicas = replicas(context, table);
        write(
                table.name(),
                table.statusAt(context.clock().millis()),
                replicas,
                context.clock().millis(),
                response);
    }

    /** A table that is not global is as good as none. */
    static Table requireGlobal(RequestContext context, TableReference reference) {
        return reference
                .find(context)
                .filter(table ->
                        Replication.of(table.description())
                                .filter(r -> r.version().equals(Replication.CURRENT))
                                .isPresent())
                .orElseThrow(() ->
                        ApiException.of(
                                ErrorCode.RESOURCE_NOT_FOUND,
                                "Global table with name: '"
                                        + reference.name()
                                        + "' does not exist."));
    }

    /** All replicas by their regions, the table itself among them. */
    static List<TableDescription> replicas(RequestContext context, Table table) {
        List<TableDescription> replicas = new ArrayList<>(ReplicaWriter.others(context, table));
        replicas.add(table.description());
        replicas.sort(Comparator.comparing(ReplicaWriter::region));
        return replicas;
    }

    static void write(
            String tableName,
            TableStatus status,
            List<TableDescription> replicas,
            long nowMillis,
            ResponseWriter response) {
        response.startObject().field("TableAutoScalingDescription").startObject();
        response.field("Replicas").startArray();
        for (TableDescription replica : replicas) {
            response.startObject();
            writeIndexes(replica, nowMillis, response);
            response.member("RegionName", ReplicaWriter.region(replica));
            AutoScaling.write(
                    "ReplicaProvisionedReadCapacityAutoScalingSettings",
                    replica,
                    new Dimension(true, ""),
                    response);
            AutoScaling.write(
                    "ReplicaProvisionedWriteCapacityAutoScalingSettings",
                    replica,
                    new Dimension(false, ""),
                    response);
            response.member("ReplicaStatus", replica.statusAt(nowMillis).name()).endObject();
        }
        response.endArray()
                .member("TableName", tableName)
                .member("TableStatus", status.name())
                .endObject()
                .endObject();
    }

    /** Indexes that are not ready are not shown. */
    private static void writeIndexes(
            TableDescription replica, long nowMillis, ResponseWriter response) {
        response.field("GlobalSecondaryIndexes").startArray();
        for (IndexDescription index : replica.globalIndexes()) {
            if (index.statusAt(nowMillis) != TableStatus.ACTIVE) {
                continue;
            }
            response.startObject()
                    .member("IndexName", index.name())
                    .member("IndexStatus", "ACTIVE");
            AutoScaling.write(
                    "ProvisionedReadCapacityAutoScalingSettings",
                    replica,
                    new Dimension(true, index.name()),
                    response);
            AutoScaling.write(
                    "ProvisionedWriteCapacityAutoScalingSettings",
                    replica,
                    new Dimension(false, index.name()),
                    response);
            response.endObject();
        }
        response.endArray();
    }
}
