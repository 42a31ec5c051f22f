package stator.storage;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * A lock that many threads share, or one has alone, in which no thread waits for those that come
 * later.
 *
 * <p>A plain {@link StampedLock} lets threads that share it pass a thread that wants it alone, so
 * that this one may wait forever while others come and go. Here they queue up behind it from the
 * moment it waits: it waits for the threads inside, and they for those that came before them. As
 * long as no thread wants the lock alone, entering costs no more than the lock.
 *
 * <p>A thread that is inside must not enter a second time: another may have begun to wait for it.
 */
public final class Turnstile {
    private final StampedLock lock = new StampedLock();

    /** Held by a thread that wants the lock alone, from its turn to wait until it has left. */
    private final ReentrantLock queue = new ReentrantLock(true);

    /** Whether those who come have to queue. Written by the holder of {@link #queue}. */
    private volatile boolean queueing;

    /**
     * Goes in together with others.
     *
     * @return what to give to {@link #exit}
     */
    public long enter() {
        if (!queueing) {
            return lock.readLock();
        }
        queue.lock();
        try {
            // Nobody is alone inside or about to be, so this does not wait.
            return lock.readLock();
        } finally {
            queue.unlock();
        }
    }

    /**
     * Goes in together with others, unless that would mean to wait.
     *
     * @return what to give to {@link #exit}, or 0 for one who has not gone in
     */
    public long tryEnter() {
        return queueing ? 0 : lock.tryReadLock();
    }

    /** Leaves what {@link #enter} or {@link #tryEnter} entered. */
    public void exit(long stamp) {
        lock.unlockRead(stamp);
    }

    /**
     * Waits until everybody is out, and goes in alone.
     *
     * @return what to give to {@link #exitAlone}, on the same thread
     */
    public long enterAlone() {
        queue.lock();
        queueing = true;
        return lock.writeLock();
    }

    /** Leaves what {@link #enterAlone} entered. */
    public void exitAlone(long stamp) {
        queueing = false;
        lock.unlockWrite(stamp);
        queue.unlock();
    }
}
