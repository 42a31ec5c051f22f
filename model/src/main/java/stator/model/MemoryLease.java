package stator.model;

import java.util.function.LongPredicate;

/**
 * The memory that one request may hold, of all that the server has for requests. It is asked before
 * the memory is taken, by whoever reads or writes something that a client makes large: the request
 * as it is parsed, items, the answer. All of it is given back when the client has its answer.
 *
 * <p>A request that is refused memory fails, and may be tried again. Once it has changed something
 * it must not fail any more, so what is asked for then is always granted; writes reserve what their
 * answer may take before they are decided.
 *
 * <p>Used by one thread at a time.
 */
public final class MemoryLease {
    /** What nobody pays for: less than that is in the price of a request. */
    private static final long FREE_BYTES = 64 * 1024;

    private final LongPredicate source;
    private long unpaidBytes;
    private boolean mustNotFail;

    /**
     * @param source takes so many bytes off what there is, or says that there is not enough
     */
    public MemoryLease(LongPredicate source) {
        this.source = source;
    }

    /** As much as anybody wants: for calls that come from no client. */
    public static MemoryLease unlimited() {
        return new MemoryLease(bytes -> true);
    }

    /** Whether the request may hold so many bytes more. */
    public boolean tryReserve(long bytes) {
        unpaidBytes += bytes;
        if (unpaidBytes <= FREE_BYTES || source.test(unpaidBytes)) {
            unpaidBytes = unpaidBytes <= FREE_BYTES ? unpaidBytes : 0;
            return true;
        }
        unpaidBytes -= bytes;
        return mustNotFail;
    }

    /**
     * Reserves so many bytes.
     *
     * @throws ApiException a ThrottlingException if there is not enough
     */
    public void reserve(long bytes) {
        if (!tryReserve(bytes)) {
            throw ApiException.of(
                    ErrorCode.THROTTLING,
                    "The server has too many requests under way. Try again later.");
        }
    }

    /** The request has changed something: from now on it is refused nothing. */
    public void mustNotFail() {
        mustNotFail = true;
    }
}
