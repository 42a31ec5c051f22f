package stator.operation.transaction;

import java.util.List;
import java.util.Optional;
import stator.database.item.IdempotencyToken;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;
import stator.storage.StoreException;

/** The commit of a transaction's writes: once, if the request has a ClientRequestToken. */
public final class TransactionCommit {
    private TransactionCommit() {}

    /** The token of a request, if it has one, for what its member {@code actions} says. */
    public static Optional<IdempotencyToken> token(
            RequestContext context, Operation operation, Struct request, String actions) {
        return request.findString("ClientRequestToken")
                .map(text ->
                        new IdempotencyToken(
                                context.namespace(),
                                operation.name(),
                                text,
                                request.fingerprint(actions)));
    }

    /**
     * Commits the writes.
     *
     * @throws TransactionCanceledException if others kept changing the items
     */
    public static TransactionOutcome of(
            RequestContext context, Optional<IdempotencyToken> token, List<TargetedWrite> writes) {
        try {
            return token.isPresent()
                    ? context.items().writeAll(writes, token.get())
                    : new TransactionOutcome.Decided(context.items().writeAll(writes));
        } catch (StoreException.Conflict e) {
            // The store does not say whose item it was: it may have been each of them.
            throw new TransactionCanceledException(
                    writes.stream().map(write -> CancellationReason.conflict()).toList());
        }
    }

    /** The token was used for another transaction. */
    public static ApiException mismatched() {
        return ApiException.of(
                ErrorCode.IDEMPOTENT_PARAMETER_MISMATCH,
                "DynamoDB rejected the request because you retried a request with a different"
                        + " payload but with an idempotent token that was already used.");
    }

    /** A transaction with the same token is not done yet. */
    public static ApiException inProgress() {
        return ApiException.of(
                ErrorCode.TRANSACTION_IN_PROGRESS,
                "The transaction with the given request token is already in progress.");
    }
}
