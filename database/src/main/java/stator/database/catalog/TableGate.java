package stator.database.catalog;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.storage.Turnstile;

/**
 * Stands between the writers of a table and changes of its description, so that no write is applied
 * with a description that no longer holds, and none to a table that is gone.
 *
 * <p>All snapshots of one table share one gate. Writers pass together; a change waits until they
 * are out and keeps them out meanwhile. Neither can be starved by the others: {@link Turnstile}.
 */
public final class TableGate {
    private final Turnstile turnstile = new Turnstile();
    private final InFlightWrites inFlight;

    /** The table as it is; null once it is gone. Guarded by {@link #turnstile}. */
    private LiveTable current;

    public TableGate(InFlightWrites inFlight) {
        this.inFlight = inFlight;
    }

    /** The writes of this table that are under way, if its changes are recorded. */
    public InFlightWrites inFlight() {
        return inFlight;
    }

    /**
     * Lets a writer in.
     *
     * @return what to give to {@link #exit}
     */
    public long enter() {
        return turnstile.enter();
    }

    /** The table as it is; only for a thread that has entered. */
    public LiveTable current() {
        LiveTable table = current;
        if (table == null) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found");
        }
        return table;
    }

    /** The table as it is, if it is there; only for a thread that has entered. */
    public Optional<LiveTable> find() {
        return Optional.ofNullable(current);
    }

    /**
     * Does something as a writer among others, while the table can neither change nor go.
     *
     * @return whether the table was still there; if not, nothing was done
     */
    public boolean whileOpen(Consumer<LiveTable> work) {
        long stamp = enter();
        try {
            LiveTable table = current;
            if (table != null) {
                work.accept(table);
            }
            return table != null;
        } finally {
            exit(stamp);
        }
    }

    /** The same for work that does not look at the table. */
    public boolean whileOpen(Runnable work) {
        return whileOpen(table -> work.run());
    }

    /**
     * Does something while no writer is inside and none can enter, for a moment.
     *
     * @param work must not take the catalog's lock, nor enter a gate
     * @return empty if the table is gone; then nothing was done
     */
    public <R> Optional<R> whileShut(Function<LiveTable, R> work) {
        long stamp = close();
        try {
            return find().map(work);
        } finally {
            open(stamp);
        }
    }

    /** Lets a writer out. */
    public void exit(long stamp) {
        turnstile.exit(stamp);
    }

    /** Keeps writers out from now on. */
    long close() {
        return turnstile.enterAlone();
    }

    /** What writers find from now on; null if the table is gone. The gate is closed. */
    void replace(LiveTable table) {
        assert table == null || table.gate() == this : "A table behind another gate";
        current = table;
    }

    /** Lets writers in again; on the thread that closed the gate. */
    void open(long stamp) {
        turnstile.exitAlone(stamp);
    }
}
