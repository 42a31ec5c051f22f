package stator.operation.transaction;

import java.util.Optional;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;

/**
 * Why one action of a transaction was canceled, or that it was not the reason.
 *
 * @param code AWS's code, such as {@code ConditionalCheckFailed} or {@code None}
 * @param item the item that failed the condition, if it was asked for
 */
public record CancellationReason(String code, Optional<String> message, Optional<Item> item) {
    /** The action would have succeeded. */
    public static final CancellationReason NONE =
            new CancellationReason("None", Optional.empty(), Optional.empty());

    /** A reason without item. */
    public static CancellationReason of(String code, String message) {
        return new CancellationReason(code, Optional.of(message), Optional.empty());
    }

    /** A condition failed; the item is shown if it was there and is asked for. */
    public static CancellationReason conditionFailed(Optional<Item> item) {
        return new CancellationReason(
                "ConditionalCheckFailed", Optional.of("The conditional request failed"), item);
    }

    /** Something about the action or what it would make is not valid. */
    public static CancellationReason invalid(String message) {
        return of("ValidationError", message);
    }

    /** What a check of the action finds, which throws if it finds something. */
    public static CancellationReason ofCheck(Runnable check) {
        try {
            check.run();
            return NONE;
        } catch (ApiException e) {
            return invalid(e.getMessage());
        }
    }

    /** The write of the action threw that. */
    public static CancellationReason of(RuntimeException failure) {
        return failure instanceof ApiException error
                ? of(code(error.code()), error.getMessage())
                : invalid(failure.getMessage());
    }

    private static String code(ErrorCode error) {
        return switch (error) {
            case ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED -> "ItemCollectionSizeLimitExceeded";
            case PROVISIONED_THROUGHPUT_EXCEEDED -> "ProvisionedThroughputExceeded";
            case THROTTLING -> "ThrottlingError";
            default -> "ValidationError";
        };
    }

    /** Others kept changing the item. */
    public static CancellationReason conflict() {
        return of("TransactionConflict", "Transaction is ongoing for the item");
    }
}
