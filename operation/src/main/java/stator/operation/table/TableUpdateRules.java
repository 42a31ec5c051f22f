package stator.operation.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.model.ApiException;
import stator.operation.replica.ReplicaUpdateRules;
import stator.operation.replica.StrongConsistency;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/**
 * The rules for an UpdateTable request by itself, before any table is looked at. Above all: one
 * request changes one thing.
 */
final class TableUpdateRules {
    /** The members that change something, those that a request can leave empty apart. */
    private static final List<String> CHANGES =
            List.of(
                    "ProvisionedThroughput",
                    "BillingMode",
                    "StreamSpecification",
                    "SSESpecification",
                    "ReplicaUpdates",
                    "DeletionProtectionEnabled",
                    "DisassociationProtectionEnabled",
                    "GlobalTableSettingsReplicationMode",
                    "TableClass");

    private final Struct request;
    private final Set<String> changes;

    private TableUpdateRules(Struct request) {
        this.request = request;
        this.changes = changes(request);
    }

    /** Refuses a request that breaks one of the rules. */
    static void check(RequestContext context, Struct request) {
        TableUpdateRules rules = new TableUpdateRules(request);
        rules.requireSomeChange();
        rules.requireFullIndexUpdates();
        rules.requireOneConcern();
        rules.requireThroughputOfBillingMode();
        rules.requireSingleIndexActions();
        ReplicaUpdateRules.check(context, request);
    }

    /** What the request changes: an empty structure of throughput changes nothing. */
    private static Set<String> changes(Struct request) {
        Set<String> changes = new HashSet<>();
        for (String member : CHANGES) {
            if (request.has(member)) {
                changes.add(member);
            }
        }
        for (String member : List.of("GlobalSecondaryIndexUpdates", "VectorIndexUpdates")) {
            if (!request.structs(member).isEmpty()) {
                changes.add(member);
            }
        }
        if (hasAny(request, "OnDemandThroughput", "MaxReadRequestUnits", "MaxWriteRequestUnits")) {
            changes.add("OnDemandThroughput");
        }
        if (hasAny(request, "WarmThroughput", "ReadUnitsPerSecond", "WriteUnitsPerSecond")) {
            changes.add("WarmThroughput");
        }
        return changes;
    }

    /** Whether a structure is there and has one of two members. */
    static boolean hasAny(Struct owner, String member, String one, String other) {
        return owner.findStruct(member)
                .filter(struct -> struct.has(one) || struct.has(other))
                .isPresent();
    }

    private boolean changes(String member) {
        return changes.contains(member);
    }

    /** AWS does not name MultiRegionConsistency to who gave it; alone it changes nothing. */
    private void requireSomeChange() {
        if (changes.isEmpty()) {
            String consistency =
                    request.has("MultiRegionConsistency") ? "" : " MultiRegionConsistency,";
            throw ApiException.validation(
                    "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
                            + " GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates,"
                            + " MultiAccountReplicaReady, ReplicaTransitRoleArn,"
                            + consistency
                            + " DeletionProtectionEnabled,"
                            + " OnDemandThroughput, WarmThroughput or TableClass is required");
        }
    }

    private void requireFullIndexUpdates() {
        if (request.has("GlobalSecondaryIndexUpdates")
                && request.structs("GlobalSecondaryIndexUpdates").isEmpty()) {
            throw TableErrors.invalid("List of GlobalSecondaryIndexUpdates is empty");
        }
    }

    private void requireOneConcern() {
        if (StrongConsistency.of(request).isConcerned() && changes.size() > 1) {
            throw ApiException.validation(
                    "Requests that modify replicas or witnesses must not also modify other fields");
        }
        requireAlone("ReplicaUpdates", "Replica modification");
        requireAlone("SSESpecification", "Server-Side Encryption modification");
        requireAlone("TableClass", "TableClass modification");
        requireAlone("DeletionProtectionEnabled", "DeletionProtection modification");
        requireAlone("DisassociationProtectionEnabled", "DisassociationProtection modification");
        if (changes("OnDemandThroughput")
                && !others("BillingMode", "OnDemandThroughput").isEmpty()) {
            throw TableErrors.invalid(
                    "OnDemandThroughput can only be combined with BillingMode in an UpdateTable"
                            + " request");
        }
        boolean indexesComeOrGo = indexesComeOrGo();
        if (changes("WarmThroughput")) {
            if (indexesComeOrGo) {
                throw TableErrors.invalid(
                        "Create global secondary index cannot be specified when updating"
                                + " WarmThroughput");
            }
            if (!others("GlobalSecondaryIndexUpdates", "WarmThroughput").isEmpty()) {
                throw TableErrors.invalid(
                        "WarmThroughput must be the only operation in the request");
            }
        }
        if (changes("ProvisionedThroughput")) {
            if (changes("StreamSpecification")) {
                throw TableErrors.invalid(
                        "You cannot modify stream status while updating table IOPS");
            }
            if (indexesComeOrGo) {
                throw TableErrors.invalid(
                        "You cannot create or delete index while updating table IOPS");
            }
        }
        if (changes("StreamSpecification") && indexesComeOrGo) {
            throw TableErrors.invalid(
                    "You cannot create or delete index while changing stream status");
        }
    }

    private void requireAlone(String member, String change) {
        if (changes(member) && changes.size() > 1) {
            throw TableErrors.invalid(change + " must be the only operation in the request");
        }
    }

    private Set<String> others(String... members) {
        Set<String> others = new HashSet<>(changes);
        others.removeAll(Set.of(members));
        return others;
    }

    private boolean indexesComeOrGo() {
        return changes("VectorIndexUpdates")
                || request.structs("GlobalSecondaryIndexUpdates").stream()
                        .anyMatch(update -> update.has("Create") || update.has("Delete"));
    }

    private void requireThroughputOfBillingMode() {
        Optional<String> mode = request.findString("BillingMode");
        if (mode.isEmpty()) {
            return;
        }
        boolean given = request.has("ProvisionedThroughput");
        if (mode.get().equals("PROVISIONED") && !given) {
            throw TableErrors.invalid(
                    "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
        }
        if (mode.get().equals("PAY_PER_REQUEST") && given) {
            throw TableErrors.invalid(
                    "ProvisionedThroughput cannot be specified when BillingMode is"
                            + " PAY_PER_REQUEST");
        }
    }

    private void requireSingleIndexActions() {
        Set<String> names = new HashSet<>();
        for (Struct update : request.structs("GlobalSecondaryIndexUpdates")) {
            String name = requireSingleAction(update).string("IndexName");
            if (!names.add(name)) {
                throw TableErrors.invalid(
                        "Only one global secondary index update per index is allowed"
                                + " simultaneously. Index: "
                                + name);
            }
        }
        request.structs("VectorIndexUpdates").forEach(TableUpdateRules::requireSingleVectorAction);
    }

    private static void requireSingleVectorAction(Struct update) {
        boolean creates = update.has("Create");
        boolean deletes = update.has("Delete");
        if (!creates && !deletes) {
            throw TableErrors.invalid(
                    "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null");
        }
        if (creates && deletes) {
            throw TableErrors.invalid(
                    "Only one vector index action is allowed per VectorIndexUpdate object");
        }
    }

    private static Struct requireSingleAction(Struct update) {
        List<Struct> actions = new ArrayList<>();
        for (String action : List.of("Update", "Create", "Delete")) {
            update.findStruct(action).ifPresent(actions::add);
        }
        if (actions.isEmpty()) {
            throw TableErrors.invalid(
                    "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                            + " GlobalSecondaryIndexUpdate.Delete must not be null");
        }
        if (actions.size() > 1) {
            throw TableErrors.invalid(
                    "Only one global secondary index action is allowed per"
                            + " GlobalSecondaryIndexUpdate object");
        }
        return actions.getFirst();
    }
}
