package stator.storage.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import stator.storage.Capabilities;
import stator.storage.Consistency;
import stator.storage.Decision;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowLocks;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.StoreHealth;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * The engine that keeps everything in this process's memory and forgets it at the end.
 *
 * <p>Rows lie in {@link MemorySpace}s. Point reads take no lock. Two facts make them strictly
 * serializable all the same: a row is read as it stands at one moment, and before a batch of
 * several rows is applied, its stripes are marked, so that no reader who begins later sees a row as
 * it was while another reader has already seen a neighbour as it is ({@link RowLocks#awaitChange}).
 *
 * <p>What the rows take is counted, and what would take too much is refused ({@link MemoryUse}).
 */
public final class MemoryStore implements Store {
    private static final Capabilities CAPABILITIES =
            new Capabilities(Capabilities.AtomicScope.GLOBAL, false, false);
    private static final long[] NO_COUNTERS = {};

    /** So that a slab that is four fifths full is empty when as many rows went as it has. */
    private static final int MOVES_FOR_EACH_CHANGE = 4;

    private final Map<Integer, MemorySpace> spaces = new ConcurrentHashMap<>();
    private final Blocks blocks = new Blocks();
    private final RowLocks rowLocks = new RowLocks();
    private final LongAccumulator highestVersion = new LongAccumulator(Math::max, 0);

    /** Those that are open. Guarded by {@code this}; one is added only while nobody writes. */
    private volatile List<MemorySnapshot> snapshots = List.of();

    /** Spaces that were dropped and are not cleared yet. Guarded by {@code this}. */
    private final List<MemorySpace> dropped = new ArrayList<>();

    private final MemoryUse use;

    private volatile boolean closed;

    /** A store whose rows may take a part of Java's heap that leaves room for requests. */
    public MemoryStore() {
        this(MemoryUse.ofHeap());
    }

    /**
     * An empty store.
     *
     * @param bytesMax what its rows may take, with all that it costs to keep them; what would add
     *     more is refused
     */
    public MemoryStore(long bytesMax) {
        this(new MemoryUse(bytesMax));
    }

    /**
     * An empty store.
     *
     * @param use what its rows may take, together with what else is counted there; what would add
     *     more is refused
     */
    public MemoryStore(MemoryUse use) {
        this.use = use;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /** Nothing here waits for longer than a batch of others is applied. */
    @Override
    public Optional<Reads> atOnce() {
        return Optional.of(this);
    }

    @Override
    public Optional<Row> get(RowKey key, Consistency consistency) {
        requireOpen();
        rowLocks.awaitChange(key);
        return find(key);
    }

    @Override
    public List<Optional<Row>> getAll(List<RowKey> keys) {
        requireOpen();
        RowLocks.Held held = rowLocks.lock(keys);
        try {
            return findAll(keys);
        } finally {
            held.close();
        }
    }

    @Override
    public <R> R update(List<RowKey> keys, Decision<R> decision) {
        requireOpen();
        try (RowLocks.Held held = rowLocks.lock(keys)) {
            while (true) {
                WriteBatch batch = new WriteBatch();
                R result = decision.decide(findAll(keys), batch);
                if (held.extendTo(batch)) {
                    requireRoom(batch);
                    commit(batch, held);
                    return result;
                }
            }
        }
    }

    @Override
    public <R> List<Result<R>> updateEach(List<Update<R>> updates) {
        List<Result<R>> results = new ArrayList<>(updates.size());
        for (Update<R> update : updates) {
            results.add(result(update));
        }
        return results;
    }

    private <R> Result<R> result(Update<R> update) {
        try {
            return new Result.Done<>(update(update.keys(), update.decision()));
        } catch (RuntimeException e) {
            return new Result.Failed<>(e);
        }
    }

    private void requireRoom(WriteBatch batch) {
        // Nearly always there is room for all that is put, whatever it takes the place of.
        if (!use.hasRoom(put(batch))) {
            requireRoomForGrowth(batch);
        }
    }

    private static long put(WriteBatch batch) {
        long bytes = 0;
        for (WriteBatch.Change change : batch.changes()) {
            if (change instanceof WriteBatch.Put put) {
                bytes += MemoryUse.of(put.key(), put.row());
            }
        }
        return bytes;
    }

    private void requireRoomForGrowth(WriteBatch batch) {
        long growth = 0;
        boolean isNew = false;
        boolean removes = false;
        for (WriteBatch.Change change : batch.changes()) {
            Row before = find(change.key()).orElse(null);
            growth -= MemoryUse.of(change.key(), before);
            if (change instanceof WriteBatch.Put put) {
                growth += MemoryUse.of(put.key(), put.row());
                isNew |= before == null;
            } else {
                removes |= before != null;
            }
        }
        use.require(growth, removes || !isNew && growth <= MemoryUse.SMALL_BYTES);
    }

    private void commit(WriteBatch batch, RowLocks.Held held) {
        if (batch.changes().size() > 1) {
            held.change(() -> apply(batch));
        } else {
            apply(batch);
        }
    }

    private void apply(WriteBatch batch) {
        for (WriteBatch.Change change : batch.changes()) {
            MemorySpace space = spaceForWriting(change.key().space());
            for (MemorySnapshot snapshot : snapshots) {
                snapshot.keep(space, change.key());
            }
            switch (change) {
                case WriteBatch.Put put -> {
                    use.add(space.put(put.key(), put.row()));
                    highestVersion.accumulate(put.row().version());
                }
                case WriteBatch.Delete delete -> use.add(space.delete(delete.key()));
            }
        }
        for (WriteBatch.Increment increment : batch.increments()) {
            spaceForWriting(increment.space()).increment(increment.deltas());
        }
        tidy(batch.changes().size());
    }

    /** Moves rows out of the way of those that come, some for each that may have left a gap. */
    private void tidy(int changes) {
        for (int i = 0; i < changes * MOVES_FOR_EACH_CHANGE; i++) {
            long address = blocks.nextToMove();
            if (address < 0) {
                return;
            }
            RowKey key = blocks.key(address);
            MemorySpace space = key == null ? null : spaces.get(key.space());
            MemoryLane lane = space == null ? null : space.lane(key.kind());
            if (lane != null) {
                lane.move(key, address);
            }
        }
    }

    private Optional<Row> find(RowKey key) {
        MemorySpace space = spaces.get(key.space());
        return space == null ? Optional.empty() : Optional.ofNullable(space.find(key));
    }

    private List<Optional<Row>> findAll(List<RowKey> keys) {
        if (keys.size() == 1) {
            return List.of(find(keys.getFirst()));
        }
        List<Optional<Row>> rows = new ArrayList<>(keys.size());
        for (RowKey key : keys) {
            rows.add(find(key));
        }
        return rows;
    }

    @Override
    public void range(RowRange range, Consistency consistency, RowVisitor visitor) {
        requireOpen();
        MemorySpace space = spaces.get(range.space());
        if (space != null) {
            space.range(range, visitor);
        }
    }

    @Override
    public void scan(SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        requireOpen();
        MemorySpace space = spaces.get(scan.space());
        if (space != null) {
            space.scan(scan, visitor);
        }
    }

    @Override
    public Snapshot snapshot() {
        requireOpen();
        RowLocks.Held nobodyWrites = rowLocks.lockAll();
        try {
            return newSnapshot();
        } finally {
            nobodyWrites.close();
        }
    }

    /** A space is not dropped between the moment of a snapshot and its being known. */
    private synchronized MemorySnapshot newSnapshot() {
        MemorySnapshot snapshot = new MemorySnapshot(spaces, this::forget);
        List<MemorySnapshot> more = new ArrayList<>(snapshots);
        more.add(snapshot);
        snapshots = List.copyOf(more);
        return snapshot;
    }

    private void forget(MemorySnapshot closed) {
        synchronized (this) {
            snapshots = snapshots.stream().filter(snapshot -> snapshot != closed).toList();
        }
        clearUnseen();
    }

    @Override
    public long[] counters(int space) {
        requireOpen();
        MemorySpace counted = spaces.get(space);
        return counted == null ? NO_COUNTERS : counted.counters();
    }

    @Override
    public void dropSpace(int space) {
        requireOpen();
        synchronized (this) {
            removed(space).ifPresent(dropped::add);
        }
        clearUnseen();
    }

    private Optional<MemorySpace> removed(int space) {
        Optional<MemorySpace> gone = Optional.ofNullable(spaces.remove(space));
        gone.ifPresent(each -> use.add(-each.bytes()));
        return gone;
    }

    /**
     * Gives back the memory of dropped spaces; a snapshot outlives those that it shows. It takes
     * time, in which others drop spaces and make snapshots, for which all writers wait.
     */
    private void clearUnseen() {
        takeUnseen().forEach(MemorySpace::clear);
    }

    private synchronized List<MemorySpace> takeUnseen() {
        List<MemorySpace> unseen =
                dropped.stream()
                        .filter(space -> snapshots.stream().noneMatch(one -> one.shows(space)))
                        .toList();
        dropped.removeAll(unseen);
        return unseen;
    }

    @Override
    public long highestVersion() {
        requireOpen();
        return highestVersion.get();
    }

    @Override
    public StoreHealth health() {
        requireOpen();
        return use.isFull() ? new StoreHealth(false, use.detail()) : StoreHealth.GOOD;
    }

    @Override
    public void close() {
        closed = true;
        // The memory goes with the store; only what is counted has to be given back.
        spaces.keySet().forEach(this::removed);
    }

    /** What all rows take, as {@link MemoryUse} counts. */
    long bytes() {
        return use.bytes();
    }

    /** What is held for rows, with what is free of it. */
    long bytesHeld() {
        return blocks.bytes();
    }

    private MemorySpace spaceForWriting(int space) {
        MemorySpace found = spaces.get(space);
        return found != null
                ? found
                : spaces.computeIfAbsent(space, number -> new MemorySpace(blocks));
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException.Unavailable("The store is closed.", null);
        }
    }
}
