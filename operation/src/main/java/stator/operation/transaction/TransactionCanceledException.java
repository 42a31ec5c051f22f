package stator.operation.transaction;

import java.util.List;
import java.util.stream.Collectors;

/** A transaction that was canceled, with a reason for each of its actions in their order. */
public final class TransactionCanceledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<CancellationReason> reasons;

    public TransactionCanceledException(List<CancellationReason> reasons) {
        super(message(reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    private static String message(List<CancellationReason> reasons) {
        return reasons.stream()
                .map(CancellationReason::code)
                .collect(
                        Collectors.joining(
                                ", ",
                                "Transaction cancelled, please refer cancellation reasons for"
                                        + " specific reasons [",
                                "]"));
    }

    /** A reason for each action. */
    public List<CancellationReason> reasons() {
        return reasons;
    }
}
