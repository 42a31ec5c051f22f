package stator.operation.request;

import stator.model.ApiException;
import stator.model.ErrorCode;

/** What the operations on tables answer when they refuse, in AWS's words. */
public final class TableErrors {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private TableErrors() {}

    /** A ValidationException with the beginning that most of them share. */
    public static ApiException invalid(String detail) {
        return ApiException.validation(INVALID + detail);
    }

    /** There is no table of that name. */
    public static ApiException notFound(String tableName) {
        return resourceNotFound("Table: " + tableName + " not found");
    }

    /** There is no index of that name to be changed. */
    public static ApiException indexNotFound(String indexName, String tableName) {
        return resourceNotFound("Index " + indexName + " for table " + tableName);
    }

    /** There is no resource of that ARN to have tags. */
    public static ApiException taggedResourceNotFound(String arn) {
        return resourceNotFound("ResourceArn: " + arn + " not found");
    }

    private static ApiException resourceNotFound(String what) {
        return ApiException.of(
                ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found: " + what);
    }

    /** The table is in a state that does not allow this. */
    public static ApiException inUse(String detail) {
        return ApiException.of(
                ErrorCode.RESOURCE_IN_USE,
                "Attempt to change a resource which is still in use: " + detail);
    }

    /** There is a table of that name already. */
    public static ApiException alreadyExists(String tableName) {
        return ApiException.of(ErrorCode.RESOURCE_IN_USE, "Table already exists: " + tableName);
    }

    /** A limit of the account or the table is reached. */
    public static ApiException limitExceeded(String detail) {
        return ApiException.of(ErrorCode.LIMIT_EXCEEDED, "Subscriber limit exceeded: " + detail);
    }

    /** The resource belongs to another account. */
    public static ApiException notAuthorized(
            RequestContext context, Operation operation, String arn) {
        return ApiException.of(
                ErrorCode.ACCESS_DENIED,
                "User: "
                        + context.namespace().globalArn("iam")
                        + "root is not authorized to perform: dynamodb:"
                        + operation.name()
                        + " on resource: "
                        + arn);
    }
}
