package stator.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests under way may hold together. A request that finds none left is refused
 * before its body is kept.
 *
 * <p>Invariant: what is granted lies between 0 and the limit.
 */
public final class MemoryBudget {
    /** Small requests find room when large ones have taken all of theirs. */
    private static final int SMALL_BYTES = 32 * 1024;

    /** What a request holds beside its body: headers, parsed structures, the answer. */
    private static final int OVERHEAD_BYTES = 8_000;

    /** A body takes its room as bytes, as the items made from them, and as the rows of those. */
    private static final int BYTES_PER_BODY_BYTE = 3;

    private final long limitBytes;
    private final long largeLimitBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
        this.largeLimitBytes = limitBytes - limitBytes / 8;
    }

    /** What a request with a body of so many bytes takes. */
    public static long ofRequest(long bodyBytes) {
        return OVERHEAD_BYTES + ofBody(bodyBytes);
    }

    /** What so many bytes of a body take. */
    static long ofBody(long bodyBytes) {
        return BYTES_PER_BODY_BYTE * bodyBytes;
    }

    /** Reserves memory; false if there is not enough, and nothing was reserved. */
    public boolean tryReserve(long bytes) {
        long limit = bytes > SMALL_BYTES ? largeLimitBytes : limitBytes;
        if (reservedBytes.addAndGet(bytes) <= limit) {
            return true;
        }
        reservedBytes.addAndGet(-bytes);
        return false;
    }

    /** Gives memory back that was reserved. */
    public void release(long bytes) {
        long left = reservedBytes.addAndGet(-bytes);
        assert left >= 0 : "more was released than reserved: " + left;
    }

    long reservedBytes() {
        return reservedBytes.get();
    }
}
