package stator.operation.backup;

import java.util.Set;
import stator.operation.archive.Backups;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeBackup. */
public final class DescribeBackup implements Operation {
    @Override
    public String name() {
        return "DescribeBackup";
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
        Backups.Entry entry = reference.require(context);
        response.startObject();
        new BackupWriter(response, entry.backup()).writeDescription(reference.arn(), status(entry));
        response.endObject();
    }

    /** AWS's word for how far a backup is. */
    static String status(Backups.Entry entry) {
        return entry.isAvailable() ? "AVAILABLE" : "CREATING";
    }
}
