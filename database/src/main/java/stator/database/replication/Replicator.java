package stator.database.replication;

import java.time.Clock;
import java.time.Duration;
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
import stator.database.row.RowPage;
import stator.database.settings.ReplicationFaults;
import stator.database.walk.BackgroundWork;
import stator.database.walk.IndexBuilder;
import stator.storage.Consistency;
import stator.storage.RowRange;
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
 * off ({@link ReplicasBehind}).
 */
public final class Replicator implements BackgroundWork.Chore {
    private static final int BACKLOG_MAX = 10_000;

    /** It looks this often at least, should a wake have come before its commit. */
    private static final long PAUSE_MILLIS = 100;

    private final Store store;
    private final Catalog catalog;
    private final Arrivals arrivals;
    private final ReplicasBehind replicasBehind;
    private final HybridClock versions;
    private final Clock clock;
    private final ReplicationFaults faults;
    private final QueueFronts fronts;
    private final ReplicaFill fill;
    private final StampSweep stamps;

    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition stepped = waiting.newCondition();

    public Replicator(
            Store store,
            Catalog catalog,
            RegionsChange regions,
            Arrivals arrivals,
            ReplicasBehind replicasBehind,
            HybridClock versions,
            Clock clock,
            ReplicationFaults faults,
            QueueFronts fronts,
            int batchItemsMax) {
        this.store = store;
        this.catalog = catalog;
        this.arrivals = arrivals;
        this.replicasBehind = replicasBehind;
        this.versions = versions;
        this.clock = clock;
        this.faults = faults;
        this.fronts = fronts;
        fill =
                new ReplicaFill(
                        store,
                        catalog,
                        regions,
                        arrivals,
                        versions,
                        fronts,
                        Math.min(batchItemsMax, Arrivals.BATCH.taken()));
        stamps = new StampSweep(store, catalog, clock);
    }

    @Override
    public long step() {
        long pause = IDLE;
        fronts.age(clock.millis());
        for (LiveTable table : catalog.tables()) {
            if (table.isBehind()) {
                pause = Math.min(pause, catchUp(table));
            }
            for (String region : table.laterRegions()) {
                pause = Math.min(pause, PAUSE_MILLIS);
                if (!faults.isCut(List.of(table.namespace().region(), region))) {
                    pause = Math.min(pause, step(table, region));
                }
            }
        }
        stamps.sweep();
        announce();
        return pause;
    }

    private long catchUp(LiveTable table) {
        if (!replicasBehind.canCatchUp(table)) {
            return PAUSE_MILLIS;
        }
        replicasBehind.catchUp(table);
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
            return Math.min(pause, fill.fill(source, target.get()));
        }
        return pause;
    }

    /** Brings the notes that are due to a region. */
    private long deliver(LiveTable source, LiveTable target) {
        QueueFronts.Front front = fronts.of(source.space(), target.region());
        List<Note> next =
                arrivals.next(ReplicaQueue.notes(source.space(), target.region(), front.begin()));
        long delay = faults.of(target.region()).delayMillis();
        long now = clock.millis();
        List<Note> due = next.stream().takeWhile(note -> note.millis() + delay <= now).toList();
        if (!due.isEmpty()) {
            if (arrivals.apply(source.region(), target, List.of(source, target), due)) {
                front.pass(due.getLast().version());
            }
            return 0;
        }
        return next.isEmpty()
                ? PAUSE_MILLIS
                : Math.min(PAUSE_MILLIS, next.getFirst().millis() + delay - now);
    }

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
                    .filter(replicasBehind::canCatchUp)
                    .isPresent();
        }
        return !faults.isCut(List.of(source.region(), region))
                && (source.isFilling(region) || owes(source.space(), region, until));
    }

    /** Whether a write up to a version waits to be brought to a region. */
    private boolean owes(int space, String region, long until) {
        long from = fronts.of(space, region).from();
        return RowPage.first(store, ReplicaQueue.notes(space, region, from))
                .filter(note -> Note.of(note).version() <= until)
                .isPresent();
    }

    /** How many writes of a table wait for each region, counted up to {@link #BACKLOG_MAX}. */
    public Map<String, Long> backlog(LiveTable table) {
        Map<String, Long> backlog = new TreeMap<>();
        for (String region : table.replicaRegions()) {
            long count =
                    catalog.find(table.namespace().in(region), table.name())
                            .map(target -> count(ReplicaQueue.owed(table, target)))
                            .orElse(0L);
            backlog.put(region, count);
        }
        return backlog;
    }

    private long count(RowRange notes) {
        long[] count = {0};
        store.range(
                notes,
                Consistency.STRONG,
                (key, row) -> {
                    count[0]++;
                    return count[0] < BACKLOG_MAX;
                });
        return count[0];
    }
}
