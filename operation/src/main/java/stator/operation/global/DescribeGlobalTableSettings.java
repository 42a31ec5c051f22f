package stator.operation.global;

import java.util.Map;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.operation.global.AutoScaling.Dimension;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeGlobalTableSettings, of version 2017.11.29. */
public final class DescribeGlobalTableSettings implements Operation {
    @Override
    public String name() {
        return "DescribeGlobalTableSettings";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.globalTable(request.string("GlobalTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        LegacyGlobalTable table =
                LegacyGlobalTable.require(context, request.string("GlobalTableName"), "");
        write(table, context.clock().millis(), response);
    }

    static void write(LegacyGlobalTable table, long nowMillis, ResponseWriter response) {
        response.startObject()
                .member("GlobalTableName", table.name())
                .field("ReplicaSettings")
                .startArray();
        for (Map.Entry<String, Table> replica : table.replicas().entrySet()) {
            writeReplica(replica.getKey(), replica.getValue().description(), nowMillis, response);
        }
        response.endArray().endObject();
    }

    private static void writeReplica(
            String region, TableDescription replica, long nowMillis, ResponseWriter response) {
        response.startObject().member("RegionName", region);
        if (replica.billing().mode() == Billing.Mode.PAY_PER_REQUEST) {
            response.field("ReplicaBillingModeSummary")
                    .startObject()
                    .member("BillingMode", "PAY_PER_REQUEST")
                    .endObject();
        }
        writeIndexes(replica, nowMillis, response);
        AutoScaling.write(
                "ReplicaProvisionedReadCapacityAutoScalingSettings",
                replica,
                new Dimension(true, ""),
                response);
        response.member("ReplicaProvisionedReadCapacityUnits", replica.throughput().readUnits());
        AutoScaling.write(
                "ReplicaProvisionedWriteCapacityAutoScalingSettings",
                replica,
                new Dimension(false, ""),
                response);
        response.member("ReplicaProvisionedWriteCapacityUnits", replica.throughput().writeUnits());
        response.member("ReplicaStatus", replica.statusAt(nowMillis).name()).endObject();
    }

    private static void writeIndexes(
            TableDescription replica, long nowMillis, ResponseWriter response) {
        response.field("ReplicaGlobalSecondaryIndexSettings").startArray();
        for (IndexDescription index : replica.globalIndexes()) {
            response.startObject()
                    .member("IndexName", index.name())
                    .member("IndexStatus", index.statusAt(nowMillis).name());
            AutoScaling.write(
                    "ProvisionedReadCapacityAutoScalingSettings",
                    replica,
                    new Dimension(true, index.name()),
                    response);
            response.member("ProvisionedReadCapacityUnits", index.throughput().readUnits());
            AutoScaling.write(
                    "ProvisionedWriteCapacityAutoScalingSettings",
                    replica,
                    new Dimension(false, index.name()),
                    response);
            response.member("ProvisionedWriteCapacityUnits", index.throughput().writeUnits())
                    .endObject();
        }
        response.endArray();
    }
}
