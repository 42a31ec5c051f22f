package stator.storage.cassandra;

import com.scalar.db.exception.transaction.CrudConflictException;
import com.scalar.db.exception.transaction.CrudException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import stator.storage.Decision;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowLocks;
import stator.storage.StoreException;
import stator.storage.WriteBatch;

/**
 * Reads, decides and commits.
 *
 * <p>All writers are in this process, so they wait for each other here and not in Cassandra, where
 * waiting is dear: an update holds the locks of its rows until it is known what became of its
 * commit. Conflicts then come only from what servers before left behind.
 *
 * <p>When nobody tells what became of a commit (a node died, the answer came too late), its carrier
 * is rewritten ({@link Rewriter}): then it is there, and its id stands in the carrier's tally, or
 * it never will be, and the decision may be made again. If that takes too long, the outcome is
 * unknown to the caller, nothing more is written, and it is found out in the background ({@link
 * #settle}).
 */
final class Commits {
    private static final System.Logger LOG = System.getLogger(Commits.class.getName());
    private static final long UPDATE_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final int CONFLICTS_MAX = 16;
    private static final long PAUSE_MILLIS = 20;
    private static final int LOOSE_ROWS = 16;
    private static final byte LOOSE_KIND = 1;

    private final Spaces spaces;
    private final Transactions transactions;
    private final Rewriter rewriter;
    private final Counters counters;
    private final Lease lease;
    private final Snapshots snapshots;
    private final Left left;
    private final RowLocks locks = new RowLocks();
    private final AtomicInteger loose = new AtomicInteger();

    /** Commits of which nobody knows what became of them. */
    private final ConcurrentLinkedQueue<Counters.Entry> doubtful = new ConcurrentLinkedQueue<>();

    /** What commits leave behind, to be removed. */
    interface Left {
        /** The coordinator knows of a transaction, and need not any longer. */
        void isFinished(String id);

        /** A row without a value keeps late commits out. */
        void isBarred(RowPlace row);
    }

    Commits(
            Spaces spaces,
            Transactions transactions,
            Counters counters,
            Lease lease,
            Snapshots snapshots,
            Left left) {
        this.spaces = spaces;
        this.transactions = transactions;
        this.rewriter = new Rewriter(transactions);
        this.counters = counters;
        this.lease = lease;
        this.snapshots = snapshots;
        this.left = left;
    }

    /** Who holds them all knows that no commit is under way. */
    RowLocks locks() {
        return locks;
    }

    /** Why nothing may be written now; empty if it may. */
    String refusal() {
        if (!doubtful.isEmpty()) {
            return "It is not known yet what became of a write: the cluster has not told.";
        }
        return lease.writeRefusal();
    }

    private void requireWritable() {
        String refusal = refusal();
        if (!refusal.isEmpty()) {
            throw new StoreException.Unavailable(refusal, null);
        }
    }

    /** See {@link stator.storage.Store#update}. */
    <R> R update(List<RowKey> keys, Decision<R> decision) {
        Deadline deadline = new Deadline();
        try (RowLocks.Held held = locks.lock(keys)) {
            while (true) {
                requireWritable();
                Attempt<R> attempt = new Attempt<>(transactions.begin());
                try {
                    R result = attempt.decide(keys, decision);
                    if (attempt.batch.isEmpty()) {
                        attempt.transaction.discard();
                        return result;
                    }
                    WriteBatch locked = attempt.withCarrier();
                    if (!held.extendTo(locked)) {
                        attempt.transaction.discard();
                    } else {
                        RowTransaction.End end = attempt.commit();
                        if (end == RowTransaction.End.COMMITTED) {
                            return result;
                        }
                        deadline.next(end, attempt.transaction.failure());
                    }
                } catch (CrudConflictException e) {
                    attempt.transaction.discard();
                    attempt.freeRows(keys);
                    attempt.freeRows(attempt.changes.keySet());
                    deadline.next(RowTransaction.End.CONFLICT, e.getMessage());
                } catch (CrudException e) {
                    attempt.transaction.discard();
                    deadline.next(RowTransaction.End.FAILED, e.getMessage());
                }
            }
        }
    }

    /** How long an update is tried. */
    private static final class Deadline {
        private final long startNanos = System.nanoTime();
        private int conflicts;

        /** Waits a little before the next attempt, if there is to be one. */
        void next(RowTransaction.End end, String why) {
            if (end == RowTransaction.End.CONFLICT && ++conflicts > CONFLICTS_MAX) {
                throw new StoreException.Conflict("Others kept changing the same rows.");
            }
            if (System.nanoTime() - startNanos > UPDATE_NANOS_MAX
                    || Thread.currentThread().isInterrupted()) {
                throw new StoreException.Unavailable(
                        "The cluster did not take a write: " + why, null);
            }
            Connection.pause(PAUSE_MILLIS);
        }
    }

    /** One transaction of an update. */
    private final class Attempt<R> {
        private final RowTransaction transaction;
        private final Map<RowKey, Optional<Row>> read = new HashMap<>();
        private final WriteBatch batch = new WriteBatch();
        private final Map<RowKey, WriteBatch.Change> changes = new LinkedHashMap<>();
        private List<RowKey> keys = List.of();
        private RowPlace carrier;
        private boolean carrierIsDead;

        Attempt(RowTransaction transaction) {
            this.transaction = transaction;
        }

        R decide(List<RowKey> wanted, Decision<R> decision) throws CrudException {
            keys = wanted;
            List<Optional<Row>> current = new ArrayList<>(keys.size());
            for (RowKey key : keys) {
                current.add(read(key));
            }
            R result = decision.decide(current, batch);
            // The last change of a key counts.
            batch.changes().forEach(change -> changes.put(change.key(), change));
            return result;
        }

        private Optional<Row> read(RowKey key) throws CrudException {
            Optional<Row> known = read.get(key);
            if (known != null) {
                return known;
            }
            Optional<Spaces.Home> home = spaces.find(key.space());
            Optional<Row> row = Optional.empty();
            if (home.isPresent()) {
                row =
                        transaction
                                .get(RowPlace.of(home.get(), key))
                                .flatMap(stored -> Reader.row(stored.value()));
            }
            read.put(key, row);
            return row;
        }

        /**
         * Chooses the carrier: a row that is put, or one that is deleted, or one that was read, or
         * one of the engine's own. Rows that wait are taken away by others, so they carry nothing.
         *
         * @return all changes, with a change that stands for a carrier of the engine's own
         */
        WriteBatch withCarrier() {
            WriteBatch.Change chosen = null;
            for (WriteBatch.Change change : changes.values()) {
                chosen = rank(change) > rank(chosen) ? change : chosen;
            }
            if (chosen != null) {
                carrier = placeOf(chosen.key());
                carrierIsDead = chosen instanceof WriteBatch.Delete;
                return batch;
            }
            if (!changes.isEmpty() && !keys.isEmpty()) {
                // Something waits beside a row that stays as it is.
                keepFirst();
                return batch;
            }
            byte[] number = {(byte) Math.floorMod(loose.getAndIncrement(), LOOSE_ROWS)};
            RowKey key = new RowKey(Integer.MAX_VALUE, number, LOOSE_KIND, new byte[0]);
            carrier = RowPlace.of(Spaces.OWN, key);
            WriteBatch locked = new WriteBatch();
            locked.delete(key);
            return locked;
        }

        /** Puts the first row that was read again, as it is, as the carrier. */
        private void keepFirst() {
            RowKey first = keys.getFirst();
            Optional<Row> row = read.get(first);
            carrier = placeOf(first);
            carrierIsDead = row.isEmpty();
            row.ifPresentOrElse(kept -> batch.put(first, kept), () -> batch.delete(first));
            changes.put(first, batch.changes().getLast());
        }

        private static int rank(WriteBatch.Change change) {
            return switch (change) {
                case null -> 0;
                case WriteBatch.Put put -> put.isWaiting() ? 0 : 2;
                case WriteBatch.Delete delete -> 1;
            };
        }

        private RowPlace placeOf(RowKey key) {
            return RowPlace.of(spaces.make(key.space()), key);
        }

        /** Sends the changes; when this returns they are there, or never will be. */
        RowTransaction.End commit() throws CrudException {
            if (snapshots.areOpen()) {
                keepBefore();
            }
            Counters.Entry entry =
                    counters.enter(carrier, transaction.id(), added(), carrierIsDead);
            try {
                // Looked at again now that the hint is there; see Takeover.
                requireWritable();
                putChanges(entry);
            } catch (CrudException | RuntimeException e) {
                entry.dropped();
                transaction.discard();
                throw e;
            }
            RowTransaction.End end = transaction.commit();
            if (end == RowTransaction.End.UNKNOWN) {
                end = findOut(entry);
            }
            if (end != RowTransaction.End.COMMITTED) {
                entry.dropped();
                freeRows(changes.keySet());
                return end;
            }
            entry.committed();
            if (!isInOnePartition()) {
                left.isFinished(transaction.id());
            }
            if (!lease.refusal().isEmpty()) {
                throw new StoreException.OutcomeUnknown(
                        "The lease ended while a write was under way.", null);
            }
            return end;
        }

        /** Tells open snapshots what is about to be changed. */
        private void keepBefore() throws CrudException {
            for (WriteBatch.Change change : changes.values()) {
                RowKey key = change.key();
                Optional<Spaces.Home> home = spaces.find(key.space());
                if (home.isPresent()) {
                    boolean isNew = change instanceof WriteBatch.Put put && put.isWaiting();
                    snapshots.keep(home.get(), key, isNew ? Optional.empty() : read(key));
                }
            }
        }

        private Tally.Part added() {
            Map<Integer, long[]> sums = new HashMap<>();
            for (WriteBatch.Increment increment : batch.increments()) {
                sums.merge(
                        spaces.make(increment.space()).generation(),
                        increment.deltas(),
                        Tally.Part::add);
            }
            long version = 0;
            for (WriteBatch.Change change : changes.values()) {
                if (change instanceof WriteBatch.Put put) {
                    version = Math.max(version, put.row().version());
                }
            }
            return new Tally.Part(version, sums);
        }

        private void putChanges(Counters.Entry entry) throws CrudException {
            if (changes.isEmpty()) {
                transaction.get(carrier);
                transaction.put(carrier, null, entry.tally());
                return;
            }
            for (WriteBatch.Change change : changes.values()) {
                RowPlace place = placeOf(change.key());
                byte[] tally = place.equals(carrier) ? entry.tally() : null;
                switch (change) {
                    case WriteBatch.Put put when put.isWaiting() ->
                            transaction.insert(place, Reader.value(put.row()));
                    case WriteBatch.Put put ->
                            transaction.put(place, Reader.value(put.row()), tally);
                    case WriteBatch.Delete delete -> {
                        if (tally != null || counters.carries(place)) {
                            transaction.put(place, null, tally);
                        } else if (read(delete.key()).isPresent()) {
                            transaction.delete(place);
                        }
                    }
                }
            }
        }

        private boolean isInOnePartition() {
            for (RowKey key : changes.keySet()) {
                RowPlace place = placeOf(key);
                if (place.slot() != carrier.slot()
                        || !Arrays.equals(place.place(), carrier.place())) {
                    return false;
                }
            }
            return true;
        }

        private RowTransaction.End findOut(Counters.Entry entry) {
            try {
                return wasApplied(entry, UPDATE_NANOS_MAX)
                        ? RowTransaction.End.COMMITTED
                        : RowTransaction.End.FAILED;
            } catch (StoreException.Unavailable e) {
                doubtful.add(entry);
                throw new StoreException.OutcomeUnknown(
                        "The cluster does not tell what became of a write: " + e.getMessage(), e);
            }
        }

        /** Settles rows that transactions hold which nobody goes on with. */
        private void freeRows(Iterable<RowKey> keys) {
            for (RowKey key : keys) {
                spaces.find(key.space()).ifPresent(home -> rewriter.free(RowPlace.of(home, key)));
            }
        }
    }

    /** Whether a commit is there; if it is not, it never will be. */
    private boolean wasApplied(Counters.Entry entry, long nanosMax) {
        // A transaction over several partitions is decided by the coordinator, others by their row.
        transactions.end(entry.id());
        RowTransaction.Stored stored = rewriter.rewrite(entry.carrier(), nanosMax);
        if (stored.value() == null) {
            left.isBarred(entry.carrier());
        }
        return Tally.read(stored.tally()).id().equals(entry.id());
    }

    /** Finds out what became of commits of which nobody knows. For one thread. */
    void settle() {
        for (Counters.Entry entry = doubtful.peek(); entry != null; entry = doubtful.peek()) {
            try {
                if (wasApplied(entry, UPDATE_NANOS_MAX)) {
                    entry.committed();
                } else {
                    entry.dropped();
                }
                doubtful.remove();
                LOG.log(Level.INFO, "It was found out what became of a write.");
            } catch (StoreException.Unavailable e) {
                return;
            }
        }
    }
}
