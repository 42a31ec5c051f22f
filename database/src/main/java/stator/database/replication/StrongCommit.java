package stator.database.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import stator.database.catalog.LiveTable;
import stator.database.commit.Commit;
import stator.database.commit.ItemCommits;
import stator.database.commit.PendingWrite;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.row.HybridClock;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * One write of an item in the strongly consistent replicas of a table: decided on the item in the
 * region where it is made, and done in all of them in one commit, with one version. So the records
 * of all their streams are the same, in the same order.
 */
final class StrongCommit {
    private final HybridClock versions;
    private final ItemWrite write;
    private final List<RowKey> keys = new ArrayList<>();
    private final List<PendingWrite> replicas = new ArrayList<>();
    private final List<LiveTable> behind;

    /** A write to the replicas of a quorum, whose gates the caller has entered. */
    StrongCommit(Quorum quorum, TargetedWrite write, ItemCommits commits, HybridClock versions) {
        this.versions = versions;
        this.write = write.write();
        behind = quorum.behind();
        assert !quorum.own().isBehind() : "A replica that is behind decides";
        WriteCause brought = new WriteCause.Replication(quorum.own().region());
        for (LiveTable replica : quorum.written()) {
            RowKey key = replica.itemKey(write.key());
            boolean isOwn = keys.isEmpty();
            keys.add(key);
            replicas.add(commits.prepare(replica, key, isOwn ? write.cause() : brought));
        }
    }

    /** What the store is to do. */
    Commit<WriteOutcome> commit() {
        return new Commit<>(new Update<>(keys, this::decide), replicas, outcome -> true);
    }

    private WriteOutcome decide(List<Optional<Row>> rows, WriteBatch batch) {
        LongSupplier version = new OneVersion(versions);
        WriteDecision[] made = new WriteDecision[1];
        WriteOutcome outcome =
                replicas.getFirst()
                        .decide(
                                rows.getFirst(),
                                current -> {
                                    made[0] = write.decide(current);
                                    return made[0];
                                },
                                version,
                                batch);
        for (int i = 1; i < replicas.size(); i++) {
            replicas.get(i).decide(rows.get(i), current -> made[0], version, batch);
        }
        note(made[0], outcome.before(), version, batch);
        return outcome;
    }

    private void note(
            WriteDecision decision, Optional<Item> before, LongSupplier version, WriteBatch batch) {
        Optional<Item> after =
                decision instanceof WriteDecision.Put put
                        ? Optional.of(put.item())
                        : Optional.empty();
        boolean deletes = decision instanceof WriteDecision.Delete && before.isPresent();
        if (after.isPresent() || deletes) {
            for (LiveTable replica : behind) {
                ReplicaQueue.noteMissed(replica, before, after, version.getAsLong(), batch);
            }
        }
    }

    /** Gives the same version whenever it is asked: the next one when it was asked first. */
    private static final class OneVersion implements LongSupplier {
        private final HybridClock versions;
        private long version;

        OneVersion(HybridClock versions) {
            this.versions = versions;
        }

        @Override
        public long getAsLong() {
            if (version == 0) {
                version = versions.next();
            }
            return version;
        }
    }
}
