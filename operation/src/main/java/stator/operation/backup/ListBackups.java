package stator.operation.backup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import stator.model.ApiException;
import stator.operation.archive.Backup;
import stator.operation.archive.Backups;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListBackups: oldest first. A table that does not exist has no backups, which is no error. */
public final class ListBackups implements Operation {
    private static final int LIMIT_DEFAULT = 100;

    @Override
    public String name() {
        return "ListBackups";
    }

    @Override
    public boolean isAboutAll() {
        return true;
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        Predicate<Backup> asked =
                ofTable(context, request).and(inTime(request)).and(ofType(request));
        String after = startAfter(context, request);
        int limit = request.integer("Limit", LIMIT_DEFAULT);
        // One more than asked for tells whether there is a next page.
        List<Backups.Entry> found =
                context.archive().backups().list(context.namespace()).stream()
                        .filter(entry -> entry.backup().id().compareTo(after) > 0)
                        .filter(entry -> asked.test(entry.backup()))
                        .limit(limit + 1L)
                        .toList();
        List<Backups.Entry> page = found.subList(0, Math.min(limit, found.size()));
        response.startObject();
        response.field("BackupSummaries").startArray();
        for (Backups.Entry entry : page) {
            new BackupWriter(response, entry.backup()).writeSummary(DescribeBackup.status(entry));
        }
        response.endArray();
        if (found.size() > limit) {
            response.member("LastEvaluatedBackupArn", page.getLast().backup().arn());
        }
        response.endObject();
    }

    private Predicate<Backup> ofTable(RequestContext context, Struct request) {
        Optional<String> name =
                request.findString("TableName")
                        .map(given -> TableReference.of(context, this, given).name());
        return backup -> name.isEmpty() || name.get().equals(backup.table().name());
    }

    /** From the lower bound to before the upper one. */
    private static Predicate<Backup> inTime(Struct request) {
        long from = bound(request, "TimeRangeLowerBound", Long.MIN_VALUE);
        long to = bound(request, "TimeRangeUpperBound", Long.MAX_VALUE);
        if (from > to) {
            throw ApiException.validation(
                    "Time range lower bound must be less than or equal to upper bound");
        }
        return backup -> backup.createdMillis() >= from && backup.createdMillis() < to;
    }

    private static long bound(Struct request, String member, long otherwise) {
        if (!request.has(member)) {
            return otherwise;
        }
        Instant bound = request.instant(member);
        return bound.toEpochMilli();
    }

    /** AWS shows its own backups only on request. */
    private static Predicate<Backup> ofType(Struct request) {
        String type = request.string("BackupType", "USER");
        return backup -> type.equals("ALL") || backup.type().name().equals(type);
    }

    /** The backup itself need not be there any longer. */
    private static String startAfter(RequestContext context, Struct request) {
        if (!request.has("ExclusiveStartBackupArn")) {
            return "";
        }
        BackupReference start =
                BackupReference.of(context, request.string("ExclusiveStartBackupArn"));
        if (!start.region().equals(context.namespace().region())) {
            // The end of the sentence is AWS's; its beginning could not be established.
            throw ApiException.validation(
                    "The region of ExclusiveStartBackupArn does not match the region of the"
                            + " request");
        }
        return start.id();
    }
}
