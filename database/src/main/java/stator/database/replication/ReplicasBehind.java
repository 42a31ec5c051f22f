package stator.database.replication;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import stator.database.catalog.LiveTable;
import stator.database.replication.ReplicaQueue.Note;
import stator.database.settings.ReplicationFaults;
import stator.database.table.GlobalTable;
import stator.database.table.Replication;
import stator.database.table.TableDescription;

/**
 * Strongly consistent replicas that were cut off and miss writes: notes that they do, brings what
 * they miss when they can be reached again, and notes that they miss nothing any longer.
 *
 * <p>Both notes are changes of the catalog, for which the writers of all replicas wait outside. So
 * each write knows who misses it, and none is missed by a replica that does not know of it.
 */
public final class ReplicasBehind {
    private final RegionsChange regions;
    private final ReplicationFaults faults;
    private final Arrivals arrivals;
    private final QueueFronts fronts;

    public ReplicasBehind(
            RegionsChange regions,
            ReplicationFaults faults,
            Arrivals arrivals,
            QueueFronts fronts) {
        this.regions = regions;
        this.faults = faults;
        this.arrivals = arrivals;
        this.fronts = fronts;
    }

    /** Notes that replicas of a table miss writes from now on. */
    void note(LiveTable table, Collection<String> unreached) {
        assert !unreached.isEmpty() && !unreached.contains(table.region())
                : "A replica cannot write without itself: " + unreached;
        note(
                table,
                () -> true,
                before -> {
                    Set<String> behind = new TreeSet<>(before);
                    behind.addAll(unreached);
                    return behind;
                });
    }

    /** Whether a replica misses writes that could be brought to it now. */
    boolean canCatchUp(LiveTable table) {
        return table.isBehind() && Quorum.isReached(table, faults);
    }

    /**
     * Brings some of the writes that a replica misses. If there are none any longer, it takes part
     * again.
     */
    void catchUp(LiveTable table) {
        QueueFronts.Front front = fronts.of(table.space(), table.region());
        List<Note> missed = arrivals.next(ReplicaQueue.missed(table, front.begin()));
        if (!missed.isEmpty()) {
            String from = table.replicaRegions().getFirst();
            if (arrivals.apply(from, table, List.of(table), missed)) {
                front.pass(missed.getLast().version());
            }
            return;
        }
        // Writers say nothing of these notes, so the whole queue is looked at before the end.
        fronts.forget(table.space(), table.region());
        long whole = ReplicaQueue.BEFORE_REPLICATION;
        note(
                table,
                () -> arrivals.next(ReplicaQueue.missed(table, whole)).isEmpty(),
                before -> {
                    Set<String> behind = new LinkedHashSet<>(before);
                    behind.remove(table.region());
                    return behind;
                });
    }

    /**
     * Changes in all replicas of a table which of them are behind.
     *
     * @param condition asked while the writers of all of them wait outside; nothing changes unless
     *     it holds
     */
    private void note(
            LiveTable table, BooleanSupplier condition, UnaryOperator<Set<String>> change) {
        regions.update(
                table.namespace(),
                table.name(),
                GlobalTable.regions(table.region(), table.description()),
                condition,
                before -> {
                    Map<String, TableDescription> after = new LinkedHashMap<>(before);
                    after.replaceAll((region, description) -> noted(description, change));
                    return after;
                });
    }

    private static TableDescription noted(
            TableDescription description, UnaryOperator<Set<String>> change) {
        return Replication.of(description)
                .filter(replication -> replication.strong().isPresent())
                .map(replication -> {
                    Set<String> behind = new LinkedHashSet<>(replication.strong().get().behind());
                    return replication.behind(change.apply(behind)).in(description);
                })
                .orElse(description);
    }
}
