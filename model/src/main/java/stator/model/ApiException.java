package stator.model;

import java.util.List;
import java.util.Optional;

/**
 * What the client is told went wrong: an error of the API with AWS's message.
 *
 * <p>It is mapped to the wire in one place ({@code operation.Operations}). It carries no stack
 * trace, because it is part of the ordinary course of things and its cost would show in conditional
 * writes.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient Item item;
    private final transient List<ThrottlingReason> throttlingReasons;

    private ApiException(
            ErrorCode code, String message, Item item, List<ThrottlingReason> throttlingReasons) {
        super(message, null, false, false);
        this.code = code;
        this.item = item;
        this.throttlingReasons = List.copyOf(throttlingReasons);
    }

    /** An error of any code; the message may be empty where AWS sends none. */
    public static ApiException of(ErrorCode code, String message) {
        return new ApiException(code, message, null, List.of());
    }

    /** A ValidationException. */
    public static ApiException validation(String message) {
        return of(ErrorCode.VALIDATION, message);
    }

    /** A ConditionalCheckFailedException without the item. */
    public static ApiException conditionalCheckFailed() {
        return of(ErrorCode.CONDITIONAL_CHECK_FAILED, "The conditional request failed");
    }

    /** A ConditionalCheckFailedException that shows the item that failed it. */
    public static ApiException conditionalCheckFailed(Item item) {
        return new ApiException(
                ErrorCode.CONDITIONAL_CHECK_FAILED,
                "The conditional request failed",
                item,
                List.of());
    }

    /** A request for which there is no capacity left. */
    public static ApiException throttled(
            ErrorCode code, String message, List<ThrottlingReason> reasons) {
        return new ApiException(code, message, null, reasons);
    }

    /** A write of an item that is being written in another region. */
    public static ApiException replicatedWriteConflict() {
        return of(
                ErrorCode.REPLICATED_WRITE_CONFLICT,
                "One or more items in this request are being modified by a request in another"
                        + " Region.");
    }

    /** Which error it is. */
    public ErrorCode code() {
        return code;
    }

    /** The item to show with a ConditionalCheckFailedException. */
    public Optional<Item> item() {
        return Optional.ofNullable(item);
    }

    /** Why the request was throttled; empty if it was not. */
    public List<ThrottlingReason> throttlingReasons() {
        return throttlingReasons;
    }
}
