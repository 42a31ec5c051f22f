package stator.database.replication;

import java.util.List;
import java.util.Optional;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.TableEntry;
import stator.database.item.WriteCause;
import stator.database.table.Replication;
import stator.model.KeySchema;
import stator.storage.WriteBatch;

/**
 * Notes the writes of a replica for the other regions, and wakes who brings them there. Writes that
 * came from another region are not noted again.
 */
public final class ReplicaNotes implements Follower {
    private final int space;
    private final KeySchema key;
    private final List<String> regions;
    private final QueueFronts fronts;

    private ReplicaNotes(int space, KeySchema key, List<String> regions, QueueFronts fronts) {
        assert !regions.isEmpty() : "A replica without others";
        this.space = space;
        this.key = key;
        this.regions = regions;
        this.fronts = fronts;
    }

    /** Strongly consistent replicas are written together and leave no notes. */
    public static Optional<Follower> of(TableEntry table, QueueFronts fronts) {
        return Replication.of(table.description())
                .filter(replication -> replication.strong().isEmpty())
                .map(replication ->
                        new ReplicaNotes(
                                table.space(),
                                table.description().key(),
                                replication.regions(),
                                fronts));
    }

    @Override
    public void follow(ItemChanged change, WriteBatch batch) {
        if (!isBrought(change)) {
            ReplicaQueue.note(space, key, regions, change, batch);
        }
    }

    @Override
    public void committed(ItemChanged change) {
        if (!isBrought(change)) {
            fronts.noted(space, regions, change.version());
        }
    }

    private static boolean isBrought(ItemChanged change) {
        return change.cause() instanceof WriteCause.Replication;
    }
}
