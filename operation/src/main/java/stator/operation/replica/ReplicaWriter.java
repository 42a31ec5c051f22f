package stator.operation.replica;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stator.database.table.IndexDescription;
import stator.database.table.Replication;
import stator.database.table.Table;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.protocol.ResponseWriter;

/**
 * Writes what a table's description says of its replicas, as AWS shows it: never the table itself,
 * and of another one only what differs.
 */
public final class ReplicaWriter {
    private final ResponseWriter response;
    private final TableDescription table;
    private final Instant now;
    private final Optional<Replication> replication;

    public ReplicaWriter(ResponseWriter response, TableDescription table, Instant now) {
        this.response = response;
        this.table = table;
        this.now = now;
        replication = Replication.of(table);
    }

    /** The other replicas of a table, in the order in which they came. */
    public static List<TableDescription> others(RequestContext context, Table table) {
        return table.replicaRegions().stream()
                .flatMap(region ->
                        context
                                .database()
                                .tables()
                                .find(table.namespace().in(region), table.name())
                                .stream())
                .map(Table::description)
                .toList();
    }

    private boolean isCurrent() {
        return replication.filter(r -> r.version().equals(Replication.CURRENT)).isPresent();
    }

    public void writeVersion() {
        SettingsReplication.write(table, response);
        replication.ifPresent(r -> response.member("GlobalTableVersion", r.version()));
    }

    /** AWS names it only if it is the strong one. */
    public void writeConsistency() {
        strong().ifPresent(strong -> response.member("MultiRegionConsistency", "STRONG"));
    }

    /** The witness comes with the replicas. */
    public void writeWitnesses(List<TableDescription> replicas) {
        Optional<String> witness =
                strong().map(Replication.Strong::witness).filter(region -> !region.isEmpty());
        if (witness.isEmpty() || replicas.isEmpty()) {
            return;
        }
        boolean isComing =
                replicas.stream()
                        .map(replica -> replica.statusAt(now.toEpochMilli()))
                        .anyMatch(TableStatus.CREATING::equals);
        response.field("GlobalTableWitnesses")
                .startArray()
                .startObject()
                .member("RegionName", witness.get())
                .member("WitnessStatus", isComing ? "CREATING" : "ACTIVE")
                .endObject()
                .endArray();
    }

    private Optional<Replication.Strong> strong() {
        return replication.flatMap(Replication::strong);
    }

    /** Tables of the old version do not show their replicas. */
    public void writeReplicas(List<TableDescription> replicas) {
        if (!isCurrent()) {
            return;
        }
        response.field("Replicas").startArray();
        replicas.forEach(this::writeReplica);
        response.endArray();
    }

    private void writeReplica(TableDescription replica) {
        response.startObject();
        writeIndexes(replica);
        SettingsReplication.writeOfReplica(response);
        if (replica.encryption().kms()) {
            response.member("KMSMasterKeyId", replica.encryption().keyArn());
        }
        writeOverrides(replica.throughput(), table.throughput());
        response.member("RegionName", region(replica));
        response.member("ReplicaStatus", replica.statusAt(now.toEpochMilli()).name());
        writeClass(replica.tableClass());
        writeWarmThroughput(replica.throughput());
        response.endObject();
    }

    public static String region(TableDescription table) {
        return ResourceArn.parse(table.arn()).orElseThrow().region();
    }

    private void writeIndexes(TableDescription replica) {
        List<IndexDescription> indexes = replica.globalIndexes();
        if (indexes.isEmpty()) {
            return;
        }
        response.field("GlobalSecondaryIndexes").startArray();
        for (IndexDescription index : indexes) {
            response.startObject().member("IndexName", index.name());
            table.index(index.name())
                    .ifPresent(own -> writeOverrides(index.throughput(), own.throughput()));
            writeWarmThroughput(index.throughput());
            response.endObject();
        }
        response.endArray();
    }

    private void writeOverrides(Throughput other, Throughput own) {
        if (other.readUnitsMax() != own.readUnitsMax()
                && other.readUnitsMax() != Throughput.UNSET) {
            response.field("OnDemandThroughputOverride")
                    .startObject()
                    .member("MaxReadRequestUnits", other.readUnitsMax())
                    .endObject();
        }
        if (other.readUnits() != own.readUnits() && other.readUnits() > 0) {
            response.field("ProvisionedThroughputOverride")
                    .startObject()
                    .member("ReadCapacityUnits", other.readUnits())
                    .endObject();
        }
    }

    private void writeClass(TableClass tableClass) {
        if (!tableClass.given()) {
            return;
        }
        response.field("ReplicaTableClassSummary").startObject();
        if (tableClass.changedMillis() != Throughput.NEVER) {
            response.member("LastUpdateDateTime", Instant.ofEpochMilli(tableClass.changedMillis()));
        }
        response.member("TableClass", tableClass.name()).endObject();
    }

    private void writeWarmThroughput(Throughput throughput) {
        if (throughput.warmReadUnits() == Throughput.UNSET) {
            return;
        }
        response.field("WarmThroughput")
                .startObject()
                .member("ReadUnitsPerSecond", throughput.warmReadUnits())
                .member("Status", "ACTIVE")
                .member("WriteUnitsPerSecond", throughput.warmWriteUnits())
                .endObject();
    }
}
