package stator.storage.cassandra;

import com.datastax.driver.core.exceptions.DriverException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import stator.storage.StoreException;

/**
 * The right to write in a keyspace, which one server has at a time.
 *
 * <p>Its owner raises the beat twice a second, by a lightweight transaction that names the owner
 * and the epoch; who wants the lease watches the beat ({@link LeaseWatch}). An owner whose last
 * successful beat began longer ago than half the duration takes no writes until a beat succeeds
 * again; one that finds another owner has lost the lease for good.
 *
 * <p>This alone would not keep a writer away that sleeps between its look at the lease and its
 * write; see {@link Takeover} for what does.
 */
final class Lease implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Lease.class.getName());
    private static final long BEAT_MILLIS = 500;
    private static final long RETRY_MILLIS = 100;

    private final LeaseRow row;
    private final String owner;
    private final long epoch;
    private final Duration duration;
    private final Supplier<String> objection;
    private final Runnable whenLost;
    private final Thread beating;

    private long beat;

    /** By the ticking clock. */
    private volatile long validUntilNanos;

    private volatile boolean lost;
    private volatile boolean closed;

    private Lease(
            LeaseRow row,
            String owner,
            LeaseRow.Held before,
            Duration duration,
            long startNanos,
            Supplier<String> objection,
            Runnable whenLost) {
        this.row = row;
        this.owner = owner;
        this.duration = duration;
        this.objection = objection;
        this.whenLost = whenLost;
        epoch = before.epoch() + 1;
        beat = before.beat() + 1;
        validUntilNanos = startNanos + duration.toNanos() / 2;
        beating = Thread.ofPlatform().name("stator-lease").daemon().unstarted(this::keep);
    }

    /**
     * Takes the lease if it still is as it was found; see {@link LeaseWatch#tryTake}.
     *
     * @param objection why this server may not write, though it has the lease; empty if it may
     */
    static Optional<Lease> tryTake(
            LeaseRow row,
            LeaseRow.Held found,
            String process,
            String door,
            Duration duration,
            Supplier<String> objection,
            Runnable whenLost) {
        long start = System.nanoTime();
        String owner = UUID.randomUUID().toString();
        if (!row.replace(found, owner, process, door)) {
            return Optional.empty();
        }
        Lease lease = new Lease(row, owner, found, duration, start, objection, whenLost);
        lease.beating.start();
        return Optional.of(lease);
    }

    private void keep() {
        boolean isKept = true;
        while (!closed && !lost) {
            if (isKept) {
                Connection.pause(BEAT_MILLIS);
            }
            isKept = closed || beat();
        }
        if (lost) {
            whenLost.run();
        }
    }

    /** Returns whether there was an answer. */
    private boolean beat() {
        long start = System.nanoTime();
        try {
            if (row.beat(owner, epoch, ++beat)) {
                validUntilNanos = start + duration.toNanos() / 2;
            } else {
                lost = true;
                LOG.log(
                        Level.WARNING,
                        "Another server took over the keyspace "
                                + row.keyspace()
                                + ", because this one was silent for too long. It writes nothing"
                                + " any more.");
            }
            return true;
        } catch (DriverException | StoreException | IllegalStateException e) {
            LOG.log(Level.WARNING, "The lease could not be renewed: " + e.getMessage());
            Connection.pause(RETRY_MILLIS);
            return false;
        }
    }

    /** Raised by each change of owner. */
    long epoch() {
        return epoch;
    }

    /** Whether another server holds it, for good. */
    boolean isLost() {
        return lost;
    }

    /** Whether no other server can have begun to write by now. */
    boolean isValid() {
        return !lost && System.nanoTime() - validUntilNanos <= 0;
    }

    /** Why nothing may be written now; empty if it may. */
    String writeRefusal() {
        String refusal = refusal();
        return refusal.isEmpty() ? objection.get() : refusal;
    }

    /** Why another server may be writing now; empty if none can. */
    String refusal() {
        if (lost) {
            return "Another server has taken over the keyspace " + row.keyspace() + ".";
        }
        return isValid()
                ? ""
                : "The cluster has not confirmed for "
                        + duration.toMillis() / 2
                        + " ms that this server may write. Are two of three nodes up?";
    }

    /** Gives it back. */
    @Override
    public void close() {
        closed = true;
        beating.interrupt();
        try {
            beating.join(TimeUnit.SECONDS.toMillis(2));
            if (!lost) {
                row.free(owner, epoch);
            }
        } catch (DriverException | StoreException | IllegalStateException e) {
            LOG.log(Level.WARNING, "The lease could not be given back: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
