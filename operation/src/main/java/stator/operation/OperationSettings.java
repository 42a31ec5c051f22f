package stator.operation;

/**
 * What of the operations' behaviour can be chosen.
 *
 * @param endpoint the address that DescribeEndpoints tells: where clients reach this server
 */
public record OperationSettings(int expressionCacheEntriesMax, String endpoint) {
    /** What holds unless something else is asked for. */
    public static OperationSettings defaults() {
        return new OperationSettings(4096, "localhost:8000");
    }
}
