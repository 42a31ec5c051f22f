package stator.operation;

/** What of the operations' behaviour can be chosen. */
public record OperationSettings(int expressionCacheEntriesMax) {
    /** What holds unless something else is asked for. */
    public static OperationSettings defaults() {
        return new OperationSettings(4096);
    }
}
