package stator.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Answers that a client has not taken yet: they lie in memory outside of the heap. They are paid
 * for like requests. Confined to the connection's event loop.
 */
final class Unsent {
    private final Channel channel;
    private final MemoryBudget budget;
    private final Pace pace;
    private long paidBytes;

    /** All that was ever handed to the channel. */
    private long writtenBytes;

    Unsent(Channel channel, MemoryBudget budget, Pace pace) {
        this.channel = channel;
        this.budget = budget;
        this.pace = pace;
    }

    void wrote(int bytes) {
        writtenBytes += bytes;
    }

    long bytes() {
        ChannelOutboundBuffer unsent = channel.unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.totalPendingWriteBytes();
    }

    /**
     * Pays for what lies there.
     *
     * @param paidElsewhere whether all of a long answer is paid for, of which a piece lies here
     * @return whether there is memory for it; a client that lets it lie when not is cut off
     */
    boolean pay(boolean paidElsewhere) {
        long unsent = !paidElsewhere && channel.isActive() ? bytes() : 0;
        if (unsent < paidBytes) {
            budget.release(paidBytes - unsent);
        } else if (!budget.tryReserve(unsent - paidBytes)) {
            return false;
        }
        paidBytes = unsent;
        return true;
    }

    /** The channel has ended. */
    void release() {
        budget.release(paidBytes);
        paidBytes = 0;
    }

    /** Whether the client takes less than it must. */
    boolean isTakenTooSlowly(long now) {
        return pace.isTooSlow(now, writtenBytes - bytes());
    }

    /** Nothing lies here. */
    void rest() {
        pace.rest();
    }
}
