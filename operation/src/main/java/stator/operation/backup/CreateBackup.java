package stator.operation.backup;

import stator.database.item.TableSnapshot;
import stator.database.table.Table;
import stator.operation.archive.Backup;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * CreateBackup. The backup is of the moment of the call, and usually complete when the call is
 * answered; the answer says CREATING all the same, as AWS's does.
 */
public final class CreateBackup implements Operation {
    @Override
    public String name() {
        return "CreateBackup";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        Table table = reference.requireCreatedForBackups(context);
        TableSnapshot snapshot =
                context.database()
                        .items()
                        .snapshot(table)
                        .orElseThrow(reference::notFoundForBackups);
        Backup backup =
                context.archive()
                        .backups()
                        .create(context.namespace(), request.string("BackupName"), snapshot);
        Backup shown =
                context.archive()
                        .backups()
                        .find(context.namespace(), backup.id())
                        .map(entry -> entry.backup())
                        .orElse(backup);
        response.startObject();
        new BackupWriter(response, shown).writeDetails(backup.arn(), "CREATING");
        response.endObject();
    }
}
