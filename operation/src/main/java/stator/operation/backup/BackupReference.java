package stator.operation.backup;

import java.util.regex.Pattern;
import stator.database.table.Namespace;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.Backups;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;

/**
 * A backup as a request names it.
 *
 * <p>AWS looks for it in the caller's region, whatever region the ARN names, and answers with the
 * ARN that it was given; only the account has to be the caller's own.
 *
 * @param arn as the request gives it
 */
record BackupReference(Namespace namespace, String arn, String region, String id) {
    private static final Pattern RESOURCE =
            Pattern.compile("table/([a-zA-Z0-9_.-]+)/backup/([0-9]{14}-[0-9a-f]{8})");
    private static final Pattern REGION =
            Pattern.compile("(af|ap|ca|cn|eu|eusc|il|me|mx|sa|us)(-[a-z]+)+-[0-9]+");

    /** What a request says in {@code BackupArn}. */
    static BackupReference of(RequestContext context, String given) {
        Namespace caller = context.namespace();
        ResourceArn arn = ResourceArn.parse(given).orElseThrow(BackupReference::invalid);
        if (!arn.isInPartition()
                || !arn.service().equals("dynamodb")
                || !isRegion(arn.region(), caller)) {
            throw ApiException.validation("BackupArn is not valid");
        }
        if (arn.region().isEmpty() || !arn.account().equals(caller.account())) {
            throw ApiException.of(ErrorCode.ACCESS_DENIED, "Access is denied");
        }
        var resource = RESOURCE.matcher(arn.resource());
        if (!resource.matches()) {
            throw invalid();
        }
        return new BackupReference(caller, given, arn.region(), resource.group(2));
    }

    private static boolean isRegion(String region, Namespace caller) {
        return region.isEmpty()
                || region.equals(caller.region())
                || REGION.matcher(region).matches();
    }

    private static ApiException invalid() {
        return ApiException.validation("Invalid Backup ARN");
    }

    /** The backup, which must be there. */
    Backups.Entry require(RequestContext context) {
        return requireIn(context, namespace);
    }

    /** The backup in the region that the ARN names. */
    Backups.Entry requireInItsRegion(RequestContext context) {
        return requireIn(context, new Namespace(namespace.account(), region));
    }

    private Backups.Entry requireIn(RequestContext context, Namespace where) {
        return context.archive()
                .backups()
                .find(where, id)
                .orElseThrow(() ->
                        ApiException.of(ErrorCode.BACKUP_NOT_FOUND, "Backup not found: " + arn));
    }
}
