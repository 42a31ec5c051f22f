package stator.operation.stream;

import stator.database.log.ChangeStream;
import stator.database.table.Namespace;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;
import stator.operation.request.TableErrors;

/**
 * A stream as a request names it, by its ARN: {@code …:table/NAME/stream/LABEL}.
 *
 * @param arn as given
 */
record StreamReference(Namespace namespace, String arn, String tableName, String label) {
    private static final String STREAM = "/stream/";

    /**
     * What a request says in {@code StreamArn}.
     *
     * @param operation for whom, because a refusal names it
     */
    static StreamReference of(RequestContext context, Operation operation, String given) {
        ResourceArn arn = ResourceArn.parse(given).orElseThrow(StreamReference::malformed);
        int at = arn.resource().indexOf(STREAM);
        if (!arn.service().equals("dynamodb") || !arn.isWithinTable() || at < 0) {
            throw malformed();
        }
        if (!arn.account().equals(context.namespace().account())
                && !context.mayLeaveAccount(operation)) {
            throw TableErrors.notAuthorized(context, operation, given);
        }
        String path = arn.tablePath();
        int slash = path.indexOf('/');
        StreamReference stream =
                new StreamReference(
                        context.namespace().of(arn.account()),
                        given,
                        path.substring(0, slash),
                        path.substring(slash + STREAM.length()));
        if (!arn.isInRegionOf(context.namespace())) {
            throw stream.notFound();
        }
        return stream;
    }

    private static ApiException malformed() {
        return ApiException.validation("Invalid StreamArn");
    }

    /** The stream, which has to be there. */
    ChangeStream require(RequestContext context) {
        return context.database().changes().stream(namespace, tableName, label)
                .orElseThrow(this::notFound);
    }

    private ApiException notFound() {
        return ApiException.of(
                ErrorCode.RESOURCE_NOT_FOUND,
                "Requested resource not found: Stream: " + arn + " not found");
    }
}
