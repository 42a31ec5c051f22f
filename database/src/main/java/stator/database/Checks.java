package stator.database;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * Checks of a database while it serves: one at a time, on a thread of its own. The last one is
 * known until the next begins. Thread-safe.
 */
public final class Checks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("stator.database");

    private final Supplier<DatabaseCheck> checks;

    /** Guarded by {@code this}; so are the others. Null before the first. */
    private Run last;

    private long begun;
    private boolean closed;

    Checks(Supplier<DatabaseCheck> checks) {
        this.checks = checks;
    }

    /** How far a check is. */
    public enum State {
        RUNNING,
        DONE,
        /** Somebody stopped it. */
        STOPPED,
        /** It could not go on; the log says why. */
        FAILED
    }

    /** One check. */
    public static final class Run {
        private final long number;
        private final DatabaseCheck check;
        private final Thread thread;
        private volatile State state = State.RUNNING;

        private Run(long number, DatabaseCheck check) {
            this.number = number;
            this.check = check;
            thread = new Thread(this::run, "stator-check");
            thread.setDaemon(true);
        }

        private void run() {
            try {
                check.run();
                state = State.DONE;
            } catch (CancellationException e) {
                state = State.STOPPED;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "The check of all tables could not go on", e);
                state = State.FAILED;
            }
        }

        /** The first since the database was opened has 1. */
        public long number() {
            return number;
        }

        public State state() {
            return state;
        }

        /** What it has found so far. */
        public DatabaseCheck check() {
            return check;
        }
    }

    /** The check that is under way, or a new one. */
    public synchronized Run begin() {
        if (closed) {
            throw new IllegalStateException("A check of a database that is closed");
        }
        if (last == null || last.state() != State.RUNNING) {
            begun++;
            last = new Run(begun, checks.get());
            last.thread.start();
        }
        return last;
    }

    /** The check that was begun last. */
    public synchronized Optional<Run> last() {
        return Optional.ofNullable(last);
    }

    /** The check that is under way is not wanted any longer; it ends soon. */
    public synchronized void stop() {
        if (last != null) {
            last.check.stop();
        }
    }

    /** Waits until nothing is checked, and nothing will be. */
    @Override
    public void close() {
        Optional<Run> running;
        synchronized (this) {
            closed = true;
            stop();
            running = last();
        }
        if (running.isPresent()) {
            try {
                running.get().thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
