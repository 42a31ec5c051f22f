package stator.operation.fault;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.ThrottlingReason;
import stator.operation.request.Access;
import stator.operation.throttle.CapacityLimit;

/** An error that can be injected, in AWS's words. */
enum FaultError {
    PROVISIONED_THROUGHPUT_EXCEEDED(
            ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED,
            CapacityLimit.PROVISIONED_TABLE_EXCEEDED,
            "ProvisionedThroughputExceeded"),
    THROTTLING(
            ErrorCode.THROTTLING,
            CapacityLimit.ON_DEMAND_TABLE_EXCEEDED,
            "KeyRangeThroughputExceeded"),
    REQUEST_LIMIT_EXCEEDED(
            ErrorCode.REQUEST_LIMIT_EXCEEDED,
            "Throughput exceeds the current throughput limit for your account. Please contact AWS"
                    + " Support at https://aws.amazon.com/support request a limit increase",
            "AccountLimitExceeded"),
    INTERNAL_SERVER_ERROR(ErrorCode.INTERNAL_SERVER_ERROR, "Internal server error", ""),
    SERVICE_UNAVAILABLE(
            ErrorCode.SERVICE_UNAVAILABLE, "The service is currently unavailable or busy.", ""),
    TRANSACTION_CONFLICT(ErrorCode.TRANSACTION_CONFLICT, "Transaction is ongoing for the item", ""),
    TRANSACTION_IN_PROGRESS(
            ErrorCode.TRANSACTION_IN_PROGRESS,
            "The transaction with the given request token is already in progress.",
            ""),
    REPLICATED_WRITE_CONFLICT(
            ErrorCode.REPLICATED_WRITE_CONFLICT,
            ApiException.replicatedWriteConflict().getMessage(),
            ""),
    CONDITIONAL_CHECK_FAILED(
            ErrorCode.CONDITIONAL_CHECK_FAILED, "The conditional request failed", ""),
    ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED(
            ErrorCode.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, "Collection size exceeded.", ""),
    RESOURCE_NOT_FOUND(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found", "");

    private final ErrorCode code;
    private final String message;

    /** The end of the throttling reason; empty if it is not about throughput. */
    private final String limit;

    FaultError(ErrorCode code, String message, String limit) {
        this.code = code;
        this.message = message;
        this.limit = limit;
    }

    ErrorCode code() {
        return code;
    }

    /** The name by which SDKs know it. */
    String wireName() {
        return code.wireType().substring(code.wireType().indexOf('#') + 1);
    }

    /** The error of that name. */
    static Optional<FaultError> of(String wireName) {
        return Stream.of(values()).filter(error -> error.wireName().equals(wireName)).findFirst();
    }

    /**
     * The answer to a call.
     *
     * @param tableArn of the table that was struck; empty if none
     */
    ApiException exception(Optional<String> otherMessage, Access access, String tableArn) {
        String said = otherMessage.orElse(message);
        String direction =
                switch (access) {
                    case READ -> "Read";
                    case WRITE -> "Write";
                    case STATEMENT, CONTROL -> "";
                };
        if (limit.isEmpty() || direction.isEmpty() || tableArn.isEmpty()) {
            return ApiException.of(code, said);
        }
        ThrottlingReason reason = new ThrottlingReason("Table" + direction + limit, tableArn);
        return ApiException.throttled(code, said, List.of(reason));
    }
}
