package stator.operation;

import stator.model.MemoryLease;

/**
 * With how much room the answers of one operation begin: about what the last ones took, so that few
 * have to grow. Thread-safe; what threads note at the same time may be lost, and nothing depends on
 * it.
 */
final class ResponseRoom {
    /** Enough for most answers without an item. */
    static final int BYTES_MIN = 512;

    /** Less than what a request need not pay for. Longer answers grow from there. */
    static final int BYTES_MAX = 48 * 1024;

    /**
     * The room shrinks by this part of what was too much, so that short answers between long ones
     * do no harm.
     */
    private static final int SHRINK_SHIFT = 5;

    private int bytes = BYTES_MIN;

    /** The bytes to begin with, paid for; the least there is if they cannot be had. */
    int take(MemoryLease memory) {
        int wanted = bytes;
        return wanted == BYTES_MIN || memory.tryReserve(wanted) ? wanted : BYTES_MIN;
    }

    /** Notes how long an answer has become. */
    void note(int length) {
        int known = bytes;
        int fitting = Math.clamp(length + length / 8L, BYTES_MIN, BYTES_MAX);
        int next = fitting >= known ? fitting : known - (known - fitting >> SHRINK_SHIFT);
        if (next != known) {
            bytes = next;
        }
    }
}
