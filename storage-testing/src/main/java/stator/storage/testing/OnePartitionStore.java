package stator.storage.testing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/**
 * An engine that reaches one partition with a commit, made of one that reaches all: what the outbox
 * of a database is tested with, without a cluster.
 *
 * <p>It refuses what a real one could not do, or could not do cheaply: an update that reads rows of
 * one partition may change only that, and no commit has derived changes. What it does with derived
 * changes is the worst that is allowed: it makes them in any order, makes some again much later,
 * now and then says that it failed when it made some, and makes the others later all the same. And
 * it stops, as a process that is killed does, at any step that the test chooses.
 */
public final class OnePartitionStore implements Store {
    private static final int AGAIN_IN = 6;
    private static final int FAILS_IN = 25;
    private static final int LATER_MAX = 200;

    private final Store store;
    private final State state;
    private final Random random;
    private final Set<Byte> dear;

    /** How many steps are left before the process is killed; negative for never. */
    private int stepsLeft = -1;

    /** Whether derived changes fail, all of them. */
    private volatile boolean isBroken;

    /** What outlives a process, beside the rows. */
    public static final class State {
        /** The versions of derived deletions, which count against puts that come later. */
        private final Map<RowKey, Long> deletions = new HashMap<>();

        /** What was emptied last of a partition and kind; it counts in the same way. */
        private final Map<List<Object>, Emptying> emptied = new HashMap<>();

        /** Changes that are still on their way, or are made twice. */
        private final List<Change> later = new ArrayList<>();

        /** Where rows are derived, and where they are committed: spaces with kinds. */
        private final Set<List<Integer>> derived = ConcurrentHashMap.newKeySet();

        private final Set<List<Integer>> committed = ConcurrentHashMap.newKeySet();
    }

    /** The process was killed. Every call fails so from then on. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed");
        }
    }

    /**
     * An engine over another one.
     *
     * @param dear the kinds of rows that are worth a commit across partitions
     */
    public OnePartitionStore(Store store, State state, Random random, Set<Byte> dear) {
        this.store = store;
        this.state = state;
        this.random = random;
        this.dear = dear;
    }

    /** What it is made of. */
    public Store whole() {
        return store;
    }

    /** Kills the process after some steps: commits, and single derived changes. */
    public synchronized void killAfter(int steps) {
        stepsLeft = steps;
    }

    /** Lets all derived changes fail from now on, or no longer. */
    public void breakDown(boolean broken) {
        isBroken = broken;
    }

    private void step() {
        if (stepsLeft == 0) {
            throw new Killed();
        }
        stepsLeft -= stepsLeft > 0 ? 1 : 0;
    }

    @Override
    public Capabilities capabilities() {
        Capabilities own = store.capabilities();
        return new Capabilities(Capabilities.AtomicScope.PARTITION, own.durable(), own.blocking());
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<Result<R>> results = new ArrayList<>(updates.size());
        for (Update<R> update : updates) {
            synchronized (this) {
                step();
            }
            results.addAll(store.updateEach(List.of(checked(update))));
        }
        return results;
    }

    private <R> Update<R> checked(Update<R> update) {
        return new Update<>(
                update.keys(),
                (rows, batch) -> {
                    R result = update.decision().decide(rows, batch);
                    requireReached(update.keys(), batch);
                    return result;
                });
    }

    private void requireReached(List<RowKey> keys, WriteBatch batch) {
        Set<Object> partitions = new HashSet<>();
        keys.forEach(key -> partitions.add(partition(key)));
        for (Change change : batch.changes()) {
            RowKey key = change.key();
            if (change.isDerived()) {
                throw new AssertionError("A derived change in a commit: " + change);
            }
            if (partitions.size() == 1
                    && !partitions.contains(partition(key))
                    && !dear.contains(key.kind())) {
                throw new AssertionError("A commit to " + partitions + " reaches " + key);
            }
            if (change instanceof WriteBatch.Put put && put.isWaiting() && deleted(key) > 0) {
                throw new AssertionError("A row waits again that was taken away: " + key);
            }
            state.committed.add(place(key));
            if (state.derived.contains(place(key))) {
                throw new AssertionError("A commit among derived rows: " + key);
            }
        }
    }

    private static List<Object> partition(RowKey key) {
        return List.of(key.space(), ByteBuffer.wrap(key.partition()));
    }

    private static List<Integer> place(RowKey key) {
        return List.of(key.space(), (int) key.kind());
    }

    @Override
    public synchronized void derive(List<Change> changes) {
        if (isBroken) {
            throw new StoreException.Unavailable("No change can be made.", null);
        }
        List<Change> made = new ArrayList<>(changes);
        takeLater(made);
        Collections.shuffle(made, random);
        boolean fails = random.nextInt(FAILS_IN) == 0;
        for (Change change : made) {
            step();
            if (fails && random.nextBoolean()) {
                state.later.add(change);
            } else {
                make(change);
                if (random.nextInt(AGAIN_IN) == 0 && state.later.size() < LATER_MAX) {
                    state.later.add(change);
                }
            }
        }
        if (fails) {
            throw new StoreException.Unavailable("Some changes take their time.", null);
        }
    }

    @Override
    public synchronized void empty(List<Emptying> ranges) {
        if (isBroken) {
            throw new StoreException.Unavailable("Nothing can be emptied.", null);
        }
        for (Emptying emptying : ranges) {
            step();
            RowRange range = emptying.range();
            List<RowKey> keys = new ArrayList<>();
            store.range(
                    range,
                    Consistency.STRONG,
                    (key, row) -> {
                        if (row.version() <= emptying.version()) {
                            keys.add(key);
                        }
                        return true;
                    });
            state.emptied.merge(
                    emptied(range.space(), range.partition(), range.kind()),
                    emptying,
                    (one, other) -> one.version() > other.version() ? one : other);
            store.update(
                    List.of(),
                    (rows, batch) -> {
                        keys.forEach(batch::delete);
                        return null;
                    });
        }
    }

    private static List<Object> emptied(int space, byte[] partition, byte kind) {
        return List.of(space, ByteBuffer.wrap(partition), kind);
    }

    /** Up to which version nothing that is put there counts any longer. */
    private long deleted(RowKey key) {
        Emptying emptying = state.emptied.get(emptied(key.space(), key.partition(), key.kind()));
        boolean isWithin =
                emptying != null
                        && (emptying.range().to().length == 0
                                || Arrays.compareUnsigned(key.sort(), emptying.range().to()) < 0);
        return Math.max(state.deletions.getOrDefault(key, 0L), isWithin ? emptying.version() : 0L);
    }

    private void takeLater(List<Change> made) {
        Iterator<Change> all = state.later.iterator();
        while (all.hasNext()) {
            Change change = all.next();
            if (random.nextInt(4) == 0) {
                made.add(change);
                all.remove();
            }
        }
    }

    private void make(Change change) {
        RowKey key = change.key();
        store.update(
                List.of(key),
                (rows, batch) -> {
                    long there = rows.getFirst().map(Row::version).orElse(0L);
                    long deleted = deleted(key);
                    switch (change) {
                        case WriteBatch.Put put -> {
                            requireDerived(key);
                            long version = put.row().version();
                            if (version > deleted && version >= there) {
                                requireSame(rows.getFirst(), put);
                                batch.put(key, put.row());
                            }
                        }
                        case WriteBatch.Delete delete -> {
                            if (delete.version() >= there) {
                                batch.delete(key);
                            }
                            state.deletions.merge(key, delete.version(), Math::max);
                        }
                    }
                    return change;
                });
    }

    private void requireDerived(RowKey key) {
        state.derived.add(place(key));
        if (state.committed.contains(place(key))) {
            throw new AssertionError("A derived row among those of commits: " + key);
        }
    }

    private static void requireSame(Optional<Row> there, WriteBatch.Put put) {
        if (there.isPresent()
                && there.get().version() == put.row().version()
                && !Arrays.equals(there.get().payload(), put.row().payload())) {
            throw new AssertionError("Two rows of one version under " + put.key());
        }
    }

    @Override
    public synchronized void dropSpace(int space) {
        step();
        state.later.removeIf(change -> change.key().space() == space);
        state.deletions.keySet().removeIf(key -> key.space() == space);
        state.emptied.keySet().removeIf(place -> place.getFirst().equals(space));
        state.derived.removeIf(place -> place.getFirst() == space);
        state.committed.removeIf(place -> place.getFirst() == space);
        store.dropSpace(space);
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
        return store.health();
    }

    @Override
    public void close() {
        store.close();
    }
}
