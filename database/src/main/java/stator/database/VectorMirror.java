package stator.database;

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
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import stator.model.Item;
import stator.storage.Consistency;
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
 * change, and reads those again before the next search: so the order in which it is told does not
 * matter, and a search sees every write that was answered before it began. Beside the vectors it
 * keeps what filters look at.
 */
final class VectorMirror {
    private static final System.Logger LOG = System.getLogger("stator.database");

    /** What a row costs besides its floats: its key, its places in arrays and maps. */
    private static final int ROW_BYTES = 200;

    /** What a mirror costs that has no rows. */
    private static final int MIRROR_BYTES = 1_000;

    /** Once more rows are gone than are there, and so many, everything is read anew. */
    private static final int GONE_MIN = 1_000;

    private final SecondaryIndex index;
    private final VectorScope scope;
    private final Store store;
    private final int graphRowsMin;
    private final Set<String> filterNames = new LinkedHashSet<>();

    /** Rows that are to be read again. */
    private final Set<RowKey> changed = ConcurrentHashMap.newKeySet();

    /** Guards all below: many search, one changes. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Null until it is read. */
    private VectorSet set;

    private final Map<RowKey, Integer> numbers = new HashMap<>();
    private final List<RowKey> keys = new ArrayList<>();
    private final List<Item> filtered = new ArrayList<>();

    /** Read without the lock, so that nobody waits for a mirror that is being read. */
    private volatile long bytes = MIRROR_BYTES;

    /** Whether it was given up, because it takes too much memory. */
    private volatile boolean isTooLarge;

    private final AtomicBoolean isPlanned = new AtomicBoolean();

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

    /** A row of it may have changed. */
    void changed(RowKey key) {
        changed.add(key);
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
     * The keys of the entries that are nearest; more or less of them if there is a graph.
     *
     * @param bytesMax how large the mirror may become
     * @param builder where graphs are built
     * @return empty if the vectors do not fit into memory
     */
    Optional<List<RowKey>> nearest(VectorSearch search, long bytesMax, Executor builder) {
        if (isTooLarge || !refresh(bytesMax)) {
            return Optional.empty();
        }
        lock.readLock().lock();
        try {
            if (set == null) {
                return Optional.empty();
            }
            plan(builder);
            Optional<IntPredicate> filter = search.filter().map(this::onNumbers);
            List<RowKey> found = new ArrayList<>();
            for (Nearest.Found<Integer> nearest :
                    set.nearest(
                            search.vector(),
                            search.count(),
                            filter,
                            Comparator.comparing(keys::get))) {
                found.add(keys.get(nearest.element()));
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
    private boolean refresh(long bytesMax) {
        lock.readLock().lock();
        try {
            if (set != null && changed.isEmpty()) {
                return true;
            }
        } finally {
            lock.readLock().unlock();
        }
        lock.writeLock().lock();
        try {
            if (set == null || set.gone() > Math.max(GONE_MIN, set.size())) {
                load(bytesMax);
            }
            for (RowKey key : List.copyOf(changed)) {
                changed.remove(key);
                put(key, store.get(key, Consistency.STRONG));
            }
            isTooLarge = bytes > bytesMax;
            if (isTooLarge) {
                clear();
            }
            return !isTooLarge;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void load(long bytesMax) {
        clear();
        set = new VectorSet(index.description().vector().distance(), graphRowsMin);
        scope.visit(
                store,
                index,
                (key, row) -> {
                    put(key, Optional.of(row));
                    return bytes <= bytesMax;
                });
    }

    private void clear() {
        set = null;
        numbers.clear();
        keys.clear();
        filtered.clear();
        bytes = MIRROR_BYTES;
    }

    private void put(RowKey key, Optional<Row> row) {
        Integer known = numbers.remove(key);
        if (known != null) {
            set.remove(known);
            filtered.set(known, Item.EMPTY);
        }
        if (row.isPresent()) {
            IndexEntry entry = index.entry(row.get().payload());
            numbers.put(key, set.add(entry.vector()));
            keys.add(key);
            filtered.add(SecondaryIndex.project(entry.projected(), filterNames));
            bytes += (long) entry.vector().length * Float.BYTES + ROW_BYTES;
        }
    }

    /** Has a graph built if one is due. */
    private void plan(Executor builder) {
        if (!set.isGraphDue() || !isPlanned.compareAndSet(false, true)) {
            return;
        }
        VectorSet planned = set;
        VectorSet.Plan plan = set.plan();
        builder.execute(() -> {
            try {
                plan.build();
            } catch (RuntimeException | LinkageError e) {
                LOG.log(Level.WARNING, "Vectors are compared one by one: no graph was made", e);
            }
            install(planned, plan);
        });
    }

    private void install(VectorSet planned, VectorSet.Plan plan) {
        lock.writeLock().lock();
        try {
            planned.install(plan);
            isPlanned.set(false);
        } finally {
            lock.writeLock().unlock();
        }
    }
}
