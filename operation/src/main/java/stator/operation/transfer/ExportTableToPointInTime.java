package stator.operation.transfer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import stator.database.item.TableSnapshot;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.ExportJob;
import stator.operation.archive.ExportRequest;
import stator.operation.backup.DescribeContinuousBackups.RestorableTimes;
import stator.operation.backup.RestoreTableToPointInTime;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * ExportTableToPointInTime: the table as it stood at a time of its recovery period, or what changed
 * between two, as files of a bucket.
 */
public final class ExportTableToPointInTime implements Operation {
    private static final long TOKEN_VALID_MILLIS = 8 * 60 * 60 * 1_000L;
    private static final Duration PERIOD_MIN = Duration.ofMinutes(15);
    private static final Duration PERIOD_MAX = Duration.ofHours(24);

    /** Held from the look for a token until its export is there: one token, one export. */
    private final Object tokens = new Object();

    @Override
    public String name() {
        return "ExportTableToPointInTime";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "TableArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String arn = request.string("TableArn");
        TableReference reference = reference(context, arn);
        requireConsistent(request);
        ExportJob job;
        synchronized (tokens) {
            Optional<ExportJob> repeated = repeated(context, request);
            job = repeated.isPresent() ? repeated.get() : start(context, request, reference, arn);
        }
        response.startObject();
        new ExportWriter(response, job).writeDescription();
        response.endObject();
    }

    private static TableReference reference(RequestContext context, String given) {
        ResourceArn arn =
                ResourceArn.parse(given)
                        .filter(ResourceArn::isWithinTable)
                        .orElseThrow(() -> TableErrors.invalid("tableArn is not a valid ARN"));
        if (arn.tablePath().contains("/")) {
            throw ApiException.validation("Invalid Request: Table ARN is invalid.");
        }
        if (!arn.account().equals(context.namespace().account())) {
            throw ApiException.of(ErrorCode.ACCESS_DENIED, "Access is denied");
        }
        if (!arn.isInRegionOf(context.namespace())) {
            throw notFound(given);
        }
        return new TableReference(context.namespace(), arn.tablePath());
    }

    private static ApiException notFound(String arn) {
        return ApiException.of(ErrorCode.TABLE_NOT_FOUND, "Table not found: " + arn);
    }

    /** What fits together and what does not, whatever the table. */
    private static void requireConsistent(Struct request) {
        boolean incremental = isIncremental(request);
        boolean specified = request.has("IncrementalExportSpecification");
        if (specified && !request.has("ExportType")) {
            throw invalid(
                    "Export Type expected to be Incremental Export when incremental export"
                            + " specification is provided");
        }
        if (specified && !incremental) {
            throw invalid(
                    "When Export Type is Full Export , Incremental Export Specification should not"
                            + " be provided");
        }
        if (incremental && !specified) {
            throw invalid(
                    "Incremental Export Specification expected when export type is set as"
                            + " Incremental Export");
        }
        if (incremental
                && !request.struct("IncrementalExportSpecification").has("ExportFromTime")) {
            throw invalid("ExportFromTime must be provided in IncrementalExportSpecification");
        }
        if (request.string("S3Prefix", "none").isEmpty()) {
            // That AWS refuses it is measured, its words are not: those for what is too short.
            throw ApiException.validation(
                    "1 validation error detected: Value '' at 's3Prefix' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1");
        }
        if (request.has("S3SseKmsKeyId")
                && !request.string("S3SseAlgorithm", "AES256").equals("KMS")) {
            throw invalid("KMS Key Id is not supported for this encryption type");
        }
    }

    private static boolean isIncremental(Struct request) {
        return request.string("ExportType", "FULL_EXPORT").equals("INCREMENTAL_EXPORT");
    }

    private static ApiException invalid(String problem) {
        return ApiException.validation("Invalid Request: " + problem);
    }

    /** The export that was begun with the same token, be it over or not. */
    private static Optional<ExportJob> repeated(RequestContext context, Struct request) {
        if (!request.has("ClientToken")) {
            return Optional.empty();
        }
        long now = context.clock().millis();
        for (ExportJob job : context.archive().exports().list(context.namespace())) {
            if (job.clientToken().equals(request.string("ClientToken"))
                    && now - job.startMillis() <= TOKEN_VALID_MILLIS) {
                byte[] before = ExportRequest.of(job).members().fingerprint();
                if (!Arrays.equals(before, request.fingerprint())) {
                    throw ApiException.of(
                            ErrorCode.EXPORT_CONFLICT,
                            "Export conflict: Duplicate request detected with conflicting"
                                    + " parameters");
                }
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private static ExportJob start(
            RequestContext context, Struct request, TableReference reference, String arn) {
        Table table = reference.find(context).orElseThrow(() -> notFound(arn));
        ExportRequest wanted = ExportRequest.of(request);
        wanted.filter(table.description());
        String token =
                request.findString("ClientToken")
                        .orElseGet(() ->
                                new UUID(context.random().nextLong(), context.random().nextLong())
                                        .toString());
        TableSnapshot snapshot =
                context.database().items().snapshot(table).orElseThrow(() -> notFound(arn));
        try {
            Period period =
                    isIncremental(request)
                            ? changes(context, request, table)
                            : whole(context, request, snapshot);
            return context.archive()
                    .exports()
                    .start(table, snapshot, wanted, token, period.fromMillis(), period.toMillis());
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /** Of which time the export is. */
    private record Period(long fromMillis, long toMillis) {}

    /** The time asked for; else that of the snapshot, which has all that was acknowledged. */
    private static Period whole(RequestContext context, Struct request, TableSnapshot snapshot) {
        PointInTimeRecovery recovery =
                RestoreTableToPointInTime.requireRecovery(snapshot.description());
        if (!request.has("ExportTime")) {
            return new Period(ExportJob.FULL, snapshot.millis());
        }
        Instant time = request.instant("ExportTime");
        if (time.isAfter(now(context)) || !RestorableTimes.of(context, recovery).contain(time)) {
            throw invalidTime("Export Time is invalid");
        }
        return new Period(ExportJob.FULL, time.toEpochMilli());
    }

    private static Instant now(RequestContext context) {
        return Instant.ofEpochMilli(context.database().nowMillis());
    }

    private static Period changes(RequestContext context, Struct request, Table table) {
        Struct specification = request.struct("IncrementalExportSpecification");
        Instant now = now(context).truncatedTo(ChronoUnit.SECONDS);
        Instant from = specification.instant("ExportFromTime");
        Instant to =
                specification.has("ExportToTime") ? specification.instant("ExportToTime") : now;
        Instant created = Instant.ofEpochMilli(table.description().createdMillis());
        if (from.isBefore(created.truncatedTo(ChronoUnit.SECONDS))) {
            throw invalidTime(
                    "Incremental export period from time cannot be less than the table creation"
                            + " time : "
                            + from.truncatedTo(ChronoUnit.SECONDS));
        }
        if (to.isAfter(now)) {
            throw invalidTime(
                    "Incremental export period to time cannot be greater than the current time : "
                            + to.truncatedTo(ChronoUnit.SECONDS));
        }
        Duration length = Duration.between(from, to);
        if (length.compareTo(PERIOD_MIN) < 0) {
            throw invalidTime(
                    "Difference between export period from time and export period to time is less"
                            + " than 15 minutes");
        }
        if (length.compareTo(PERIOD_MAX) > 0) {
            throw invalidTime(
                    "Difference between export period from time and export period to time is"
                            + " greater than 24 hours");
        }
        PointInTimeRecovery recovery =
                RestoreTableToPointInTime.requireRecovery(table.description());
        if (!RestorableTimes.of(context, recovery).contain(from)) {
            throw invalidTime("Point in Time Recovery is not available for specified export time");
        }
        return new Period(from.toEpochMilli(), to.toEpochMilli());
    }

    private static ApiException invalidTime(String problem) {
        return ApiException.of(ErrorCode.INVALID_EXPORT_TIME, problem);
    }
}
