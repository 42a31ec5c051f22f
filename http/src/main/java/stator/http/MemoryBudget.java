package stator.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests under way may hold together. A request that finds none left is refused
 * before its body is kept.
 *
 * <p>Invariant: what is granted lies between 0 and the limit.
 */
final class MemoryBudget {
    /** Small requests find room when large ones have taken all of theirs. */
    private static final int SMALL_BYTES = 32 * 1024;

    private final long limitBytes;
    private final long largeLimitBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
        this.largeLimitBytes = limitBytes - limitBytes / 8;
    }

    boolean tryReserve(long bytes) {
        long limit = bytes > SMALL_BYTES ? largeLimitBytes : limitBytes;
        if (reservedBytes.addAndGet(bytes) <= limit) {
            return true;
        }
        reservedBytes.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        long left = reservedBytes.addAndGet(-bytes);
        assert left >= 0 : "more was released than reserved: " + left;
    }

    long reservedBytes() {
        return reservedBytes.get();
    }
}
