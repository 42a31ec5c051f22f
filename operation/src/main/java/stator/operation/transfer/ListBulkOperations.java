package stator.operation.transfer;

import java.time.Duration;
import java.util.List;
import stator.operation.archive.BulkJob;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListBulkOperations: those of the last 90 days, newest first. */
public final class ListBulkOperations implements Operation {
    private static final int RESULTS_DEFAULT = 10;
    private static final Duration LISTED = Duration.ofDays(90);

    @Override
    public String name() {
        return "ListBulkOperations";
    }

    @Override
    public boolean isAboutAll() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        int size = request.integer("MaxResults", RESULTS_DEFAULT);
        String before = JobToken.read(name(), request);
        long since = context.clock().millis() - LISTED.toMillis();
        // One more than asked for tells whether there is a next page.
        List<BulkJob> found =
                context.archive().bulkOperations().list(context.namespace()).stream()
                        .filter(job -> job.startMillis() >= since)
                        .filter(job -> before.isEmpty() || job.id().compareTo(before) < 0)
                        .limit(size + 1L)
                        .toList();
        List<BulkJob> page = found.subList(0, Math.min(size, found.size()));
        response.startObject();
        response.field("BulkOperationsSummaryList").startArray();
        page.forEach(job -> new BulkOperationWriter(response, job).writeSummary());
        response.endArray();
        if (found.size() > size) {
            response.member("NextToken", JobToken.of(name(), page.getLast().id()));
        }
        response.endObject();
    }
}
