package stator.database.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.settings.ReplicationFaults;
import stator.model.ApiException;
import stator.model.ErrorCode;

/**
 * The regions of a strongly consistent global table as one of them sees them at a moment: who takes
 * part in a write, and who cannot be reached.
 *
 * <p>As on AWS, a write is acknowledged when a second region has it, a replica's or the witness's.
 * So one region of the three can be away: the two others go on, and it refuses what needs the
 * others. When it is back it first gets what it missed.
 *
 * @param own the replica that is asked, as the catalog knows it
 * @param others the other replicas
 * @param cut the regions that cannot be reached
 */
record Quorum(LiveTable own, List<LiveTable> others, List<String> cut) {
    /** How many regions must have a write. */
    private static final int REGIONS_MIN = 2;

    Quorum {
        assert own.isStrong() : "A quorum of a table that needs none";
        assert others.stream().allMatch(LiveTable::isStrong) : "A replica that is not strong";
    }

    /**
     * The regions of a table.
     *
     * @return empty if the table is no strongly consistent replica, or its replicas are just
     *     changing
     */
    static Optional<Quorum> of(LiveTable table, Catalog catalog, ReplicationFaults faults) {
        List<LiveTable> others = new ArrayList<>();
        for (String region : table.replicaRegions()) {
            catalog.find(table.namespace().in(region), table.name())
                    .filter(other ->
                            other.isStrong() && other.replicaRegions().contains(table.region()))
                    .ifPresent(others::add);
        }
        return table.isStrong() && others.size() == table.replicaRegions().size()
                ? Optional.of(new Quorum(table, others, cut(table, faults)))
                : Optional.empty();
    }

    private static List<String> cut(LiveTable table, ReplicationFaults faults) {
        return table.strongRegions().stream().filter(region -> faults.of(region).cut()).toList();
    }

    /**
     * Whether enough regions of a table can be reached from its own.
     *
     * @param table a strongly consistent replica
     */
    static boolean isReached(LiveTable table, ReplicationFaults faults) {
        List<String> cut = cut(table, faults);
        return !cut.contains(table.region())
                && table.strongRegions().size() - cut.size() >= REGIONS_MIN;
    }

    /**
     * Refuses what needs other regions where they cannot be reached, or did not bring all yet.
     *
     * @throws ApiException AWS's InternalServerError
     */
    static void require(LiveTable table, ReplicationFaults faults) {
        if (table.isBehind() || !isReached(table, faults)) {
            throw ApiException.of(ErrorCode.INTERNAL_SERVER_ERROR, "Internal server error");
        }
    }

    /** All replicas, the own one first. */
    List<LiveTable> replicas() {
        List<LiveTable> replicas = new ArrayList<>(List.of(own));
        replicas.addAll(others);
        return replicas;
    }

    /** The replicas that a write goes to, the own one first. */
    List<LiveTable> written() {
        return replicas().stream().filter(table -> !table.isBehind()).toList();
    }

    /** The replicas that a write is kept for. */
    List<LiveTable> behind() {
        return others.stream().filter(LiveTable::isBehind).toList();
    }

    /** The replicas that cannot be reached and are about to miss a write for the first time. */
    List<String> unreached() {
        return others.stream()
                .map(LiveTable::region)
                .filter(cut::contains)
                .filter(region -> !own.behindRegions().contains(region))
                .toList();
    }

    /** Whether the replicas are still what they were; their gates have been entered. */
    boolean isCurrent() {
        return replicas().stream()
                .allMatch(table -> table.gate().find().filter(table::equals).isPresent());
    }
}
