package stator.operation.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import stator.database.Tables;
import stator.database.table.Encryption;
import stator.database.table.GlobalTable;
import stator.database.table.Namespace;
import stator.database.table.Replication;
import stator.database.table.StreamSettings;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.definition.EncryptionReader;
import stator.operation.replica.ReplicaUpdateRules.Action;
import stator.operation.replica.ReplicaUpdateRules.Kind;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.Struct;

/**
 * What {@code ReplicaUpdates} of an UpdateTable request make of a global table. The request keeps
 * the {@linkplain ReplicaUpdateRules rules} by itself; here it meets the tables.
 */
public final class ReplicaUpdates {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RequestContext context;
    private final TableReference reference;
    private final List<Action> actions = new ArrayList<>();
    private final Set<String> regions = new LinkedHashSet<>();
    private final StrongConsistency consistency;

    /** Whether a replica that leaves, and those who stay, have each other's writes. */
    private boolean isReplicated;

    /** The table as the answer shows it. */
    private TableDescription shown;

    public ReplicaUpdates(RequestContext context, Struct request, TableReference reference) {
        this.context = context;
        this.reference = reference;
        consistency = StrongConsistency.of(request);
        for (Struct update : request.structs("ReplicaUpdates")) {
            Action action = ReplicaUpdateRules.action(update);
            // AWS takes the same region twice for once.
            boolean isNew = regions.add(action.region());
            if (isNew || action.is(Kind.UPDATE)) {
                actions.add(action);
            }
        }
    }

    public TableDescription shown() {
        return shown;
    }

    /** What was written in a replica that goes shall get to the others, if it can. */
    public void awaitWritesOfDepartingReplicas() {
        for (Action action : actions) {
            if (action.is(Kind.DELETE)) {
                awaitWrites(context, context.namespace().in(action.region()), reference.name());
                awaitWrites(context, context.namespace(), reference.name());
            } else if (action.is(Kind.DISASSOCIATE)) {
                isReplicated = reference.find(context).filter(this::awaitWrites).isPresent();
            }
        }
    }

    /**
     * Waits a while until the others have what was written in a replica, and it what they wrote.
     */
    private boolean awaitWrites(Table table) {
        List<String> others = table.replicaRegions();
        boolean done = context.database().regions().await(table, others, PATIENCE);
        for (String region : others) {
            Optional<Table> other =
                    context.database().tables().find(table.namespace().in(region), table.name());
            done &=
                    other.isEmpty()
                            || context.database()
                                    .regions()
                                    .await(other.get(), List.of(table.region()), PATIENCE);
        }
        return done;
    }

    /** Waits a while until the writes of a replica are with the others. */
    public static void awaitWrites(RequestContext context, Namespace namespace, String name) {
        context.database()
                .tables()
                .find(namespace, name)
                .filter(table -> !table.replicaRegions().isEmpty())
                .ifPresent(table -> context.database().regions().await(table, PATIENCE));
    }

    /** Does everything in one commit. */
    public void apply() {
        Tables catalog = context.database().tables();
        String local = context.namespace().region();
        Table known =
                reference.find(context).orElseThrow(() -> TableErrors.notFound(reference.name()));
        Set<String> all = new LinkedHashSet<>(GlobalTable.regions(local, known.description()));
        all.addAll(regions);
        catalog.updateRegions(
                context.namespace(),
                reference.name(),
                all,
                before -> {
                    if (!before.containsKey(local)) {
                        throw TableErrors.notFound(reference.name());
                    }
                    requireWithin(all, local, before.get(local));
                    return edited(local, known, before);
                });
    }

    /** Another change of the global table may have come in between. */
    public static void requireWithin(Set<String> regions, String local, TableDescription table) {
        if (!regions.containsAll(GlobalTable.regions(local, table))) {
            throw inUse();
        }
    }

    private Map<String, TableDescription> edited(
            String local, Table known, Map<String, TableDescription> before) {
        requireUpdatable(before.get(local));
        consistency.check(before.get(local), actions);
        GlobalTable tables = new GlobalTable(before);
        if (consistency.isMade()) {
            createStrong(local, known, tables);
        } else {
            act(local, tables);
        }
        Transition updating = context.database().tables().transition(TableStatus.UPDATING);
        tables.change(local, table -> table.toBuilder().transition(updating).build());
        show(before.get(local), tables.tables().get(local));
        return tables.tables();
    }

    private void act(String local, GlobalTable tables) {
        for (Action action : actions) {
            switch (action.kind()) {
                case CREATE -> create(local, action, tables);
                case UPDATE -> update(local, action, tables);
                case DELETE -> delete(local, action, tables);
                case DISASSOCIATE -> disassociate(local, tables);
            }
        }
    }

    /** AWS's answer shows the table as it was, but for the stream and the status. */
    private void show(TableDescription before, TableDescription after) {
        boolean isNew = Replication.of(before).isEmpty();
        TableDescription described =
                isNew
                        ? after.toBuilder().build()
                        : before.toBuilder().stream(after.stream()).build();
        shown =
                described.toBuilder()
                        .transition(new Transition(TableStatus.UPDATING, Long.MAX_VALUE))
                        .build();
    }

    private void requireUpdatable(TableDescription table) {
        long now = context.clock().millis();
        if (table.statusAt(now) != TableStatus.ACTIVE || isIncomplete(table)) {
            throw inUse();
        }
    }

    /** Whether a replica has not all items yet, or does not have them for now. */
    private static boolean isIncomplete(TableDescription table) {
        return Replication.of(table)
                .filter(replication ->
                        !replication.filling().isEmpty()
                                || replication
                                        .strong()
                                        .filter(strong -> !strong.behind().isEmpty())
                                        .isPresent())
                .isPresent();
    }

    private static ApiException inUse() {
        return ApiException.of(
                ErrorCode.RESOURCE_IN_USE,
                "The resource which you are attempting to change is in use.");
    }

    private void create(String local, Action action, GlobalTable tables) {
        resetProtection(local, tables);
        tables.change(local, this::withStream);
        tables.addReplica(
                local, action.region(), Replication.CURRENT, overrides(local, action, tables));
    }

    private void createStrong(String local, Table known, GlobalTable tables) {
        if (!known.description().id().equals(tables.tables().get(local).id())) {
            throw inUse();
        }
        StrongConsistency.requireEmpty(context.database().items().statistics(known).items());
        resetProtection(local, tables);
        Map<String, UnaryOperator<TableDescription>> replicas = new LinkedHashMap<>();
        actions.forEach(action -> replicas.put(action.region(), overrides(local, action, tables)));
        tables.addStrongReplicas(
                local,
                replicas,
                consistency.witness(),
                context.database().tables().transition(TableStatus.CREATING));
    }

    /** A table that was none becomes a global one. */
    private static void resetProtection(String local, GlobalTable tables) {
        if (Replication.of(tables.tables().get(local)).isEmpty()) {
            tables.change(local, DisassociationProtection::reset);
        }
    }

    /** What is different in a replica that is to be created. */
    private UnaryOperator<TableDescription> overrides(
            String local, Action action, GlobalTable tables) {
        String region = action.region();
        if (tables.tables().containsKey(region)) {
            throw ApiException.validation(
                    "Failed to create a the new replica of table with name: ‘"
                            + reference.name()
                            + "’ because one or more replicas already existed as tables.");
        }
        if (context.archive().bulkOperations().isWritingInto(tables.tables().get(local))) {
            throw inUse();
        }
        Encryption own = tables.tables().get(local).encryption();
        Encryption encryption = encryption(region, action.details(), own);
        ReplicaOverrides overrides = new ReplicaOverrides(action.details(), context.clock());
        return table -> overrides.ofNew(table.toBuilder().encryption(encryption).build());
    }

    /** Replicas have streams: one without a stream gets one, one that has a stream keeps it. */
    private TableDescription withStream(TableDescription table) {
        if (table.stream().enabled()) {
            return table;
        }
        long now = context.clock().millis();
        String label = Tables.streamLabel(now);
        StreamSettings stream =
                new StreamSettings(
                        true,
                        StreamSettings.View.NEW_AND_OLD_IMAGES,
                        label.equals(table.stream().label()) ? Tables.streamLabel(now + 1) : label);
        return table.toBuilder().stream(stream).build();
    }

    private Encryption encryption(String region, Struct details, Encryption own) {
        EncryptionReader keys = new EncryptionReader(context.namespace().in(region));
        boolean given = details.has("KMSMasterKeyId");
        if (!own.kms()) {
            if (given) {
                throw keysMissing();
            }
            return Encryption.OWNED;
        }
        boolean isManaged = own.equals(new EncryptionReader(context.namespace()).managed());
        Encryption wanted = given ? keys.ofKey(details.string("KMSMasterKeyId")) : keys.managed();
        if (!isManaged && !given) {
            throw keysMissing();
        }
        if (isManaged != wanted.equals(keys.managed())) {
            throw TableErrors.invalid(
                    "All replica keys must either be Customer Managed CMK or AWS Managed CMK.");
        }
        return wanted;
    }

    private static ApiException keysMissing() {
        return TableErrors.invalid("KMSMasterKeyId must be specified for each replica.");
    }

    private void update(String local, Action action, GlobalTable tables) {
        requireReplica(local, action.region(), tables);
        if (action.details().has("KMSMasterKeyId")) {
            throw keysMissing();
        }
        ReplicaOverrides overrides = new ReplicaOverrides(action.details(), context.clock());
        tables.change(action.region(), overrides::of);
    }

    private void delete(String local, Action action, GlobalTable tables) {
        String region = action.region();
        requireReplica(local, region, tables);
        TableDescription replica = tables.tables().get(region);
        if (replica.deletionProtection()) {
            throw ApiException.validation(
                    "Cannot delete table "
                            + reference.name()
                            + " in region "
                            + region
                            + " because it has deletion protection enabled. Disable deletion"
                            + " protection first.");
        }
        requireNoSource(replica);
        tables.removeReplica(region, context.database().tables().transition(TableStatus.DELETING));
    }

    /** AWS says so for a day after a replica was made from this one; here, until it is made. */
    public static void requireNoSource(TableDescription replica) {
        if (Replication.of(replica).filter(r -> !r.filling().isEmpty()).isPresent()) {
            throw ApiException.validation(
                    "Replica cannot be deleted because it has acted as a source region for new"
                            + " replica(s) being added to the table in the last 24 hours.");
        }
    }

    /**
     * The local replica leaves the others. As long as writes cannot get to and from it, AWS takes
     * the request and nothing comes of it: the table is ACTIVE again and still has replicas.
     */
    private void disassociate(String local, GlobalTable tables) {
        TableDescription replica = tables.tables().get(local);
        if (Replication.of(replica)
                .filter(replication -> replication.version().equals(Replication.CURRENT))
                .isEmpty()) {
            throw noReplica(local);
        }
        if (DisassociationProtection.isOn(replica)) {
            throw ApiException.validation(
                    "Cannot disassociate replica in region "
                            + local
                            + " because the table has disassociation protection enabled. Disable"
                            + " disassociation protection first.");
        }
        if (isReplicated) {
            tables.separate(local);
        }
    }

    private void requireReplica(String local, String region, GlobalTable tables) {
        boolean isReplica =
                Replication.of(tables.tables().get(local))
                        .filter(r -> r.regions().contains(region))
                        .isPresent();
        if (!isReplica) {
            throw noReplica(region);
        }
    }

    private static ApiException noReplica(String region) {
        return ApiException.validation(
                "Update global table operation failed because one or more replicas were not part"
                        + " of the global table. Please retry the request without these replicas: ["
                        + region
                        + "].");
    }
}
