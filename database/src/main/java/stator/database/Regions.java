package stator.database;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.replication.Arrivals;
import stator.database.replication.QueueFronts;
import stator.database.replication.RegionsChange;
import stator.database.replication.ReplicasBehind;
import stator.database.replication.Replicator;
import stator.database.replication.StrongWrites;
import stator.database.row.HybridClock;
import stator.database.settings.ReplicationFaults;
import stator.database.table.Table;
import stator.database.walk.BackgroundWork;

/** The door to what goes on between the regions of global tables. */
public final class Regions implements AutoCloseable {
    private final BackgroundWork work;
    private final ReplicationFaults faults;
    private final QueueFronts fronts;
    private Replicator replicator;

    /** Regions between which nothing happens before {@link #begin}. */
    Regions(long napMillisMax) {
        work = new BackgroundWork("stator-replication", napMillisMax, this::step);
        faults = new ReplicationFaults(0, work::wake);
        fronts = new QueueFronts(work::wake);
    }

    /**
     * Begins, once there is a catalog.
     *
     * @param batchItemsMax how many items are brought to a new replica at a time at most
     * @return what writes strongly consistent replicas
     */
    StrongWrites begin(
            ItemStore store,
            Catalog catalog,
            RegionsChange regions,
            ItemCommits commits,
            HybridClock versions,
            Clock clock,
            int batchItemsMax) {
        assert replicator == null : "Begun already";
        Arrivals arrivals = new Arrivals(store, commits, versions);
        ReplicasBehind replicasBehind = new ReplicasBehind(regions, faults, arrivals, fronts);
        replicator =
                new Replicator(
                        store.plain(),
                        catalog,
                        regions,
                        arrivals,
                        replicasBehind,
                        versions,
                        clock,
                        faults,
                        fronts,
                        batchItemsMax);
        return new StrongWrites(store, catalog, commits, versions, faults, replicasBehind);
    }

    void start() {
        work.start();
    }

    void wake() {
        work.wake();
    }

    /** Where the queues of what is on its way to other regions begin. */
    QueueFronts fronts() {
        return fronts;
    }

    /** Does one step of replication. */
    long step() {
        return replicator.step();
    }

    /** What goes wrong between regions on purpose. */
    public ReplicationFaults faults() {
        return faults;
    }

    /** How many writes of a replica wait to be brought to each of the others; 10000 may be more. */
    public Map<String, Long> backlog(Table table) {
        return replicator.backlog(LiveTable.of(table));
    }

    /**
     * Waits until the other replicas have what a replica has, as far as faults allow.
     *
     * @param patience how long at most
     * @return whether they have
     */
    public boolean await(Table table, Duration patience) {
        work.wake();
        return replicator.await(LiveTable.of(table), patience);
    }

    /**
     * Waits until a replica has brought to others what was written in it before now, whatever
     * faults stand in the way.
     *
     * @param patience how long at most
     * @return whether it has
     */
    public boolean await(Table table, Collection<String> regions, Duration patience) {
        work.wake();
        return replicator.await(LiveTable.of(table), regions, patience);
    }

    @Override
    public void close() {
        work.close();
    }
}
