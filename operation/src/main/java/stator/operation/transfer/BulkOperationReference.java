package stator.operation.transfer;

import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.archive.BulkJob;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/** Finds the bulk operation that a request names in {@code BulkOperationArn}. */
final class BulkOperationReference {
    private BulkOperationReference() {}

    /** The operation, which must be there. */
    static BulkJob require(RequestContext context, Struct request) {
        String arn = request.string("BulkOperationArn");
        JobReference reference = JobReference.of(context, "Bulk-Operation", arn);
        return context.archive()
                .bulkOperations()
                .find(context.namespace(), reference.id())
                .filter(job -> job.arn().equals(arn))
                .orElseThrow(() -> notFound(arn));
    }

    private static ApiException notFound(String arn) {
        return ApiException.of(
                ErrorCode.RESOURCE_NOT_FOUND,
                "Requested resource not found: BulkOperationArn: " + arn + " not found");
    }
}
