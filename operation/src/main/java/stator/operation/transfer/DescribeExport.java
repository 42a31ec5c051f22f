package stator.operation.transfer;

import java.util.Set;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.ExportJob;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeExport. An export outlives its table. */
public final class DescribeExport implements Operation {
    private static final String NOT_FOUND = "Export not found: ";

    @Override
    public String name() {
        return "DescribeExport";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "ExportArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        JobReference reference = JobReference.of(context, "Export", request.string("ExportArn"));
        if (!reference.here()) {
            throw notFound("Invalid export arn");
        }
        ExportJob job =
                context.archive()
                        .exports()
                        .find(context.namespace(), reference.id())
                        .orElseThrow(() -> notFound(NOT_FOUND + reference.arn()));
        response.startObject();
        new ExportWriter(response, job).writeDescription();
        response.endObject();
    }

    private static ApiException notFound(String what) {
        return ApiException.of(ErrorCode.EXPORT_NOT_FOUND, NOT_FOUND + what);
    }
}
