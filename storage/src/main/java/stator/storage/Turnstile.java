package stator.storage;

import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Lets many in together, or one alone, and makes nobody wait for those who come later.
 *
 * <p>A plain {@link StampedLock} lets those who share it pass whoever wants it alone, so that one
 * who waits while others come and go all the time may wait forever. Here they queue up behind him
 * from the moment he is waiting: he waits for those who are in, and they for the ones who were
 * there before them. As long as nobody wants to be alone, entering costs no more than the lock.
 *
 * <p>Who is in must not enter a second time: in between, somebody may have begun to wait for him.
 */
public final class Turnstile {
    private final StampedLock lock = new StampedLock();

    /** Held by who wants to be alone, from when it is his turn to wait until he is out again. */
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

    /** Leaves what {@link #enter} entered. */
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
