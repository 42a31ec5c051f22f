package stator.operation;

import java.util.Optional;
import stator.model.Item;

/**
 * Why one action of a transaction was canceled, or that it was not the reason.
 *
 * @param code AWS's code, such as {@code ConditionalCheckFailed} or {@code None}
 * @param item the item that failed the condition, if it was asked for
 */
record CancellationReason(String code, Optional<String> message, Optional<Item> item) {
    /** The action would have succeeded. */
    static final CancellationReason NONE =
            new CancellationReason("None", Optional.empty(), Optional.empty());

    /** A reason without item. */
    static CancellationReason of(String code, String message) {
        return new CancellationReason(code, Optional.of(message), Optional.empty());
    }
}
