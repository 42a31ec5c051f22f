package stator.database.outbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.StoreHealth;
import stator.storage.Update;
import stator.storage.WriteBatch.Change;

/**
 * A store for the database over an engine whose commits reach one partition.
 *
 * <p>The derived changes of a batch (entries of global indexes, records of changes) leave the
 * commit: they are committed as one row of an <em>outbox</em> in the partition of the first row
 * that the update read (what follows from many large items, as several rows in several partitions),
 * and made right afterwards, before the update returns. So nothing is different for who writes and
 * then reads, and what is under way to others is under way to {@code InFlightWrites}, too, until
 * its records can be seen. What is different: a reader may see an item before its entry in an
 * index, as eventual consistency has it; and a process that dies in between leaves rows in
 * outboxes. {@link Hints} say where, and who opens the store next makes those changes before
 * anybody reads, in the order of their versions. Nobody else writes then: the engine lets one
 * server in at a time, and keeps late commits of the one before out.
 *
 * <p><em>Why changes may be made twice, and late:</em> each carries the version of the change from
 * which it follows, and the newest counts ({@link Store#derive}). What follows from one item has
 * the versions of the item, which only grow; entries contain the key of their item, and records
 * their version, so no two items derive one row.
 *
 * <p>When the engine cannot make changes for a while, they are left in the outbox. The outcome of
 * their commits is then unknown to the caller, and nothing is written, until they are made: a
 * record that is missing would be passed over by readers.
 */
public final class OutboxStore implements Store {
    /** How often what is done is removed. */
    public static final long TIDY_MILLIS = 200;

    private final Store store;
    private final Hints hints;
    private final LongSupplier versions;

    /** The spaces of whose rows something was derived: their partitions get a hint beforehand. */
    private final Set<Integer> sources = ConcurrentHashMap.newKeySet();

    /** Held while changes are made that were left. */
    private final ReentrantLock clearing = new ReentrantLock();

    private final CarryingTimes times = new CarryingTimes();

    private OutboxStore(Store store, LongSupplier versions) {
        this.store = store;
        this.versions = versions;
        recover();
        hints = Hints.begin(store, versions);
    }

    /**
     * A store over an engine; makes the derived changes that another process did not come to.
     *
     * @param versions gives versions greater than all that the engine holds
     */
    public static OutboxStore open(Store engine, LongSupplier versions) {
        assert engine.capabilities().atomicScope() == Capabilities.AtomicScope.PARTITION
                : "An engine that commits derived changes itself";
        return new OutboxStore(engine, versions);
    }

    private void recover() {
        List<Hints.Found> found = Hints.all(store);
        Set<Place> places = new HashSet<>();
        found.forEach(hint -> places.add(hint.place()));
        places.forEach(this::clear);
        Hints.forget(store, found);
    }

    /** Makes the changes that wait in a place. */
    private void clear(Place place) {
        List<OutboxRow> rows = new ArrayList<>();
        store.range(
                place.outbox(),
                Consistency.STRONG,
                (key, row) -> rows.add(new OutboxRow(key, row)));
        List<Change> changes = new ArrayList<>();
        rows.forEach(row -> changes.addAll(row.changes()));
        DerivedChanges.make(store, changes);
        DerivedChanges.make(store, OutboxRow.deletions(rows.stream().map(OutboxRow::key).toList()));
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        if (updates.stream().allMatch(update -> isOfSource(update) && SentUpdate.isOfOne(update))) {
            return send(updates, 1);
        }
        // One may have to be sent again, and those after it must not overtake it.
        List<Result<R>> results = new ArrayList<>(updates.size());
        updates.forEach(update -> results.add(sendAlone(update)));
        return results;
    }

    private boolean isOfSource(Update<?> update) {
        return sources.contains(update.keys().getFirst().space());
    }

    private <R> Result<R> sendAlone(Update<R> update) {
        int places = isOfSource(update) ? 1 : 0;
        while (true) {
            Result<R> result = send(List.of(update), places).getFirst();
            if (result instanceof Result.Failed<R> failed
                    && failed.cause() instanceof SentUpdate.Unhinted unhinted) {
                assert unhinted.places() > places : "A hint that was not enough";
                sources.add(update.keys().getFirst().space());
                places = unhinted.places();
            } else {
                return result;
            }
        }
    }

    private <R> List<Result<R>> send(List<Update<R>> updates, int placesOfEach) {
        requireNothingLeft();
        List<SentUpdate<R>> sent = new ArrayList<>(updates.size());
        Set<Place> places = new HashSet<>();
        for (Update<R> update : updates) {
            SentUpdate<R> one = new SentUpdate<>(update, placesOfEach, versions);
            sent.add(one);
            places.addAll(one.places());
        }
        long bound = hints.enter(places);
        try {
            List<Result<R>> results =
                    new ArrayList<>(
                            store.updateEach(sent.stream().map(SentUpdate::update).toList()));
            settle(sent, results);
            return results;
        } catch (RuntimeException e) {
            // Nobody expected it, so nobody knows what was committed.
            places.forEach(hints::left);
            throw e;
        } finally {
            hints.leave(places, bound);
        }
    }

    /** Makes what follows from the updates that are committed. */
    private <R> void settle(List<SentUpdate<R>> sent, List<Result<R>> results) {
        long committed = System.nanoTime();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            SentUpdate<R> one = sent.get(i);
            switch (results.get(i)) {
                case Result.Done<R> done -> changes.addAll(one.derived());
                case Result.Failed<R> failed -> {
                    if (failed.cause() instanceof StoreException.OutcomeUnknown) {
                        one.outbox().forEach(hints::left);
                    }
                    one.forget();
                }
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        Optional<StoreException.Unavailable> failure = make(changes);
        for (int i = 0; i < sent.size(); i++) {
            SentUpdate<R> one = sent.get(i);
            if (one.derived().isEmpty()) {
                continue;
            }
            if (failure.isPresent()) {
                one.outbox().forEach(hints::left);
                results.set(
                        i,
                        new Result.Failed<>(
                                new StoreException.OutcomeUnknown(
                                        "A write is committed, and what follows from it could not be: "
                                                + failure.get().getMessage(),
                                        failure.get())));
            } else {
                one.outbox().forEach(hints::carried);
                times.add(System.nanoTime() - committed);
            }
        }
    }

    /** Why changes could not be made; empty if they are. */
    private Optional<StoreException.Unavailable> make(List<Change> changes) {
        try {
            DerivedChanges.make(store, changes);
            return Optional.empty();
        } catch (StoreException.Unavailable e) {
            return Optional.of(e);
        }
    }

    private void requireNothingLeft() {
        if (hints.leftPlaces() > 0 && !isCleared()) {
            throw new StoreException.Unavailable(waiting(), null);
        }
    }

    private static String waiting() {
        return "What follows from some writes could not be written yet. It is tried again.";
    }

    /** Makes what was left, if the engine is well again. */
    private boolean isCleared() {
        clearing.lock();
        try {
            while (store.health().writable()) {
                Optional<Place> left = hints.left();
                if (left.isEmpty()) {
                    return true;
                }
                clear(left.get());
                hints.cleared(left.get());
            }
            return false;
        } catch (StoreException.Unavailable e) {
            return false;
        } finally {
            clearing.unlock();
        }
    }

    /** Removes rows and hints that are no longer needed; to be called every now and then. */
    public long tidy() {
        if (isCleared()) {
            hints.tidy(Hints.KEPT_NANOS);
        }
        return TIDY_MILLIS;
    }

    /** How late derived changes are made. */
    public CarryingTimes times() {
        return times;
    }

    /** In how many partitions derived changes wait because they could not be made. */
    public int leftPlaces() {
        return hints.leftPlaces();
    }

    /**
     * Nobody derives anything that belongs there any longer. What was derived must not be made
     * again after a crash, so nothing of it may be in an outbox.
     */
    @Override
    public void dropSpace(int space) {
        requireNothingLeft();
        hints.removeCarried();
        store.dropSpace(space);
        sources.remove(space);
    }

    /** That of the engine, but for commits, which reach all rows. */
    @Override
    public Capabilities capabilities() {
        Capabilities engine = store.capabilities();
        return new Capabilities(
                Capabilities.AtomicScope.GLOBAL, engine.durable(), engine.blocking());
    }

    @Override
    public long token(int space, byte[] partition) {
        return store.token(space, partition);
    }

    @Override
    public Optional<Reads> atOnce() {
        return store.atOnce();
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        return store.get(key, consistency);
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        return store.getAll(keys);
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        store.range(range, consistency, visitor);
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        store.scan(scan, consistency, visitor);
    }

    @Override
    public Snapshot snapshot() {
        return store.snapshot();
    }

    @Override
    public long[] counters(int space) {
        return store.counters(space);
    }

    @Override
    public long highestVersion() {
        return store.highestVersion();
    }

    @Override
    public StoreHealth health() {
        return hints.leftPlaces() > 0 ? new StoreHealth(false, waiting()) : store.health();
    }

    /** Removes all rows and hints first, so that who opens it next has nothing to look for. */
    @Override
    public void close() {
        try {
            if (isCleared()) {
                hints.tidy(0);
            }
        } catch (StoreException.Unavailable e) {
            // Whoever opens it next finds the hints.
        } finally {
            store.close();
        }
    }
}
