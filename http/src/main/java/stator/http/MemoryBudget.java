package stator.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that requests under way may hold together. A request that finds none left is refused
 * before its body is kept.
 *
 * <p>Invariant: what is granted lies between 0 and the limit.
 */
final class MemoryBudget {
    private final long limitBytes;
    private final AtomicLong reservedBytes = new AtomicLong();

    MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    boolean tryReserve(long bytes) {
        if (reservedBytes.addAndGet(bytes) <= limitBytes) {
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
