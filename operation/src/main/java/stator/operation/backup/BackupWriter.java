package stator.operation.backup;

import java.time.Instant;
import java.util.List;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.database.table.TimeToLive;
import stator.operation.archive.Backup;
import stator.operation.table.KeyWriter;
import stator.protocol.ResponseWriter;

/**
 * Writes what AWS says of a backup. Of the source table it keeps keys, capacity, indexes, stream,
 * time to live and encryption; tags, table class, deletion protection and policies are not in it.
 */
final class BackupWriter {
    private final ResponseWriter response;
    private final Backup backup;

    BackupWriter(ResponseWriter response, Backup backup) {
        this.response = response;
        this.backup = backup;
    }

    /** {@code BackupDetails}. */
    void writeDetails(String arn, String status) {
        response.field("BackupDetails").startObject();
        response.member("BackupArn", arn);
        response.member("BackupCreationDateTime", Instant.ofEpochMilli(backup.createdMillis()));
        writeExpiry();
        response.member("BackupName", backup.name());
        response.member("BackupSizeBytes", backup.bytes());
        response.member("BackupStatus", status);
        response.member("BackupType", backup.type().name());
        response.endObject();
    }

    /** {@code BackupDescription}. */
    void writeDescription(String arn, String status) {
        response.field("BackupDescription").startObject();
        writeDetails(arn, status);
        writeSource();
        writeFeatures();
        response.endObject();
    }

    /** An element of {@code BackupSummaries}. */
    void writeSummary(String status) {
        TableDescription table = backup.table();
        response.startObject();
        response.member("BackupArn", backup.arn());
        response.member("BackupCreationDateTime", Instant.ofEpochMilli(backup.createdMillis()));
        writeExpiry();
        response.member("BackupName", backup.name());
        response.member("BackupSizeBytes", backup.bytes());
        response.member("BackupStatus", status);
        response.member("BackupType", backup.type().name());
        response.member("TableArn", table.arn());
        response.member("TableId", table.id());
        response.member("TableName", table.name());
        response.endObject();
    }

    private void writeExpiry() {
        if (backup.expires()) {
            response.member("BackupExpiryDateTime", Instant.ofEpochMilli(backup.expiryMillis()));
        }
    }

    private void writeSource() {
        TableDescription table = backup.table();
        response.field("SourceTableDetails").startObject();
        response.member("BillingMode", table.billing().mode().name());
        response.member("ItemCount", backup.items());
        KeyWriter.writeKeySchema(table.key(), response);
        writeMaximum(table.throughput());
        writeProvisioned(table.throughput());
        response.member("TableArn", table.arn());
        response.member("TableCreationDateTime", Instant.ofEpochMilli(table.createdMillis()));
        response.member("TableId", table.id());
        response.member("TableName", table.name());
        response.member("TableSizeBytes", backup.bytes());
        response.endObject();
    }

    private void writeMaximum(Throughput throughput) {
        if (throughput.readUnitsMax() == Throughput.UNSET
                && throughput.writeUnitsMax() == Throughput.UNSET) {
            return;
        }
        response.field("OnDemandThroughput").startObject();
        if (throughput.readUnitsMax() != Throughput.UNSET) {
            response.member("MaxReadRequestUnits", throughput.readUnitsMax());
        }
        if (throughput.writeUnitsMax() != Throughput.UNSET) {
            response.member("MaxWriteRequestUnits", throughput.writeUnitsMax());
        }
        response.endObject();
    }

    private void writeProvisioned(Throughput throughput) {
        response.field("ProvisionedThroughput")
                .startObject()
                .member("ReadCapacityUnits", throughput.readUnits())
                .member("WriteCapacityUnits", throughput.writeUnits())
                .endObject();
    }

    /** A system backup has none, on AWS. */
    private void writeFeatures() {
        response.field("SourceTableFeatureDetails").startObject();
        if (backup.type() == Backup.Type.USER) {
            TableDescription table = backup.table();
            writeIndexes("GlobalSecondaryIndexes", table.globalIndexes());
            writeIndexes("LocalSecondaryIndexes", table.localIndexes());
            writeEncryption(table.encryption());
            writeStream(table.stream());
            writeTimeToLive(TimeToLive.of(table));
            writeVectorIndexes(table.vectorIndexes());
        }
        response.endObject();
    }

    private void writeIndexes(String member, List<IndexDescription> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        response.field(member).startArray();
        for (IndexDescription index : indexes) {
            response.startObject();
            response.member("IndexName", index.name());
            KeyWriter.writeKeySchema(index.key(), response);
            KeyWriter.writeProjection(index, response);
            if (index.isGlobal()) {
                writeIndexCapacity(index.throughput());
            }
            response.endObject();
        }
        response.endArray();
    }

    private void writeVectorIndexes(List<IndexDescription> indexes) {
        if (indexes.isEmpty()) {
            return;
        }
        response.field("VectorIndexes").startArray();
        for (IndexDescription index : indexes) {
            response.startObject();
            KeyWriter.writeDistance(index.vector(), response);
            response.member("IndexName", index.name());
            KeyWriter.writeProjection(index, response);
            KeyWriter.writeSearched(index.vector(), response);
            response.endObject();
        }
        response.endArray();
    }

    private void writeIndexCapacity(Throughput throughput) {
        if (backup.table().billing().mode() == Billing.Mode.PROVISIONED) {
            writeProvisioned(throughput);
        } else {
            writeProvisioned(Throughput.ON_DEMAND);
            writeMaximum(throughput);
        }
    }

    private void writeEncryption(Encryption encryption) {
        if (encryption.kms()) {
            response.field("SSEDescription")
                    .startObject()
                    .member("KMSMasterKeyArn", encryption.keyArn())
                    .member("SSEType", "KMS")
                    .member("Status", "ENABLED")
                    .endObject();
        }
    }

    private void writeStream(StreamSettings stream) {
        if (stream.enabled()) {
            response.field("StreamDescription")
                    .startObject()
                    .member("StreamEnabled", true)
                    .member("StreamViewType", stream.view().name())
                    .endObject();
        }
    }

    private void writeTimeToLive(TimeToLive timeToLive) {
        if (timeToLive.enabled()) {
            response.field("TimeToLiveDescription")
                    .startObject()
                    .member("AttributeName", timeToLive.attribute())
                    .member("TimeToLiveStatus", "ENABLED")
                    .endObject();
        }
    }
}
