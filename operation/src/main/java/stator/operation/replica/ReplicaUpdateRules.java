package stator.operation.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import stator.model.ApiException;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;

/**
 * The rules for {@code ReplicaUpdates} of an UpdateTable request by themselves, before any table is
 * looked at. AWS takes one Create or Delete in a request; here several of a kind may come together.
 */
public final class ReplicaUpdateRules {
    private ReplicaUpdateRules() {}

    /** What can be asked for; {@code member} is the name in the request. */
    enum Kind {
        CREATE("Create"),
        UPDATE("Update"),
        DELETE("Delete"),
        DISASSOCIATE("Disassociate");

        private final String member;

        Kind(String member) {
            this.member = member;
        }
    }

    /** What one element asks for. */
    record Action(Kind kind, Struct details) {
        boolean is(Kind other) {
            return kind == other;
        }

        String region() {
            return details.string("RegionName");
        }
    }

    /** Refuses a request that breaks one of the rules. */
    public static void check(RequestContext context, Struct request) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        boolean isOnly = request.structs("ReplicaUpdates").size() == 1;
        List<Action> actions = new ArrayList<>();
        for (Struct update : request.structs("ReplicaUpdates")) {
            Action action = action(update);
            actions.add(action);
            if (!action.is(Kind.UPDATE)) {
                kinds.add(action.kind());
            }
            boolean isLocal = action.region().equals(context.namespace().region());
            if (action.is(Kind.DISASSOCIATE)) {
                requireDisassociable(isOnly, isLocal);
            } else if (isLocal) {
                throw ApiException.validation(
                        "Cannot add or delete the local region through ReplicaUpdates. Use"
                                + " CreateTable, DeleteTable, or UpdateTable as required.");
            }
            if (!Regions.with(context.namespace()).contains(action.region())) {
                throw ApiException.validation(
                        "Region "
                                + action.region()
                                + " is not supported. The latest version of global tables are"
                                + " only supported in the following regions: "
                                + Regions.with(context.namespace()));
            }
        }
        if (kinds.size() > 1) {
            throw ApiException.validation(
                    "Update table operation with more than one create or delete replica actions"
                            + " not allowed");
        }
        StrongConsistency.of(request).check(context.namespace().region(), actions);
    }

    /** A replica leaves by itself; the documentation says so, and its words are not on record. */
    private static void requireDisassociable(boolean isOnly, boolean isLocal) {
        if (!isOnly) {
            throw ApiException.validation(
                    "Update table operation with other replica actions beside Disassociate not"
                            + " allowed.");
        }
        if (!isLocal) {
            throw ApiException.validation(
                    "Only the local replica can be disassociated through ReplicaUpdates. Send the"
                            + " request to the region of the replica.");
        }
    }

    /** The one action of an element. */
    static Action action(Struct update) {
        List<Kind> given =
                Arrays.stream(Kind.values()).filter(kind -> update.has(kind.member)).toList();
        if (given.size() > 1) {
            throw ApiException.validation(
                    "Update table operation with more than one type of replica actions not"
                            + " allowed.");
        }
        if (given.isEmpty()) {
            throw noAction();
        }
        Kind kind = given.getFirst();
        Struct details = update.struct(kind.member);
        if (kind == Kind.UPDATE
                && !details.has("KMSMasterKeyId")
                && !details.has("ProvisionedThroughputOverride")
                && !details.has("OnDemandThroughputOverride")
                && !details.has("TableClassOverride")
                && details.structs("GlobalSecondaryIndexes").stream()
                        .noneMatch(index ->
                                index.has("ProvisionedThroughputOverride")
                                        || index.has("OnDemandThroughputOverride"))) {
            throw noAction();
        }
        return new Action(kind, details);
    }

    private static ApiException noAction() {
        return ApiException.validation(
                "There are no actions specified in the Replica Update Action of the request.");
    }
}
