package stator.database.search;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import stator.database.item.VectorSearch;
import stator.database.row.IndexEntry;
import stator.database.row.SecondaryIndex;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.vector.Nearest;
import stator.vector.VectorSet;

/**
 * The vectors of an index, or of one HASH value of it, in memory, so that searches do not read
 * them.
 *
 * <p>It is read from the store when it is first searched. From then on it is told which rows
 * changed, and reads those again before the next search: so the order in which it is told does not
 * matter, and a search sees every write that was answered before it began. Beside the vectors it
 * keeps what filters look at.
 */
final class VectorMirror {
    private static final System.Logger LOG = System.getLogger("stator.database");

    /** What a row costs besides its floats, its key and its filter attributes. */
    private static final int ROW_BYTES = 250;

    /** What a mirror costs that has no rows. */
    private static final int MIRROR_BYTES = 1_000;

    /** Once more rows are gone, or changed, than are there, and so many, all are read anew. */
    private static final int CHANGES_MIN = 1_000;

    private final SecondaryIndex index;
    private final VectorScope scope;
    private final Store store;
    private final int graphRowsMin;
    private final Set<String> filterNames = new LinkedHashSet<>();

    /** Rows that are to be read again. */
    private final Set<RowKey> changed = ConcurrentHashMap.newKeySet();

    /** Whether all rows are to be read: then it is not noted which of them change. */
    private volatile boolean isStale = true;

    /** How many changes there are to be before a mirror that was too large is read again. */
    private final AtomicInteger patience = new AtomicInteger();

    private final AtomicBoolean isPlanned = new AtomicBoolean();

    /** Read without the lock, so as not to wait for a mirror that is being read. */
    private volatile long bytes = MIRROR_BYTES;

    private volatile int changesMax = CHANGES_MIN;

    /** Guards all below: many search, one changes. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Null if nothing was read. */
    private VectorSet set;

    private final Map<RowKey, Integer> numbers = new HashMap<>();
    private final List<RowKey> keys = new ArrayList<>();
    private final List<Item> filtered = new ArrayList<>();
    private long rowBytes;
    private long graphBytes;

    VectorMirror(SecondaryIndex index, VectorScope scope, Store store, int graphRowsMin) {
        this.index = index;
        this.scope = scope;
        this.store = store;
        this.graphRowsMin = graphRowsMin;
        index.description()
                .vector()
                .attributes()
                .forEach(attribute -> filterNames.add(attribute.name()));
    }

    /** A row of it may have changed: after that was committed. */
    void changed(RowKey key) {
        if (isStale) {
            patience.getAndUpdate(left -> Math.max(0, left - 1));
            return;
        }
        changed.add(key);
        if (changed.size() > changesMax) {
            // What was noted goes when all is read: what comes between must not go with it.
            isStale = true;
        }
    }

    /** Roughly how much memory it takes. */
    long bytes() {
        return bytes;
    }

    /** Whether a graph is in use. */
    boolean hasGraph() {
        lock.readLock().lock();
        try {
            return set != null && set.hasGraph();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * The entries that are nearest, or probably are if there is a graph.
     *
     * @param bytesMax how large the mirror may become
     * @param builder where graphs are built
     * @return empty if the vectors do not fit into memory
     */
    Optional<List<Nearest.Found<RowKey>>> nearest(
            VectorSearch search, long bytesMax, Executor builder) {
        if (patience.get() > 0) {
            return Optional.empty();
        }
        refresh(bytesMax);
        lock.readLock().lock();
        try {
            if (set == null) {
                return Optional.empty();
            }
            plan(bytesMax, builder);
            Optional<IntPredicate> filter = search.filter().map(this::onNumbers);
            Comparator<Integer> ties = Comparator.comparing(keys::get);
            List<Nearest.Found<RowKey>> found = new ArrayList<>();
            for (Nearest.Found<Integer> nearest :
                    set.nearest(search.vector(), search.count(), filter, ties)) {
                found.add(new Nearest.Found<>(keys.get(nearest.element()), nearest.score()));
            }
            return Optional.of(found);
        } finally {
            lock.readLock().unlock();
        }
    }

    private IntPredicate onNumbers(Predicate<Item> filter) {
        return number -> filter.test(filtered.get(number));
    }

    /** Reads what is not known yet. */
    private void refresh(long bytesMax) {
        if (!isStale && changed.isEmpty()) {
            return;
        }
        lock.writeLock().lock();
        try {
            if (isStale || set.gone() > Math.max(CHANGES_MIN, set.size())) {
                load(bytesMax);
            } else {
                readChanged();
            }
            if (rowBytes > bytesMax) {
                patience.set(Math.max(CHANGES_MIN, set.size()));
                forget();
            }
        } catch (RuntimeException e) {
            // What was read is not whole.
            forget();
            throw e;
        } finally {
            bytes = MIRROR_BYTES + rowBytes + graphBytes;
            lock.writeLock().unlock();
        }
    }

    /** Changes from now on are noted, and the reading sees those that were made before. */
    private void load(long bytesMax) {
        assert lock.isWriteLockedByCurrentThread();
        forget();
        isStale = false;
        set = new VectorSet(index.description().vector().distance(), graphRowsMin);
        scope.visit(
                store,
                index,
                (key, row) -> {
                    put(key, row);
                    return rowBytes <= bytesMax;
                });
        changesMax = Math.max(CHANGES_MIN, set.size());
    }

    private void readChanged() {
        assert lock.isWriteLockedByCurrentThread();
        List<RowKey> unknown = List.copyOf(changed);
        if (unknown.isEmpty()) {
            return;
        }
        unknown.forEach(changed::remove);
        List<Optional<Row>> rows = store.getAll(unknown);
        for (int i = 0; i < unknown.size(); i++) {
            RowKey key = unknown.get(i);
            remove(key);
            rows.get(i).ifPresent(row -> put(key, row));
        }
    }

    private void forget() {
        isStale = true;
        changed.clear();
        set = null;
        numbers.clear();
        keys.clear();
        filtered.clear();
        rowBytes = 0;
        graphBytes = 0;
    }

    private void remove(RowKey key) {
        Integer number = numbers.remove(key);
        if (number != null) {
            rowBytes -= bytes(number);
            set.remove(number);
            keys.set(number, null);
            filtered.set(number, null);
        }
    }

    private void put(RowKey key, Row row) {
        IndexEntry entry = index.entry(row.payload());
        int number = set.add(entry.vector());
        assert number == keys.size() : "A vector and its key have different numbers";
        Integer other = numbers.put(key, number);
        assert other == null : "A row has two vectors: " + key;
        keys.add(key);
        filtered.add(
                filterNames.isEmpty()
                        ? Item.EMPTY
                        : SecondaryIndex.project(entry.projected(), filterNames));
        rowBytes += bytes(number);
        assert numbers.size() == set.size() : "A vector without a row, or a row without a vector";
    }

    private long bytes(int number) {
        RowKey key = keys.get(number);
        return (long) index.description().vector().dimensions() * Float.BYTES
                + key.partition().length
                + key.sort().length
                + filtered.get(number).documentBytes()
                + ROW_BYTES;
    }

    /** Has a graph built if one is due and fits into memory. */
    private void plan(long bytesMax, Executor builder) {
        if (!set.isGraphDue()) {
            return;
        }
        long planned = set.graphBytes(index.description().vector().dimensions());
        if (rowBytes + planned <= bytesMax && isPlanned.compareAndSet(false, true)) {
            VectorSet target = set;
            VectorSet.Plan plan = set.plan();
            builder.execute(() -> build(target, plan, planned));
        }
    }

    private void build(VectorSet target, VectorSet.Plan plan, long planned) {
        try {
            plan.build();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "Vectors are compared one by one: no graph was made", e);
        }
        lock.writeLock().lock();
        try {
            target.install(plan);
            isPlanned.set(false);
            if (target == set && target.hasGraph()) {
                graphBytes = planned;
                bytes = MIRROR_BYTES + rowBytes + graphBytes;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
