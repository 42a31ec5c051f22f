package stator.storage;

/**
 * What an engine can do.
 *
 * @param atomicScope what one {@link Store#update} may touch
 * @param durable whether rows outlive the process
 * @param blocking whether calls may wait for a disk or a network, so that callers should not be on
 *     an event loop
 */
public record Capabilities(AtomicScope atomicScope, boolean durable, boolean blocking) {
    /** How far one atomic commit reaches. */
    public enum AtomicScope {
        /** Any rows, in any spaces and partitions. */
        GLOBAL,
        /**
         * Rows of one partition; across partitions only at the price of a distributed transaction.
         * Derived changes are never committed, but made afterwards: {@link Store#derive}.
         */
        PARTITION
    }
}
