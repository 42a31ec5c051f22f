package stator.door.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Work of a service that comes again and again: one virtual thread, which is there from the start
 * on and sleeps between the rounds. Thread-safe.
 *
 * <p>A round that fails is tried again when the next is due: the store may be full, or closed.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Rounds.class.getName());

    private final String name;
    private final LongSupplier pauseMillis;
    private final Runnable round;
    private final Semaphore closing = new Semaphore(0);

    /** Null before the start; under the lock of this. */
    private Thread worker;

    /**
     * @param name of the thread
     * @param pauseMillis how long it is until the next round, asked before each
     * @param round what is done
     */
    public Rounds(String name, LongSupplier pauseMillis, Runnable round) {
        this.name = name;
        this.pauseMillis = pauseMillis;
        this.round = round;
    }

    /** Begins, unless that was done. */
    public synchronized void start() {
        if (worker == null) {
            worker = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        try {
            while (!closing.tryAcquire(pauseMillis.getAsLong(), TimeUnit.MILLISECONDS)) {
                try {
                    round.run();
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, name + " has to wait.", e);
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts it.", e);
        }
    }

    /** Whether it was started. */
    public synchronized boolean isStarted() {
        return worker != null;
    }

    /** Ends after the round that is under way, if there is one. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            running = worker;
        }
        if (running == null) {
            return;
        }
        closing.release();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
