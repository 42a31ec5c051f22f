package stator.database.replication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.replication.ReplicaQueue.Note;
import stator.database.row.HybridClock;
import stator.database.row.RowPage;
import stator.database.walk.Walk;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * Brings to a new replica the items that there were before it, by a walk through the table that it
 * was made from. Writes are noted for it from the moment it exists, and win against what the walk
 * brings.
 */
final class ReplicaFill {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What was done since the position was kept is done again after a restart, to no effect. */
    private static final int BATCHES_PER_POSITION = 16;

    private final Store store;
    private final Catalog catalog;
    private final RegionsChange regions;
    private final Arrivals arrivals;
    private final HybridClock versions;
    private final QueueFronts fronts;

    private final RowPage.Limits batchLimits;

    /** For one thread. */
    private final Map<Spaces, Filling> fillings = new HashMap<>();

    /** Those of a table and of a replica that is filled from it, which no others ever have. */
    private record Spaces(int source, int target) {}

    /** How far a replica is filled. */
    private static final class Filling {
        final LiveTable target;
        final Walk walk;
        int batches;
        long restsUntilNanos = System.nanoTime();

        Filling(LiveTable target, Walk walk) {
            this.target = target;
            this.walk = walk;
        }
    }

    ReplicaFill(
            Store store,
            Catalog catalog,
            RegionsChange regions,
            Arrivals arrivals,
            HybridClock versions,
            QueueFronts fronts,
            int batchItemsMax) {
        batchLimits = RowPage.Limits.of(batchItemsMax, Arrivals.BATCH.bytes());
        this.store = store;
        this.catalog = catalog;
        this.regions = regions;
        this.arrivals = arrivals;
        this.versions = versions;
        this.fronts = fronts;
    }

    /**
     * Brings the next items of a table to a new replica, and makes that one active in the end.
     *
     * @return how many milliseconds to leave the machine to others
     */
    long fill(LiveTable source, LiveTable target) {
        Spaces spaces = new Spaces(source.space(), target.space());
        Filling filling = fillings.get(spaces);
        if (filling == null) {
            filling = begin(source, target);
            fillings.put(spaces, filling);
        }
        long start = System.nanoTime();
        if (filling.restsUntilNanos - start > 0) {
            return Math.max(1, (filling.restsUntilNanos - start) / NANOS_PER_MILLI);
        }
        RowPage batch = filling.walk.next(batchLimits, row -> true);
        List<Note> copies = copies(batch.keys());
        if (!copies.isEmpty()
                && !arrivals.apply(source.region(), target, List.of(source, target), copies)) {
            fillings.remove(spaces);
            return 0;
        }
        filling.walk.pass(batch);
        if (filling.walk.isAtEnd()) {
            fillings.remove(spaces);
            end(source, target);
            return 0;
        }
        filling.batches++;
        if (filling.batches % BATCHES_PER_POSITION == 0) {
            filling.walk.keep().ifPresent(position -> apply(source, position));
        }
        long end = System.nanoTime();
        long rest = filling.walk.restMillis(copies.size(), end - start);
        filling.restsUntilNanos = end + rest * NANOS_PER_MILLI;
        return rest;
    }

    private Filling begin(LiveTable source, LiveTable target) {
        fillings.values().removeIf(other -> other.target.gate().find().isEmpty());
        Walk walk = Walk.resume(store, versions, source, positionKey(source, target));
        if (walk.isAtStart()) {
            inherit(source, target);
        }
        return new Filling(target, walk);
    }

    private static RowKey positionKey(LiveTable source, LiveTable target) {
        return ReplicaQueue.positionKey(source.space(), target.region());
    }

    private void end(LiveTable source, LiveTable target) {
        RowKey positionKey = positionKey(source, target);
        regions.filled(source, target.region());
        apply(
                source,
                new Update<>(
                        List.of(positionKey), (rows, changes) -> forget(positionKey, changes)));
    }

    private void apply(LiveTable source, Update<Boolean> update) {
        source.gate().whileOpen(() -> store.update(update.keys(), update.decision()));
    }

    private static boolean forget(RowKey row, WriteBatch batch) {
        batch.delete(row);
        return true;
    }

    /**
     * Whatever the others still owe to the table that a replica is filled from, they owe to the new
     * one, too: nothing else would bring it there if it arrives after the walk has passed its
     * place. What they write from now on they note for both. A write that comes too late there
     * comes too late here.
     */
    private void inherit(LiveTable source, LiveTable target) {
        for (String region : source.replicaRegions()) {
            if (!region.equals(target.region())) {
                catalog.find(source.namespace().in(region), source.name())
                        .ifPresent(other ->
                                other.gate().whileOpen(() -> inherit(other, source, target)));
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
        fronts.forget(other.space(), target.region());
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
}
