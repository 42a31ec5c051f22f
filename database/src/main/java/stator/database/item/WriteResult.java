package stator.database.item;

import stator.storage.Store;
import stator.storage.StoreException;

/** How one of several writes ended. */
public sealed interface WriteResult {
    /** The result that a store gave. */
    static WriteResult of(Store.Result<WriteOutcome> result) {
        return switch (result) {
            case Store.Result.Done<WriteOutcome> done -> new Done(done.value());
            case Store.Result.Failed<WriteOutcome> failed -> new Failed(failed.cause());
        };
    }

    /** Whether its outcome is unknown. */
    default boolean isUnknown() {
        return this instanceof Failed failed
                && failed.cause() instanceof StoreException.OutcomeUnknown;
    }

    /** Whether it has to be considered first, and was not applied. */
    default boolean isUndecided() {
        return this instanceof Failed failed && failed.cause() instanceof ConsideredWrite.Undecided;
    }

    /** It was decided. */
    record Done(WriteOutcome outcome) implements WriteResult {}

    /**
     * It was not: the write threw this (usually an {@link stator.model.ApiException}), or the store
     * failed.
     */
    record Failed(RuntimeException cause) implements WriteResult {}
}
