package stator.database.outbox;

import java.util.List;
import java.util.concurrent.TimeUnit;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.WriteBatch.Change;

/** Makes derived changes, again and again if the engine cannot make them at once. */
final class DerivedChanges {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MILLIS = 20;

    private DerivedChanges() {}

    /**
     * Makes changes.
     *
     * @throws StoreException.Unavailable if the engine could not for a long time
     */
    static void make(Store engine, List<Change> changes) {
        if (!changes.isEmpty()) {
            untilDone(() -> engine.derive(changes));
        }
    }

    /**
     * Empties ranges.
     *
     * @throws StoreException.Unavailable if the engine could not for a long time
     */
    static void empty(Store engine, List<Store.Emptying> ranges) {
        if (!ranges.isEmpty()) {
            untilDone(() -> engine.empty(ranges));
        }
    }

    private static void untilDone(Runnable work) {
        long start = System.nanoTime();
        while (true) {
            try {
                work.run();
                return;
            } catch (StoreException.Unavailable e) {
                if (System.nanoTime() - start > PATIENCE_NANOS || !pause()) {
                    throw e;
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
