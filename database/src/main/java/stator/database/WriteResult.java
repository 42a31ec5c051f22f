package stator.database;

/** How one of several writes ended. */
public sealed interface WriteResult {
    /** It was decided. */
    record Done(WriteOutcome outcome) implements WriteResult {}

    /**
     * It was not: the write threw this (usually an {@link stator.model.ApiException}), or the store
     * failed.
     */
    record Failed(RuntimeException cause) implements WriteResult {}
}
