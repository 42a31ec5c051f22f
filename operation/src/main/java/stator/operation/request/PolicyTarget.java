package stator.operation.request;

/** What a resource-based policy is attached to, which decides which actions it may name. */
public enum PolicyTarget {
    TABLE,
    STREAM
}
