package stator.operation.backup;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import stator.database.item.TableSnapshot;
import stator.database.table.Namespace;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.backup.DescribeContinuousBackups.RestorableTimes;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * RestoreTableToPointInTime: the table as it stood at the end of a second, or as it stands now. The
 * checks come in the order that was recorded from AWS: the request's shape, the source, its
 * recovery, the time, the target.
 */
public final class RestoreTableToPointInTime implements Operation {
    private static final long SECOND_MILLIS = 1_000;

    @Override
    public String name() {
        return "RestoreTableToPointInTime";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.tableIn(request, "SourceTableName");
        named.arnIn(request, "SourceTableArn");
        named.tableIn(request, "TargetTableName");
        named.needing(
                RestoreTableFromBackup.NEEDED_ON_TARGET,
                request,
                () -> named.tableIn(request, "TargetTableName"));
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        boolean latest = isLatest(request);
        Source source = source(context, request);
        RestoreTableFromBackup.requireEncryptionAcrossRegions(
                context, request, source.namespace().region());
        Table table =
                context.database()
                        .tables()
                        .find(source.namespace(), source.name())
                        .orElseThrow(source::notFound);
        PointInTimeRecovery recovery = requireRecovery(table.description());
        if (!latest) {
            requireWithin(
                    RestorableTimes.of(context, recovery), request.instant("RestoreDateTime"));
        }
        TableDescription target = new RestoreTarget(context, request, table.description()).read();
        RestoreTableFromBackup.requireFreeName(context, target.name());
        TableSnapshot snapshot =
                context.database().items().snapshot(table).orElseThrow(source::notFound);
        long millis = latest ? snapshot.millis() : moment(request.instant("RestoreDateTime"));
        Table restored =
                context.archive()
                        .restores()
                        .toTime(context.namespace(), snapshot, millis, target)
                        .orElseThrow(() -> RestoreTableFromBackup.alreadyExists(target.name()));
        RestoreTableFromBackup.write(context, restored, response);
    }

    /** Whether it is to be the latest time; exactly one of the two ways to say a time is used. */
    private static boolean isLatest(Struct request) {
        boolean latest = request.bool("UseLatestRestorableTime", false);
        boolean timeGiven = request.has("RestoreDateTime");
        if (latest && timeGiven) {
            // How AWS's sentence ends could not be established.
            throw ApiException.validation(
                    "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set"
                            + " for point-in-time restore request. Please specify only one of"
                            + " them.");
        }
        if (!latest && !timeGiven) {
            throw ApiException.validation(
                    "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must"
                            + " be specified, but not both");
        }
        return latest;
    }

    /** The table that a request names. */
    private record Source(Namespace namespace, String name) {
        ApiException notFound() {
            return ApiException.of(ErrorCode.TABLE_NOT_FOUND, "Table not found: " + name);
        }
    }

    private static Source source(RequestContext context, Struct request) {
        boolean named = request.has("SourceTableName");
        boolean byArn = request.has("SourceTableArn");
        if (named && byArn) {
            throw ApiException.validation(
                    "Must provide exactly one of: sourceTableArn, sourceTableName");
        }
        if (!named && !byArn) {
            throw ApiException.validation("The parameter 'TableName' is required");
        }
        return named
                ? new Source(context.namespace(), request.string("SourceTableName"))
                : sourceOf(context, request.string("SourceTableArn"));
    }

    private static Source sourceOf(RequestContext context, String given) {
        ResourceArn arn =
                ResourceArn.parse(given)
                        .filter(ResourceArn::isWithinTable)
                        .filter(ResourceArn::isInPartition)
                        .orElseThrow(
                                () -> TableErrors.invalid("sourceTableArn is not a valid ARN"));
        if (!arn.account().equals(context.namespace().account())) {
            throw ApiException.validation(
                    "This action is only supported by accounts that match the resource owner's"
                            + " account");
        }
        return new Source(new Namespace(arn.account(), arn.region()), arn.tablePath());
    }

    /** The table's recovery, which exports need too. */
    public static PointInTimeRecovery requireRecovery(TableDescription table) {
        Optional<PointInTimeRecovery> recovery = PointInTimeRecovery.of(table);
        return recovery.orElseThrow(() ->
                ApiException.of(
                        ErrorCode.POINT_IN_TIME_RECOVERY_UNAVAILABLE,
                        "Point in time recovery is not enabled for table '" + table.name() + "'"));
    }

    private static void requireWithin(RestorableTimes times, Instant wanted) {
        if (!times.contain(wanted)) {
            throw ApiException.of(
                    ErrorCode.INVALID_RESTORE_TIME,
                    "RestoreDateTime '%s' must be within EarliestRestorableDateTime '%s' and LatestRestorableDateTime '%s'"
                            .formatted(
                                    wanted.truncatedTo(ChronoUnit.SECONDS),
                                    times.earliest(),
                                    times.latest()));
        }
    }

    /**
     * Some SDKs send whole seconds, whatever they were given: such a time includes what was written
     * within its second.
     */
    private static long moment(Instant time) {
        long millis = time.toEpochMilli();
        return millis % SECOND_MILLIS == 0 ? millis + SECOND_MILLIS - 1 : millis;
    }
}
