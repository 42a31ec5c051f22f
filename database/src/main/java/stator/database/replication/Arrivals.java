package stator.database.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.Gates;
import stator.database.catalog.LiveTable;
import stator.database.commit.Commit;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.commit.PendingWrite;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.replication.ReplicaQueue.Note;
import stator.database.row.HybridClock;
import stator.database.row.RowPage;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.Update;

/**
 * Lets writes of other regions arrive in a replica, by the rule of {@link ReplicaQueue}: only if
 * one is newer than what made the item there what it is. Applied writes are marked as replicated
 * and are not noted again, so nothing goes round in circles. They are not the writer's: no limit
 * refuses them.
 */
public final class Arrivals {
    /** How many writes arrive together at most. */
    static final RowPage.Limits BATCH = RowPage.Limits.of(200, 4 << 20);

    private final ItemStore store;
    private final ItemCommits commits;
    private final HybridClock versions;

    public Arrivals(ItemStore store, ItemCommits commits, HybridClock versions) {
        this.store = store;
        this.commits = commits;
        this.versions = versions;
    }

    /** The oldest notes of a part of a queue, as many as may arrive together. */
    List<Note> next(RowRange queue) {
        return RowPage.read(store.plain(), queue, BATCH).entries().stream().map(Note::of).toList();
    }

    /**
     * Applies writes in a table, and takes away their notes in the same commits.
     *
     * @param from the region from which they are brought
     * @param holders the tables with the notes, and the one that they go to
     * @return whether the tables are still there and replicas of each other; nothing is done else
     */
    boolean apply(String from, LiveTable target, List<LiveTable> holders, List<Note> notes) {
        assert holders.contains(target) : "Nobody would hold off changes of the target";
        Gates gates = Gates.enterAll(holders);
        try {
            Optional<LiveTable> current = target.gate().find();
            boolean isWanted =
                    current.filter(table -> isReplicaOf(from, table)).isPresent()
                            && holders.stream()
                                    .allMatch(holder -> holder.gate().find().isPresent());
            if (isWanted) {
                apply(from, current.get(), notes);
            }
            return isWanted;
        } catch (StoreException.OutcomeUnknown e) {
            gates.doubt();
            throw e;
        } finally {
            gates.exit();
        }
    }

    /** One of them may have left meanwhile. */
    private static boolean isReplicaOf(String region, LiveTable table) {
        return table.replicaRegions().contains(region);
    }

    private void apply(String from, LiveTable target, List<Note> notes) {
        WriteCause cause = new WriteCause.Replication(from);
        List<Commit<Optional<WriteOutcome>>> updates = new ArrayList<>();
        notes.forEach(note -> updates.add(arrival(target, note, cause)));
        commits.applyEach(store.of(target), updates).forEach(Store.Result::get);
    }

    /** The outcome is empty if the write came too late. */
    private Commit<Optional<WriteOutcome>> arrival(LiveTable target, Note note, WriteCause cause) {
        RowKey key = target.itemKey(note.item());
        PendingWrite pending = commits.prepare(target, key, cause);
        ItemWrite write =
                current ->
                        note.deleted()
                                ? new WriteDecision.Delete()
                                : new WriteDecision.Put(note.item());
        Update<Optional<WriteOutcome>> update =
                new Update<>(
                        List.of(key, ReplicaQueue.stampKey(key)),
                        (rows, batch) -> {
                            Optional<WriteOutcome> outcome = Optional.empty();
                            if (note.version()
                                    > ReplicaQueue.stamp(rows.getFirst(), rows.getLast())) {
                                outcome =
                                        Optional.of(pending.decide(rows.getFirst(), write, batch));
                                ReplicaQueue.stamp(
                                        key,
                                        note.version(),
                                        note.deleted(),
                                        versions.next(),
                                        batch);
                            }
                            if (note.row() != null) {
                                batch.delete(note.row());
                            }
                            return outcome;
                        });
        return new Commit<>(update, List.of(pending), Optional::isPresent);
    }
}
