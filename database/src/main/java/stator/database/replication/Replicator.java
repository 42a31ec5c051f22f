package stator.database.replication;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.replication.ReplicaQueue.Note;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.settings.ReplicationFaults;
import stator.database.walk.BackgroundWork;
import stator.database.walk.IndexBuilder;
import stator.database.walk.WalkPosition;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * Brings the writes of each replica of a global table to the others, and to a new replica the items
 * that there were before it.
 *
 * <p>A write is applied in another region only if it is newer than what made the item there what it
 * is ({@link Arrivals}). So the order in which writes arrive does not matter, and when all have
 * arrived, the replicas are equal.
 *
 * <p>A new replica is filled by a walk through the table that it was made from, as an index is by
 * {@link IndexBuilder}. Writes are noted for it from the moment it exists, and win against what the
 * walk brings.
 *
 * <p>Between strongly consistent replicas there is nothing to bring, except to those that were cut
 * off ({@link FallenReplicas}).
 */
public final class Replicator implements BackgroundWork.Chore {
    private static final int BACKLOG_MAX = 10_000;

    /** How many deletions are forgotten together at most. */
    private static final int STAMPS_MAX = 10_000;

    /** It looks this often at least, should a wake have come before its commit. */
    private static final long PAUSE_MILLIS = 100;

    /** How old the stamp of a deletion must be to be forgotten: no write takes as long. */
    private static final long STAMP_MILLIS_MIN = 600_000;

    private final Store store;
    private final Catalog catalog;
    private final RegionsChange regions;
    private final Arrivals arrivals;
    private final FallenReplicas fallen;
    private final HybridClock versions;
    private final Clock clock;
    private final ReplicationFaults faults;
    private long stampsSweptMillis;

    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition stepped = waiting.newCondition();

    public Replicator(
            Store store,
            Catalog catalog,
            RegionsChange regions,
            Arrivals arrivals,
            FallenReplicas fallen,
            HybridClock versions,
            Clock clock,
            ReplicationFaults faults) {
        this.store = store;
        this.catalog = catalog;
        this.regions = regions;
        this.arrivals = arrivals;
        this.fallen = fallen;
        this.versions = versions;
        this.clock = clock;
        this.faults = faults;
        stampsSweptMillis = clock.millis();
    }

    @Override
    public long step() {
        long pause = IDLE;
        for (LiveTable table : catalog.tables()) {
            if (table.isBehind()) {
                pause = Math.min(pause, raise(table));
            }
            for (String region : table.laterRegions()) {
                pause = Math.min(pause, PAUSE_MILLIS);
                if (!faults.isCut(List.of(table.namespace().region(), region))) {
                    pause = Math.min(pause, step(table, region));
                }
            }
        }
        sweepStamps();
        announce();
        return pause;
    }

    private long raise(LiveTable table) {
        if (!fallen.canRise(table)) {
            return PAUSE_MILLIS;
        }
        fallen.raise(table);
        return 0;
    }

    private long step(LiveTable source, String region) {
        Optional<LiveTable> target =
                catalog.find(source.namespace().in(region), source.name())
                        .filter(table -> table.replicaRegions().contains(source.region()));
        if (target.isEmpty()) {
            return PAUSE_MILLIS;
        }
        long pause = deliver(source, target.get());
        if (source.isFilling(region)) {
            fill(source, target.get());
            return 0;
        }
        return pause;
    }

    /** Brings the notes that are due to a region. */
    private long deliver(LiveTable source, LiveTable target) {
        List<Note> next = arrivals.next(ReplicaQueue.notes(source.space(), target.region()));
        long delay = faults.of(target.region()).delayMillis();
        long now = clock.millis();
        List<Note> due = next.stream().takeWhile(note -> note.millis() + delay <= now).toList();
        if (!due.isEmpty()) {
            arrivals.apply(source.region(), target, List.of(source, target), due);
            return 0;
        }
        return next.isEmpty()
                ? PAUSE_MILLIS
                : Math.min(PAUSE_MILLIS, next.getFirst().millis() + delay - now);
    }

    // Filling a new replica.

    /** Brings the next items of a table to a new replica, and makes that one active in the end. */
    private void fill(LiveTable source, LiveTable target) {
        RowKey positionKey = ReplicaQueue.positionKey(source.space(), target.region());
        RowKey position =
                store.get(positionKey, Consistency.STRONG)
                        .map(row -> WalkPosition.decode(source, row.payload()))
                        .orElse(null);
        if (position == null) {
            inherit(source, target);
        }
        List<RowKey> keys = new ArrayList<>();
        long[] bytes = {0};
        store.scan(
                new SpaceScan(source.space(), Layout.ITEM_KIND, 0, -1L, position),
                Consistency.STRONG,
                (key, row) -> {
                    keys.add(key);
                    bytes[0] += row.payload().length;
                    return keys.size() < Arrivals.BATCH && bytes[0] < Arrivals.BATCH_BYTES_MAX;
                });
        if (keys.isEmpty()) {
            regions.filled(source, target.region());
            forget(source, positionKey);
            return;
        }
        arrivals.apply(source.region(), target, List.of(source, target), copies(keys));
        keep(source, positionKey, keys.getLast());
    }

    /**
     * Whatever the others still owe to the table that a replica is filled from, they owe to the new
     * one, too: nobody else would bring it there if it arrives after the walk has passed its place.
     * What they write from now on they note for both. A write that comes too late there comes too
     * late here.
     */
    private void inherit(LiveTable source, LiveTable target) {
        for (String region : source.replicaRegions()) {
            if (!region.equals(target.region())) {
                catalog.find(source.namespace().in(region), source.name())
                        .ifPresent(other -> within(other, () -> inherit(other, source, target)));
            }
        }
    }

    private void inherit(LiveTable other, LiveTable source, LiveTable target) {
        ReplicaQueue.copyNotes(
                store,
                other.space(),
                source.region(),
                other.space(),
                target.region(),
                note -> note.version() > stamp(source.itemKey(note.item())));
    }

    private long stamp(RowKey item) {
        List<Optional<Row>> rows = store.getAll(List.of(item, ReplicaQueue.stampKey(item)));
        return ReplicaQueue.stamp(rows.getFirst(), rows.getLast());
    }

    /** Items on their way as they stand at one moment. */
    private List<Note> copies(List<RowKey> items) {
        List<RowKey> keys = new ArrayList<>(items);
        items.forEach(item -> keys.add(ReplicaQueue.stampKey(item)));
        List<Optional<Row>> rows = store.getAll(keys);
        List<Note> copies = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Optional<Row> item = rows.get(i);
            if (item.isPresent()) {
                long stamp = ReplicaQueue.stamp(item, rows.get(items.size() + i));
                copies.add(new Note(null, stamp, false, Item.wrap(item.get().payload())));
            }
        }
        return copies;
    }

    private void keep(LiveTable source, RowKey positionKey, RowKey position) {
        within(
                source,
                () ->
                        store.update(
                                List.of(positionKey),
                                (rows, batch) -> {
                                    batch.put(
                                            positionKey,
                                            new Row(
                                                    versions.next(),
                                                    WalkPosition.encode(position)));
                                    return true;
                                }));
    }

    private void forget(LiveTable source, RowKey row) {
        within(
                source,
                () ->
                        store.update(
                                List.of(row),
                                (rows, batch) -> {
                                    batch.delete(row);
                                    return true;
                                }));
    }

    /** Does something while a table can neither change nor go, if it is still there. */
    private static void within(LiveTable table, Runnable work) {
        long stamp = table.gate().enter();
        try {
            if (table.gate().find().isPresent()) {
                work.run();
            }
        } finally {
            table.gate().exit(stamp);
        }
    }

    // Stamps of deletions.

    /**
     * Forgets deletions that every region knows of: those that are old, when nothing older is on
     * its way to their table any longer.
     */
    private void sweepStamps() {
        long now = clock.millis();
        if (now - stampsSweptMillis < STAMP_MILLIS_MIN) {
            return;
        }
        stampsSweptMillis = now;
        for (LiveTable table : catalog.tables()) {
            if (!table.replicaRegions().isEmpty()) {
                sweepStamps(table, Math.min(now - STAMP_MILLIS_MIN, oldestOnItsWay(table)));
            }
        }
    }

    /** When the oldest write was made that has not arrived at a table; now if there is none. */
    private long oldestOnItsWay(LiveTable target) {
        long oldest = clock.millis();
        for (String region : target.replicaRegions()) {
            Optional<LiveTable> source = catalog.find(target.namespace().in(region), target.name());
            if (source.isEmpty() || source.get().isFilling(target.region())) {
                return 0;
            }
            oldest = Math.min(oldest, oldest(queue(source.get(), target)));
        }
        return oldest;
    }

    /** What a replica owes to another one. */
    private static RowRange queue(LiveTable source, LiveTable target) {
        return source.isStrong()
                ? ReplicaQueue.missed(target)
                : ReplicaQueue.notes(source.space(), target.region());
    }

    private long oldest(RowRange queue) {
        long[] oldest = {Long.MAX_VALUE};
        store.range(
                queue,
                Consistency.STRONG,
                (key, row) -> {
                    oldest[0] = Note.decode(key, row.payload()).millis();
                    return false;
                });
        return oldest[0];
    }

    private void sweepStamps(LiveTable table, long beforeMillis) {
        List<RowKey> old = new ArrayList<>();
        store.scan(
                SpaceScan.all(table.space(), Layout.STAMP_KIND),
                Consistency.STRONG,
                (key, row) -> {
                    if (isForgettable(row, beforeMillis)) {
                        old.add(key);
                    }
                    return old.size() < STAMPS_MAX;
                });
        for (RowKey stamp : old) {
            RowKey item =
                    new RowKey(stamp.space(), stamp.partition(), Layout.ITEM_KIND, stamp.sort());
            within(table, () -> forgetStamp(item, stamp, beforeMillis));
        }
    }

    private static boolean isForgettable(Row stamp, long beforeMillis) {
        return ReplicaQueue.isOfDeletion(stamp)
                && HybridClock.millis(stamp.version()) < beforeMillis;
    }

    private void forgetStamp(RowKey item, RowKey stamp, long beforeMillis) {
        store.update(
                List.of(item, stamp),
                (rows, batch) -> {
                    boolean forgotten =
                            rows.getFirst().isEmpty()
                                    && rows.getLast()
                                            .filter(row -> isForgettable(row, beforeMillis))
                                            .isPresent();
                    if (forgotten) {
                        batch.delete(stamp);
                    }
                    return forgotten;
                });
    }

    // Those who wait.

    private void announce() {
        waiting.lock();
        try {
            stepped.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    /**
     * Waits until a table, as far as faults allow, owes nothing that was written before now, nor
     * items to a new replica.
     *
     * @param patience how long at most
     * @return whether that is so
     */
    public boolean await(LiveTable table, Duration patience) {
        long until = versions.last();
        return await(patience, () -> owes(table, until));
    }

    /**
     * Waits until a table has brought to some regions what was written before now, whatever faults
     * stand in the way.
     *
     * @param patience how long at most
     * @return whether it has
     */
    public boolean await(LiveTable table, Collection<String> regions, Duration patience) {
        long until = versions.last();
        return await(
                patience,
                () -> regions.stream().anyMatch(region -> owes(table.space(), region, until)));
    }

    private boolean await(Duration patience, BooleanSupplier owing) {
        waiting.lock();
        try {
            long nanos = patience.toNanos();
            boolean owes = owing.getAsBoolean();
            while (owes && nanos > 0) {
                nanos = stepped.awaitNanos(nanos);
                owes = owing.getAsBoolean();
            }
            return !owes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.unlock();
        }
    }

    private boolean owes(LiveTable table, long until) {
        return catalog
                .find(table.namespace(), table.name())
                .filter(found -> found.space() == table.space())
                .stream()
                .flatMap(found ->
                        found.replicaRegions().stream()
                                .filter(region -> owes(found, region, until)))
                .findAny()
                .isPresent();
    }

    private boolean owes(LiveTable source, String region, long until) {
        if (source.isStrong()) {
            return catalog.find(source.namespace().in(region), source.name())
                    .filter(fallen::canRise)
                    .isPresent();
        }
        return !faults.isCut(List.of(source.region(), region))
                && (source.isFilling(region) || owes(source.space(), region, until));
    }

    /** Whether a write up to a version waits to be brought to a region. */
    private boolean owes(int space, String region, long until) {
        boolean[] owes = {false};
        store.range(
                ReplicaQueue.notes(space, region),
                Consistency.STRONG,
                (key, row) -> {
                    owes[0] = Note.decode(key, row.payload()).version() <= until;
                    return false;
                });
        return owes[0];
    }

    /** How many writes of a table wait for each region, counted up to {@link #BACKLOG_MAX}. */
    public Map<String, Long> backlog(LiveTable table) {
        Map<String, Long> backlog = new TreeMap<>();
        for (String region : table.replicaRegions()) {
            long[] count = {0};
            catalog.find(table.namespace().in(region), table.name())
                    .ifPresent(target ->
                            store.range(
                                    queue(table, target),
                                    Consistency.STRONG,
                                    (key, row) -> {
                                        count[0]++;
                                        return count[0] < BACKLOG_MAX;
                                    }));
            backlog.put(region, count[0]);
        }
        return backlog;
    }
}
