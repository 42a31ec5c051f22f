package stator.operation.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.Backup;
import stator.operation.archive.Backups;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DeleteBackup. */
public final class DeleteBackup implements Operation {
    @Override
    public String name() {
        return "DeleteBackup";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "BackupArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        BackupReference reference = BackupReference.of(context, request.string("BackupArn"));
        Backup backup = reference.require(context).backup();
        if (backup.type() == Backup.Type.SYSTEM) {
            throw ApiException.validation(
                    "User is not allowed to delete the system backup with arn "
                            + reference.arn()
                            + ". It will automatically expire on "
                            + Instant.ofEpochMilli(backup.expiryMillis())
                                    .truncatedTo(ChronoUnit.SECONDS));
        }
        while (!context.archive().backups().delete(backup)) {
            requireFree(reference, reference.require(context).work());
        }
        response.startObject();
        new BackupWriter(response, backup).writeDescription(reference.arn(), "DELETED");
        response.endObject();
    }

    private static void requireFree(BackupReference reference, Backups.Work work) {
        switch (work) {
            case RESTORING ->
                    throw ApiException.of(
                            ErrorCode.BACKUP_IN_USE,
                            "Backup is being used to restore table: " + reference.arn());
            case WRITING ->
                    throw ApiException.of(
                            ErrorCode.BACKUP_IN_USE, "Backup is being created: " + reference.arn());
            case NONE -> {}
        }
    }
}
