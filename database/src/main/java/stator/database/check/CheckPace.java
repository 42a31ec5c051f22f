package stator.database.check;

import java.util.concurrent.CancellationException;

/** How a check goes on: how far it is, and whether it is still wanted. Thread-safe. */
public final class CheckPace {
    private volatile long rows;
    private volatile boolean stopped;

    /**
     * Some rows were looked at; leaves the machine to others for a while. For the thread that
     * checks.
     *
     * @throws CancellationException if the check is not wanted any longer
     */
    void passed(int more, long pauseMillis) {
        rows += more;
        pause(pauseMillis);
    }

    /**
     * Waits.
     *
     * @throws CancellationException if the check is not wanted any longer
     */
    public void pause(long millis) {
        try {
            if (millis > 0 && !stopped) {
                Thread.sleep(millis);
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
        if (stopped) {
            throw new CancellationException("The check was stopped");
        }
    }

    /** The check is not wanted any longer. */
    public void stop() {
        stopped = true;
    }

    /** How many rows were looked at, those that were looked at twice as two. */
    public long rows() {
        return rows;
    }
}
