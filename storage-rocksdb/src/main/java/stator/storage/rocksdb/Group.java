package stator.storage.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import stator.storage.StoreException;

/**
 * Changes of several callers that become durable with one write. {@link GroupCommit} fills it,
 * writes it and ends it; callers wait for its end.
 *
 * <p>All who wait are woken at once, in the order in which they came. Behind a latch each would
 * have to run before the next is woken, one after the other, while a processor may be idle.
 */
final class Group {
    private static final Waiter ENDED = new Waiter(null);

    /** Groups are written in the order of their numbers. */
    final long number;

    /** Added to under the lock of {@link GroupCommit}; read by the committer after that. */
    final List<GroupEntry> entries = new ArrayList<>();

    /**
     * Those who wait, the last who came first; {@link #ENDED} when there is nothing to wait for.
     */
    private final AtomicReference<Waiter> waiters = new AtomicReference<>();

    /** Why nothing was applied, or null. Written before the end. */
    private StoreException failure;

    /** A thread that waits, and the one that came before it. */
    private static final class Waiter {
        private final Thread thread;
        private Waiter next;

        Waiter(Thread thread) {
            this.thread = thread;
        }
    }

    Group(long number) {
        assert number >= 0 : "group " + number;
        this.number = number;
    }

    void end() {
        Waiter last = waiters.getAndSet(ENDED);
        assert last != ENDED : "group " + number + " ends twice";
        for (Waiter waiter = reversed(last); waiter != null; waiter = waiter.next) {
            LockSupport.unpark(waiter.thread);
        }
    }

    private static Waiter reversed(Waiter last) {
        Waiter first = null;
        Waiter waiter = last;
        while (waiter != null) {
            Waiter next = waiter.next;
            waiter.next = first;
            first = waiter;
            waiter = next;
        }
        return first;
    }

    void fail(StoreException cause) {
        failure = cause;
        end();
    }

    /** Waits until what the caller put into this group is durable. */
    void awaitWritten() {
        await();
        if (failure instanceof StoreException.OutcomeUnknown) {
            throw new StoreException.OutcomeUnknown(failure.getMessage(), failure);
        }
        requireNotFailed();
    }

    /** Waits until what the caller was shown of this group is durable; it wrote nothing itself. */
    void awaitShown() {
        await();
        requireNotFailed();
    }

    private void requireNotFailed() {
        if (failure != null) {
            throw new StoreException.Unavailable(failure.getMessage(), failure);
        }
    }

    private void await() {
        if (!queue(new Waiter(Thread.currentThread()))) {
            return;
        }
        boolean interrupted = false;
        while (waiters.get() != ENDED) {
            LockSupport.park(this);
            // The write cannot be taken back, so that its outcome has to be waited for.
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Joins those who wait; false if there is nothing to wait for any more. */
    private boolean queue(Waiter waiter) {
        while (true) {
            Waiter last = waiters.get();
            if (last == ENDED) {
                return false;
            }
            waiter.next = last;
            if (waiters.compareAndSet(last, waiter)) {
                return true;
            }
        }
    }
}
