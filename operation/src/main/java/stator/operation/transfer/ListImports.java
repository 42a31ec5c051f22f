package stator.operation.transfer;

import java.util.List;
import java.util.Set;
import stator.operation.archive.ImportJob;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListImports: newest first. Imports outlive their tables. */
public final class ListImports implements Operation {
    private static final int PAGE_SIZE_DEFAULT = 10;

    @Override
    public String name() {
        return "ListImports";
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
        int size = request.integer("PageSize", PAGE_SIZE_DEFAULT);
        String before = JobToken.read(name(), request);
        String table = request.string("TableArn", "");
        // One more than asked for tells whether there is a next page.
        List<ImportJob> found =
                context.archive().imports().list(context.namespace()).stream()
                        .filter(job -> table.isEmpty() || job.tableArn().equals(table))
                        .filter(job -> before.isEmpty() || job.id().compareTo(before) < 0)
                        .limit(size + 1L)
                        .toList();
        List<ImportJob> page = found.subList(0, Math.min(size, found.size()));
        response.startObject();
        response.field("ImportSummaryList").startArray();
        page.forEach(job -> new ImportWriter(response, job, context.namespace()).writeSummary());
        response.endArray();
        if (found.size() > size) {
            response.member("NextToken", JobToken.of(name(), page.getLast().id()));
        }
        response.endObject();
    }
}
