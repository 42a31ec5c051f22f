package stator.operation.table;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.StreamSettings;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatistics.IndexStatistics;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.operation.archive.RestoreOrigin;
import stator.operation.replica.DisassociationProtection;
import stator.operation.replica.ReplicaWriter;
import stator.protocol.ResponseWriter;

/**
 * Writes a table's description as AWS shows it. Members that AWS leaves out (a billing mode that
 * was always PROVISIONED, a table class that nobody named, …) are left out.
 *
 * <p>Members stand in the order of their names, as in AWS's own JSON.
 */
public final class TableDescriptionWriter {
    private static final IndexStatistics NOTHING = new IndexStatistics(0, 0);

    private final ResponseWriter response;
    private final TableDescription table;
    private final TableStatistics statistics;
    private final Instant now;
    private final Set<Job> jobs;
    private final List<TableDescription> replicas;

    /** Work on a table that its status does not show; the part that is worked on does. */
    public enum Job {
        ENCRYPTION,
        WARM_THROUGHPUT
    }

    /**
     * A writer of one description.
     *
     * @param jobs what is under way besides the transitions that the description has
     */
    public TableDescriptionWriter(
            ResponseWriter response,
            TableDescription table,
            TableStatistics statistics,
            Instant now,
            Set<Job> jobs) {
        this(response, table, statistics, now, jobs, List.of());
    }

    /**
     * A writer of the description of a replica.
     *
     * @param replicas the other replicas
     */
    public TableDescriptionWriter(
            ResponseWriter response,
            TableDescription table,
            TableStatistics statistics,
            Instant now,
            Set<Job> jobs,
            List<TableDescription> replicas) {
        this.response = response;
        this.table = table;
        this.statistics = statistics;
        this.now = now;
        this.jobs = jobs;
        this.replicas = replicas;
    }

    /** The whole description, as the value of the member of that name. */
    public void writeWhole(String member) {
        response.field(member).startObject();
        writeAttributeDefinitions();
        writeBillingMode();
        response.member("CreationDateTime", Instant.ofEpochMilli(table.createdMillis()));
        response.member("DeletionProtectionEnabled", table.deletionProtection());
        DisassociationProtection.write(table, response);
        writeGlobalIndexes();
        ReplicaWriter replicaWriter = new ReplicaWriter(response, table, now);
        replicaWriter.writeVersion();
        replicaWriter.writeWitnesses(replicas);
        response.member("ItemCount", statistics.items());
        KeyWriter.writeKeySchema(table.key(), response);
        writeStreamName();
        writeLocalIndexes();
        replicaWriter.writeConsistency();
        writeOnDemandThroughput(table.throughput());
        writeProvisionedThroughput(table.throughput());
        replicaWriter.writeReplicas(replicas);
        writeRestore();
        writeEncryption();
        writeStreamSpecification();
        response.member("TableArn", table.arn());
        writeTableClass();
        response.member("TableId", table.id());
        response.member("TableName", table.name());
        response.member("TableSizeBytes", statistics.bytes());
        response.member("TableStatus", table.statusAt(now.toEpochMilli()).name());
        writeThroughputMode();
        writeVectorIndexes();
        writeWarmThroughput(
                table.throughput(), jobs.contains(Job.WARM_THROUGHPUT) ? "UPDATING" : "ACTIVE");
        response.endObject();
    }

    /** What DeleteTable answers: no schema, no indexes, no stream. */
    void writeRemains(String member) {
        response.field(member).startObject();
        writeBillingMode();
        response.member("DeletionProtectionEnabled", table.deletionProtection());
        response.member("ItemCount", statistics.items());
        writeProvisionedThroughput(table.throughput());
        response.member("TableArn", table.arn());
        writeTableClass();
        response.member("TableId", table.id());
        response.member("TableName", table.name());
        response.member("TableSizeBytes", statistics.bytes());
        response.member("TableStatus", table.statusAt(now.toEpochMilli()).name());
        writeThroughputMode();
        response.endObject();
    }

    private void writeAttributeDefinitions() {
        response.field("AttributeDefinitions").startArray();
        table.attributeDefinitions().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(attribute ->
                        response.startObject()
                                .member("AttributeName", attribute.name())
                                .member("AttributeType", attribute.type().name())
                                .endObject());
        response.endArray();
    }

    private void writeBillingMode() {
        Billing billing = table.billing();
        if (wasAlwaysProvisioned(billing)) {
            return;
        }
        response.field("BillingModeSummary").startObject();
        response.member("BillingMode", billing.mode().name());
        writeTime("LastUpdateToPayPerRequestDateTime", billing.lastUpdateToPayPerRequestMillis());
        response.endObject();
    }

    /** AWS's own JSON says the same twice; the second time in words that no SDK has. */
    private void writeThroughputMode() {
        Billing billing = table.billing();
        if (wasAlwaysProvisioned(billing)) {
            return;
        }
        response.field("TableThroughputModeSummary").startObject();
        writeTime("LastUpdateToPayPerRequestDateTime", billing.lastUpdateToPayPerRequestMillis());
        response.member("TableThroughputMode", billing.mode().name());
        response.endObject();
    }

    private static boolean wasAlwaysProvisioned(Billing billing) {
        return billing.mode() == Billing.Mode.PROVISIONED
                && billing.lastUpdateToPayPerRequestMillis() == Throughput.NEVER;
    }

    private void writeGlobalIndexes() {
        List<IndexDescription> indexes = table.globalIndexes();
        if (indexes.isEmpty()) {
            return;
        }
        response.field("GlobalSecondaryIndexes").startArray();
        for (IndexDescription index : indexes) {
            response.startObject();
            boolean isAdded = isAdded(index);
            writeBackfilling(index);
            writeIndex(index);
            response.member("IndexStatus", index.statusAt(now.toEpochMilli()).name());
            writeOnDemandThroughput(index.throughput());
            writeProvisionedThroughput(index.throughput());
            writeWarmThroughput(index.throughput(), isAdded ? "UPDATING" : "ACTIVE");
            response.endObject();
        }
        response.endArray();
    }

    private boolean isAdded(IndexDescription index) {
        return index.backfilling() && index.statusAt(now.toEpochMilli()) == TableStatus.CREATING;
    }

    private void writeBackfilling(IndexDescription index) {
        if (isAdded(index)) {
            response.member("Backfilling", now.toEpochMilli() >= index.backfill().startMillis());
        }
    }

    private void writeVectorIndexes() {
        List<IndexDescription> indexes = table.vectorIndexes();
        if (indexes.isEmpty()) {
            return;
        }
        response.field("VectorIndexes").startArray();
        for (IndexDescription index : indexes) {
            response.startObject();
            writeBackfilling(index);
            KeyWriter.writeDistance(index.vector(), response);
            writeNameAndCounts(index);
            response.member("IndexStatus", index.statusAt(now.toEpochMilli()).name());
            KeyWriter.writeProjection(index, response);
            KeyWriter.writeSearched(index.vector(), response);
            response.endObject();
        }
        response.endArray();
    }

    private void writeLocalIndexes() {
        List<IndexDescription> indexes = table.localIndexes();
        if (indexes.isEmpty()) {
            return;
        }
        response.field("LocalSecondaryIndexes").startArray();
        for (IndexDescription index : indexes) {
            response.startObject();
            writeIndex(index);
            response.endObject();
        }
        response.endArray();
    }

    private void writeIndex(IndexDescription index) {
        writeNameAndCounts(index);
        KeyWriter.writeKeySchema(index.key(), response);
        KeyWriter.writeProjection(index, response);
    }

    private void writeNameAndCounts(IndexDescription index) {
        // Until it is ready, AWS counts nothing.
        IndexStatistics counted =
                index.backfilling()
                        ? NOTHING
                        : statistics.indexes().getOrDefault(index.name(), NOTHING);
        response.member("IndexArn", table.indexArn(index.name()));
        response.member("IndexName", index.name());
        response.member("IndexSizeBytes", counted.bytes());
        response.member("ItemCount", counted.items());
    }

    private void writeProvisionedThroughput(Throughput throughput) {
        response.field("ProvisionedThroughput").startObject();
        writeTime("LastDecreaseDateTime", throughput.lastDecreaseMillis());
        writeTime("LastIncreaseDateTime", throughput.lastIncreaseMillis());
        response.member("NumberOfDecreasesToday", decreasesToday(throughput, now));
        response.member("ReadCapacityUnits", throughput.readUnits());
        response.member("WriteCapacityUnits", throughput.writeUnits());
        response.endObject();
    }

    /** How often capacity was decreased on the UTC day of {@code now}. */
    static int decreasesToday(Throughput throughput, Instant now) {
        if (throughput.lastDecreaseMillis() == Throughput.NEVER) {
            return 0;
        }
        Instant last = Instant.ofEpochMilli(throughput.lastDecreaseMillis());
        return day(last).equals(day(now)) ? throughput.decreasesToday() : 0;
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private void writeOnDemandThroughput(Throughput throughput) {
        if (throughput.readUnitsMax() == Throughput.UNSET
                && throughput.writeUnitsMax() == Throughput.UNSET) {
            return;
        }
        response.field("OnDemandThroughput").startObject();
        writeIfSet("MaxReadRequestUnits", throughput.readUnitsMax());
        writeIfSet("MaxWriteRequestUnits", throughput.writeUnitsMax());
        response.endObject();
    }

    private void writeWarmThroughput(Throughput throughput, String status) {
        if (throughput.warmReadUnits() == Throughput.UNSET
                && throughput.warmWriteUnits() == Throughput.UNSET) {
            return;
        }
        response.field("WarmThroughput").startObject();
        writeIfSet("ReadUnitsPerSecond", throughput.warmReadUnits());
        response.member("Status", status);
        writeIfSet("WriteUnitsPerSecond", throughput.warmWriteUnits());
        response.endObject();
    }

    private void writeEncryption() {
        Encryption encryption = table.encryption();
        boolean changing = jobs.contains(Job.ENCRYPTION);
        if (!encryption.kms() && !changing) {
            return;
        }
        response.field("SSEDescription").startObject();
        if (encryption.kms()) {
            response.member("KMSMasterKeyArn", encryption.keyArn());
            response.member("SSEType", "KMS");
        }
        response.member("Status", changing ? "UPDATING" : "ENABLED");
        response.endObject();
    }

    private void writeRestore() {
        Optional<RestoreOrigin> running = RestoreOrigin.of(table);
        running.or(() -> RestoreOrigin.ofRestored(table))
                .ifPresent(origin -> {
                    response.field("RestoreSummary").startObject();
                    response.member("RestoreDateTime", Instant.ofEpochMilli(origin.timeMillis()));
                    response.member(
                            "RestoreInProgress",
                            running.isPresent()
                                    || table.statusAt(now.toEpochMilli()) == TableStatus.CREATING);
                    if (origin.isFromBackup()) {
                        response.member("SourceBackupArn", origin.backupArn());
                    }
                    response.member("SourceTableArn", origin.sourceTableArn());
                    response.endObject();
                });
    }

    private void writeStreamName() {
        StreamSettings stream = table.stream();
        if (stream.label().isEmpty()) {
            return;
        }
        response.member("LatestStreamArn", table.streamArn());
        response.member("LatestStreamLabel", stream.label());
    }

    private void writeStreamSpecification() {
        StreamSettings stream = table.stream();
        if (!stream.enabled()) {
            return;
        }
        response.field("StreamSpecification")
                .startObject()
                .member("StreamEnabled", true)
                .member("StreamViewType", stream.view().name())
                .endObject();
    }

    private void writeTableClass() {
        TableClass tableClass = table.tableClass();
        if (!tableClass.given()) {
            return;
        }
        response.field("TableClassSummary").startObject();
        writeTime("LastUpdateDateTime", tableClass.changedMillis());
        response.member("TableClass", tableClass.name());
        response.endObject();
    }

    private void writeTime(String member, long millis) {
        if (millis != Throughput.NEVER) {
            response.member(member, Instant.ofEpochMilli(millis));
        }
    }

    private void writeIfSet(String member, long units) {
        if (units != Throughput.UNSET) {
            response.member(member, units);
        }
    }
}
