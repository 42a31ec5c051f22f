package stator.operation.transfer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.operation.archive.ExportJob;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListExports: newest first; of a table, those of the one that has the name now. */
public final class ListExports implements Operation {
    private static final int RESULTS_DEFAULT = 10;

    @Override
    public String name() {
        return "ListExports";
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
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "TableArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        int size = request.integer("MaxResults", RESULTS_DEFAULT);
        String before = JobToken.read(name(), request);
        // One more than asked for tells whether there is a next page.
        List<ExportJob> found =
                context.archive().exports().list(context.namespace()).stream()
                        .filter(job -> isAsked(context, request.findString("TableArn"), job))
                        .filter(job -> before.isEmpty() || job.id().compareTo(before) < 0)
                        .limit(size + 1L)
                        .toList();
        List<ExportJob> page = found.subList(0, Math.min(size, found.size()));
        response.startObject();
        response.field("ExportSummaries").startArray();
        page.forEach(job -> new ExportWriter(response, job).writeSummary());
        response.endArray();
        if (found.size() > size) {
            response.member("NextToken", JobToken.of(name(), page.getLast().id()));
        }
        response.endObject();
    }

    private static boolean isAsked(
            RequestContext context, Optional<String> tableArn, ExportJob job) {
        return tableArn.isEmpty()
                || tableArn.get().equals(job.tableArn())
                        && new TableReference(context.namespace(), job.tableName())
                                .find(context)
                                .filter(table -> table.description().id().equals(job.tableId()))
                                .isPresent();
    }
}
