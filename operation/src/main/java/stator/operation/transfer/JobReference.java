package stator.operation.transfer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.database.table.Namespace;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.RequestContext;
import stator.operation.request.ResourceArn;

/**
 * An export, import or bulk operation as a request names it.
 *
 * @param arn as the request gives it
 * @param here whether the ARN is of the caller's region
 */
record JobReference(String arn, String id, boolean here) {
    private static final Pattern RESOURCE =
            Pattern.compile("table/[a-zA-Z0-9_.-]+/(export|import|bulk-operation)/([0-9a-zA-Z-]+)");

    /**
     * What a request says in {@code ExportArn}, {@code ImportArn} or {@code BulkOperationArn}.
     *
     * @param kind {@code Export}, {@code Import} or {@code Bulk-Operation}
     */
    static JobReference of(RequestContext context, String kind, String given) {
        Namespace caller = context.namespace();
        ResourceArn arn = ResourceArn.parse(given).orElseThrow(() -> invalid(kind));
        Matcher resource = RESOURCE.matcher(arn.resource());
        if (!resource.matches() || !resource.group(1).equalsIgnoreCase(kind)) {
            throw invalid(kind);
        }
        if (!arn.account().equals(caller.account())) {
            throw ApiException.of(ErrorCode.ACCESS_DENIED, "Access is denied");
        }
        return new JobReference(given, resource.group(2), arn.isInRegionOf(caller));
    }

    private static ApiException invalid(String kind) {
        return ApiException.validation("Invalid " + kind + " ARN");
    }
}
