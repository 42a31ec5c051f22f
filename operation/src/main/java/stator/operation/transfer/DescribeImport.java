package stator.operation.transfer;

import java.util.Optional;
import java.util.Set;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.ImportJob;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeImport. */
public final class DescribeImport implements Operation {
    @Override
    public String name() {
        return "DescribeImport";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "ImportArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        JobReference reference = JobReference.of(context, "Import", request.string("ImportArn"));
        ImportJob job =
                find(context, reference)
                        .orElseThrow(() ->
                                ApiException.of(
                                        ErrorCode.IMPORT_NOT_FOUND,
                                        "Import not found: " + reference.arn()));
        response.startObject();
        new ImportWriter(response, job, context.namespace()).writeDescription();
        response.endObject();
    }

    private static Optional<ImportJob> find(RequestContext context, JobReference reference) {
        return reference.here()
                ? context.archive().imports().find(context.namespace(), reference.id())
                : Optional.empty();
    }
}
