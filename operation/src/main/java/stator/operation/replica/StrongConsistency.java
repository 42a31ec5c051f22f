package stator.operation.replica;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.database.table.TimeToLive;
import stator.model.ApiException;
import stator.operation.replica.ReplicaUpdateRules.Action;
import stator.operation.replica.ReplicaUpdateRules.Kind;
import stator.protocol.Struct;

/**
 * What an UpdateTable request says of strong consistency between regions: {@code
 * MultiRegionConsistency} and {@code GlobalTableWitnessUpdates}. A strongly consistent global table
 * is made by one request, of three replicas or of two and a witness, from an empty table; its
 * members never change; and one request ends it.
 *
 * <p>The texts and their order are those of recorded answers of AWS, except where it says so.
 */
public final class StrongConsistency {
    /** Where AWS offers it; since September 2026 in any combination. */
    private static final Set<String> REGIONS =
            Set.of(
                    "us-east-1",
                    "us-east-2",
                    "us-west-2",
                    "ca-central-1",
                    "eu-central-1",
                    "eu-north-1",
                    "eu-south-2",
                    "eu-west-1",
                    "eu-west-2",
                    "eu-west-3",
                    "ap-northeast-1",
                    "ap-northeast-2",
                    "ap-northeast-3",
                    "ap-south-1",
                    "ap-southeast-1");

    /** How many regions there are besides the one where the request is made. */
    private static final int OTHERS = 2;

    private static final String STRONG = "STRONG";

    private final String mode;
    private final String created;
    private final String deleted;

    /** Empty texts stand for what the request does not say. */
    private StrongConsistency(String mode, String created, String deleted) {
        this.mode = mode;
        this.created = created;
        this.deleted = deleted;
    }

    /** Reads a request. How AWS says that a witness lacks its one action was not recorded. */
    public static StrongConsistency of(Struct request) {
        Optional<Struct> update = request.structs("GlobalTableWitnessUpdates").stream().findFirst();
        if (update.filter(witness -> witness.has("Create") == witness.has("Delete")).isPresent()) {
            throw ApiException.validation(
                    "Exactly one of GlobalTableWitnessGroupUpdate.Create,"
                            + " GlobalTableWitnessGroupUpdate.Delete must be specified");
        }
        return new StrongConsistency(
                request.string("MultiRegionConsistency", ""),
                region(update, "Create"),
                region(update, "Delete"));
    }

    private static String region(Optional<Struct> update, String action) {
        return update.flatMap(witness -> witness.findStruct(action))
                .map(details -> details.string("RegionName"))
                .orElse("");
    }

    /** Whether the request makes strongly consistent replicas. */
    boolean isMade() {
        return mode.equals(STRONG);
    }

    /** The region of the witness that comes with them; empty if none does. */
    String witness() {
        return created;
    }

    /** Whether the request has to do with strong consistency at all. */
    public boolean isConcerned() {
        return isMade() || !created.isEmpty() || !deleted.isEmpty();
    }

    /** Refuses a request that breaks a rule by itself. */
    void check(String local, List<Action> actions) {
        boolean onlyCreates = actions.stream().allMatch(action -> action.is(Kind.CREATE));
        if (!mode.isEmpty() && !onlyCreates) {
            throw ApiException.validation(
                    "Only Replica Create actions are supported when MultiRegionConsistency"
                            + " parameter is provided.");
        }
        if (!created.isEmpty() && !isMade()) {
            throw ApiException.validation(
                    "MultiRegionConsistency must be set as STRONG when GlobalTableWitnessUpdates"
                            + " parameter is present.");
        }
        if (isMade()) {
            checkRegions(local, regions(actions));
        }
    }

    private static Set<String> regions(List<Action> actions) {
        Set<String> regions = new LinkedHashSet<>();
        actions.forEach(action -> regions.add(action.region()));
        return regions;
    }

    private void checkRegions(String local, Set<String> replicas) {
        if (replicas.size() + (created.isEmpty() ? 0 : 1) != OTHERS) {
            throw ApiException.validation(
                    "Unsupported replica count for global tables with MultiRegionConsistency set to"
                            + " STRONG.");
        }
        Set<String> unsupported = new LinkedHashSet<>(Set.of(local));
        unsupported.addAll(replicas);
        unsupported.addAll(created.isEmpty() ? Set.of() : Set.of(created));
        unsupported.removeAll(REGIONS);
        if (!unsupported.isEmpty()) {
            throw ApiException.validation(
                    "Unsupported Region(s) specified for global tables with MultiRegionConsistency"
                            + " set to STRONG: "
                            + unsupported
                            + ".");
        }
        if (replicas.contains(created)) {
            throw ApiException.validation("Cannot target multiple regions with the same action");
        }
        if (created.equals(local)) {
            throw ApiException.validation(
                    "Cannot add a witness in the same region as an existing replica when creating a"
                            + " global table with MultiRegionConsistency set to STRONG.");
        }
    }

    /** Refuses a request that does not fit the table. */
    void check(TableDescription table, List<Action> actions) {
        Optional<Replication> replication = Replication.of(table);
        if (replication.isPresent() && !mode.isEmpty()) {
            throw ApiException.validation(
                    "MultiRegionConsistency parameter is unsupported on existing global table");
        }
        Optional<Replication.Strong> strong = replication.flatMap(Replication::strong);
        if (!deleted.isEmpty()
                && strong.filter(known -> known.witness().equals(deleted)).isEmpty()) {
            throw ApiException.validation(
                    "Update global table operation failed because one or more witnesses were not"
                            + " part of the global table. Please retry the request without these"
                            + " witnesses: ["
                            + deleted
                            + "].");
        }
        if (strong.isPresent()) {
            checkMembers(replication.get().regions(), strong.get().witness(), actions);
        } else if (isMade()) {
            checkFeatures(table);
        }
    }

    private void checkMembers(List<String> others, String witness, List<Action> actions) {
        if (actions.stream().anyMatch(action -> action.is(Kind.CREATE))) {
            throw ApiException.validation(
                    "Cannot add replicas to a global table with strong MultiRegionConsistency");
        }
        if (actions.stream().anyMatch(action -> action.is(Kind.DISASSOCIATE))) {
            throw onlyOne();
        }
        boolean areOthers = others.containsAll(regions(actions));
        boolean removes = actions.stream().anyMatch(action -> !action.is(Kind.UPDATE));
        if (!removes || !areOthers) {
            return;
        }
        if (!deleted.equals(witness)) {
            throw ApiException.validation(
                    "Update table delete operation does not include all witnesses.");
        }
        boolean deletesAll =
                regions(actions).containsAll(others)
                        && actions.stream().allMatch(action -> action.is(Kind.DELETE));
        if (!deletesAll) {
            throw onlyOne();
        }
    }

    /** What AWS documents that such tables lack. How it says so was not recorded. */
    private static void checkFeatures(TableDescription table) {
        if (!table.localIndexes().isEmpty()) {
            throw unsupported("Local secondary indexes are");
        }
        if (TimeToLive.of(table).enabled()) {
            throw unsupported("Time to live is");
        }
    }

    private static ApiException unsupported(String feature) {
        return ApiException.validation(
                feature
                        + " not supported for global tables with MultiRegionConsistency set to"
                        + " STRONG.");
    }

    /** Refuses to make strongly consistent replicas of a table that holds items. */
    static void requireEmpty(long items) {
        if (items > 0) {
            throw ApiException.validation(
                    "Table must be empty to create a global table with MultiRegionConsistency set"
                            + " to STRONG.");
        }
    }

    /** Refuses that items expire in strongly consistent replicas. */
    public static void requireTimeToLive(TableDescription table) {
        if (isStrong(table)) {
            throw unsupported("Time to live is");
        }
    }

    /** Refuses that one replica goes alone. */
    public static void requireDeletable(TableDescription table) {
        if (isStrong(table)) {
            throw onlyOne();
        }
    }

    private static ApiException onlyOne() {
        return ApiException.validation(
                "Deletion of only one table replica is not supported for global tables with"
                        + " MultiRegionConsistency set to STRONG.");
    }

    /** Whether a table is a strongly consistent replica. */
    public static boolean isStrong(TableDescription table) {
        return Replication.of(table).flatMap(Replication::strong).isPresent();
    }
}
