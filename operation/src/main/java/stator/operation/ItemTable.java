package stator.operation;

import stator.database.Table;
import stator.model.ApiException;
import stator.model.ErrorCode;

/**
 * A table whose items a request works on.
 *
 * @param reference the table's name or ARN, as the request gives it; responses repeat it
 */
record ItemTable(Table table, String reference) {
    /** The table, which must be there and usable. */
    static ItemTable open(RequestContext context, TableReference reference, String given) {
        return reference
                .find(context)
                .filter(table -> isUsable(table, context))
                .map(table -> new ItemTable(table, given))
                .orElseThrow(ItemTable::notFound);
    }

    /** The table that a statement names, which must be there and usable. */
    static ItemTable open(RequestContext context, Operation operation, String given) {
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
