package stator.conformance;

import java.util.List;

/**
 * One transaction of a list-append history: what it appended and what it read.
 *
 * @param name what it was, for people
 * @param invokedNanos when it was sent
 * @param returnedNanos when its answer came, or {@link #NEVER}
 */
record AppendTransaction(
        String name,
        List<Append> appends,
        List<Read> reads,
        Outcome outcome,
        long invokedNanos,
        long returnedNanos) {
    static final long NEVER = Long.MAX_VALUE;

    /** An element put behind the others of a key's list; no two have the same value. */
    record Append(String key, long value) {}

    /** A key's whole list as it was seen; empty also if there was no item. */
    record Read(String key, List<Long> values) {}

    /** What the client knows. */
    enum Outcome {
        APPLIED,
        /** Nothing of it may ever be seen. */
        NOT_APPLIED,
        /** All of it or nothing. */
        UNKNOWN,
        /** A read that promises no more than that what it shows was committed. */
        WEAK_READ
    }

    AppendTransaction {
        appends = List.copyOf(appends);
        reads = List.copyOf(reads);
    }

    /** Whether it takes part in the order of transactions. */
    boolean isOrdered() {
        return outcome == Outcome.APPLIED || outcome == Outcome.UNKNOWN;
    }
}
