package stator.database.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.Catalog;
import stator.database.catalog.Gates;
import stator.database.catalog.LiveTable;
import stator.database.commit.Commit;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.database.row.HybridClock;
import stator.database.settings.ReplicationFaults;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.LongWork;
import stator.storage.StoreException;

/**
 * Writes in global tables with strong consistency between regions: each goes to all replicas at
 * once ({@link StrongCommit}), or to none.
 *
 * <p>A replica that is cut off is noted as behind before the first write goes without it; from then
 * on it takes no writes and no strongly consistent reads, until it has all that it missed ({@link
 * ReplicasBehind}).
 */
public final class StrongWrites {
    /** Longer than this no delay makes a request wait. */
    private static final long PAUSE_MILLIS_MAX = 60_000;

    private final ItemStore store;
    private final Catalog catalog;
    private final ItemCommits commits;
    private final HybridClock versions;
    private final ReplicationFaults faults;
    private final ReplicasBehind replicasBehind;
    private final RegionalClaims claims = new RegionalClaims();

    public StrongWrites(
            ItemStore store,
            Catalog catalog,
            ItemCommits commits,
            HybridClock versions,
            ReplicationFaults faults,
            ReplicasBehind replicasBehind) {
        this.store = store;
        this.catalog = catalog;
        this.commits = commits;
        this.versions = versions;
        this.faults = faults;
        this.replicasBehind = replicasBehind;
    }

    /**
     * Refuses a strongly consistent read where the newest items may not be, and lets it take as
     * long as a message between the regions.
     */
    public void requireReadable(LiveTable table) {
        Quorum.require(table, faults);
        pause(table);
    }

    /**
     * Applies writes in one table, each by itself.
     *
     * @return empty if the table is no strongly consistent replica any longer; then nothing was
     *     done
     */
    public Optional<List<WriteResult>> each(LiveTable table, List<TargetedWrite> writes) {
        List<TargetedWrite> begun = new ArrayList<>(writes.size());
        List<Boolean> may = new ArrayList<>(writes.size());
        try {
            for (TargetedWrite write : writes) {
                may.add(claims.begin(table, write.key()));
                if (may.getLast()) {
                    begun.add(write);
                }
            }
            if (begun.isEmpty()) {
                return Optional.of(merged(may, List.of()));
            }
            pause(table);
            return commitAll(table, begun).map(results -> merged(may, results));
        } finally {
            begun.forEach(write -> claims.end(table, write.key()));
        }
    }

    private static List<WriteResult> merged(List<Boolean> may, List<WriteResult> results) {
        List<WriteResult> merged = new ArrayList<>(may.size());
        int next = 0;
        for (boolean done : may) {
            merged.add(done ? results.get(next++) : failed());
        }
        assert next == results.size() : "Results of writes that were not begun";
        return merged;
    }

    private static WriteResult failed() {
        return new WriteResult.Failed(ApiException.replicatedWriteConflict());
    }

    /** The way to the nearest region that makes the quorum. */
    private void pause(LiveTable table) {
        if (!table.isStrong()) {
            return;
        }
        long nearest =
                table.strongRegions().stream()
                        .filter(region -> !region.equals(table.region()))
                        .map(faults::of)
                        .filter(fault -> !fault.cut())
                        .mapToLong(ReplicationFaults.Fault::delayMillis)
                        .min()
                        .orElse(0);
        long millis = Math.min(faults.of(table.region()).delayMillis() + nearest, PAUSE_MILLIS_MAX);
        if (millis > 0) {
            LongWork.rest();
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<List<WriteResult>> commitAll(LiveTable table, List<TargetedWrite> writes) {
        while (true) {
            LiveTable known =
                    catalog.find(table.namespace(), table.name())
                            .filter(found -> found.space() == table.space())
                            .orElseThrow(() ->
                                    ApiException.of(
                                            ErrorCode.RESOURCE_NOT_FOUND,
                                            "Requested resource not found"));
            if (!known.isStrong()) {
                return Optional.empty();
            }
            Optional<Quorum> quorum = Quorum.of(known, catalog, faults);
            if (quorum.isPresent()) {
                Optional<List<WriteResult>> results = commitAll(quorum.get(), writes);
                if (results.isPresent()) {
                    return results;
                }
            }
        }
    }

    /** Empty if the replicas changed before. */
    private Optional<List<WriteResult>> commitAll(Quorum quorum, List<TargetedWrite> writes) {
        Quorum.require(quorum.own(), faults);
        if (!quorum.unreached().isEmpty()) {
            replicasBehind.note(quorum.own(), quorum.unreached());
            return Optional.empty();
        }
        Gates gates = Gates.enterAll(quorum.replicas());
        try {
            if (!quorum.isCurrent()) {
                return Optional.empty();
            }
            List<WriteResult> results = commitEach(quorum, writes);
            if (results.stream().anyMatch(WriteResult::isUnknown)) {
                gates.doubt();
            }
            return Optional.of(results);
        } catch (StoreException.OutcomeUnknown e) {
            gates.doubt();
            throw e;
        } finally {
            gates.exit();
        }
    }

    private List<WriteResult> commitEach(Quorum quorum, List<TargetedWrite> writes) {
        List<Commit<WriteOutcome>> updates = new ArrayList<>(writes.size());
        writes.forEach(
                write -> updates.add(new StrongCommit(quorum, write, commits, versions).commit()));
        return commits.applyEach(store.of(quorum.own()), updates).stream()
                .map(WriteResult::of)
                .toList();
    }
}
