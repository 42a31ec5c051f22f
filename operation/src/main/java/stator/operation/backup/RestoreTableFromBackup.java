package stator.operation.backup;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatistics;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.Backup;
import stator.operation.archive.Backups;
import stator.operation.archive.RestoreOrigin;
import stator.operation.archive.Restores;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.table.TableDescriptionWriter;
import stator.operation.table.TableDescriptionWriter.Job;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * RestoreTableFromBackup. The new table is CREATING until all items are there; a backup whose bytes
 * are damaged is refused before there is a table.
 */
public final class RestoreTableFromBackup implements Operation {
    /** The dependent actions of AWS's service authorization reference. */
    static final List<String> NEEDED_ON_TARGET =
            List.of(
                    "dynamodb:BatchWriteItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:Query",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem");

    private static final TableStatistics NOTHING_YET = new TableStatistics(0, 0, Map.of());

    @Override
    public String name() {
        return "RestoreTableFromBackup";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "BackupArn");
        named.tableIn(request, "TargetTableName");
        named.needing(NEEDED_ON_TARGET, request, () -> named.tableIn(request, "TargetTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        BackupReference reference = BackupReference.of(context, request.string("BackupArn"));
        requireEncryptionAcrossRegions(context, request, reference.region());
        Backups.Entry entry = reference.requireInItsRegion(context);
        Backup backup = entry.backup();
        TableDescription target = new RestoreTarget(context, request, backup.table()).read();
        requireFreeName(context, target.name());
        switch (entry.work()) {
            case RESTORING -> throw inUse(reference);
            case WRITING ->
                    throw ApiException.of(
                            ErrorCode.BACKUP_IN_USE, "Backup is being created: " + reference.arn());
            case NONE -> {}
        }
        Table table = restore(context, reference, backup, target);
        write(context, table, response);
    }

    /** Also if the ARN names another region than the one where the backup is looked for. */
    static void requireEncryptionAcrossRegions(
            RequestContext context, Struct request, String region) {
        if (!region.equals(context.namespace().region())
                && !request.has("SSESpecificationOverride")) {
            throw ApiException.validation(
                    "Invalid Request: sseSpecificationOverride must be provided for cross-region"
                            + " restores");
        }
    }

    /** The name of a table that is being restored is in use in another way than that of others. */
    static void requireFreeName(RequestContext context, String name) {
        Optional<Table> taken = context.database().tables().find(context.namespace(), name);
        if (taken.isEmpty()) {
            return;
        }
        TableDescription table = taken.get().description();
        Optional<RestoreOrigin> origin = RestoreOrigin.of(table);
        if (origin.isPresent()
                && table.statusAt(context.clock().millis()) == TableStatus.CREATING) {
            throw ApiException.of(
                    ErrorCode.TABLE_IN_USE,
                    "Table: "
                            + name
                            + (origin.get().isFromBackup()
                                    ? " is already being restored from backup: "
                                            + origin.get().backupArn()
                                    : " is already being restored from table: "
                                            + origin.get().sourceTableArn()));
        }
        throw alreadyExists(name);
    }

    /** There is a table of that name. */
    static ApiException alreadyExists(String name) {
        return ApiException.of(ErrorCode.TABLE_ALREADY_EXISTS, "Table already exists: " + name);
    }

    private static ApiException inUse(BackupReference reference) {
        return ApiException.of(
                ErrorCode.BACKUP_IN_USE,
                "Backup is being used to restore another table: " + reference.arn());
    }

    private static Table restore(
            RequestContext context,
            BackupReference reference,
            Backup backup,
            TableDescription target) {
        try {
            return context.archive()
                    .restores()
                    .fromBackup(context.namespace(), backup, target)
                    .orElseThrow(() -> alreadyExists(target.name()));
        } catch (Restores.BackupInUse e) {
            reference.requireInItsRegion(context);
            throw inUse(reference);
        }
    }

    /** The new table, which is always being created at first. */
    static void write(RequestContext context, Table table, ResponseWriter response) {
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        table.description(),
                        NOTHING_YET,
                        context.clock().instant(),
                        EnumSet.of(Job.WARM_THROUGHPUT))
                .writeWhole("TableDescription");
        response.endObject();
    }
}
