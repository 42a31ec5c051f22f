package stator.operation.target;

import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;

/**
 * A table whose items a request works on.
 *
 * @param reference the table's name or ARN, as the request gives it; responses repeat it
 */
public record ItemTable(Table table, String reference) {
    /** The table, which must be there and usable. */
    public static ItemTable open(RequestContext context, TableReference reference, String given) {
        return reference
                .find(context)
                .filter(table -> isUsable(table, context))
                .map(table -> new ItemTable(table, given))
                .orElseThrow(ItemTable::notFound);
    }

    /** The table that a statement names, which must be there and usable. */
    public static ItemTable open(RequestContext context, Operation operation, String given) {
        return open(context, TableReference.of(context, operation, given), given);
    }

    private static boolean isUsable(Table table, RequestContext context) {
        return switch (table.statusAt(context.clock().millis())) {
            case ACTIVE, UPDATING -> true;
            case CREATING, DELETING -> false;
        };
    }

    private static ApiException notFound() {
        return ApiException.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found");
    }
}
