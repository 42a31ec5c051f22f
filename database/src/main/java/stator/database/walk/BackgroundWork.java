package stator.database.walk;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread of a database on which happens what no caller waits for.
 *
 * <p>It does one step after the other, and sleeps when there is nothing to do until a time or until
 * it is woken. What fails is tried again after a while: a step has to be such that nothing is lost
 * by that.
 */
public final class BackgroundWork {
    private static final System.Logger LOG = System.getLogger("stator.database");
    private static final long RETRY_MILLIS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Thread thread;

    /** The longest sleep while something is due at a time: the clock may be moved. */
    private final long napMillisMax;

    /** Guarded by {@link #lock}. */
    private boolean awake;

    private volatile boolean closed;

    /** Something to be done again and again. */
    @FunctionalInterface
    public interface Chore {
        /** There is nothing to do before something changes. */
        long IDLE = Long.MAX_VALUE;

        /**
         * Does a bounded piece of work, if there is any.
         *
         * @return after how many milliseconds there is more to do, 0 for at once, or {@link #IDLE}
         */
        long step();
    }

    /** Work that begins with {@link #start}. */
    public BackgroundWork(String threadName, long napMillisMax, Chore chore) {
        if (napMillisMax <= 0) {
            throw new IllegalArgumentException("Naps of " + napMillisMax + " ms");
        }
        this.napMillisMax = napMillisMax;
        thread = new Thread(() -> work(chore), threadName);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void work(Chore chore) {
        while (!closed) {
            sleep(step(chore));
        }
    }

    private long step(Chore chore) {
        try {
            return chore.step();
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.log(Level.WARNING, "Background work failed and will be tried again", e);
            }
            return RETRY_MILLIS;
        }
    }

    private void sleep(long millis) {
        lock.lock();
        try {
            if (!awake && !closed && millis == Chore.IDLE) {
                woken.await();
            } else if (!awake && !closed && millis > 0) {
                woken.await(Math.min(millis, napMillisMax), TimeUnit.MILLISECONDS);
            }
            awake = false;
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that there may be something to do. */
    public void wake() {
        lock.lock();
        try {
            awake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it after the step that is under way. */
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
