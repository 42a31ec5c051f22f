package stator.operation.transfer;

import stator.model.ApiException;
import stator.operation.archive.BulkJob;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** CancelBulkOperation: it ends soon, and what it has written stays. */
public final class CancelBulkOperation implements Operation {
    @Override
    public String name() {
        return "CancelBulkOperation";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.arnIn(request, "BulkOperationArn");
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        BulkJob job = BulkOperationReference.require(context, request);
        BulkJob cancelled =
                context.archive()
                        .bulkOperations()
                        .cancel(job)
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "Invalid Request: The bulk operation is not in progress"));
        response.startObject()
                .member("BulkOperationArn", cancelled.arn())
                .member("BulkOperationStatus", cancelled.status().name())
                .endObject();
    }
}
