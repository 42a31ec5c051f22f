package stator.operation.table;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.StreamSettings;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.database.table.Transition;
import stator.operation.definition.CapacityRules;
import stator.operation.definition.EncryptionReader;
import stator.operation.replica.DisassociationProtection;
import stator.operation.replica.SettingsReplication;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.table.TableDescriptionWriter.Job;
import stator.protocol.Struct;

/**
 * What an UpdateTable request makes of a table: the description that is kept, and the one that the
 * answer shows. They differ because AWS's answer shows a table whose change has just begun.
 *
 * <p>The request {@linkplain TableUpdateRules keeps the rules} by itself; here it meets the table.
 */
final class TableUpdate {
    private static final Transition UPDATING = new Transition(TableStatus.UPDATING, Long.MAX_VALUE);

    private final RequestContext context;
    private final Struct request;
    private final TableDescription before;
    private final Instant now;
    private TableDescription.Builder stored;
    private TableDescription.Builder shown;
    private final Set<Job> jobs = EnumSet.noneOf(Job.class);

    TableUpdate(RequestContext context, Struct request, TableDescription before) {
        this.context = context;
        this.request = request;
        this.before = before;
        now = context.clock().instant();
        stored = before.toBuilder();
        shown = before.toBuilder();
        requireUpdatable();
        apply();
    }

    /** The description from now on. */
    TableDescription stored() {
        return stored.build();
    }

    /** The description as the answer shows it. */
    TableDescription shown() {
        return shown.build();
    }

    /** What the answer shows as under way, besides the status. */
    Set<Job> jobs() {
        return jobs;
    }

    private void requireUpdatable() {
        switch (before.statusAt(now.toEpochMilli())) {
            case CREATING -> throw TableErrors.inUse("Table is being created: " + before.name());
            case DELETING -> throw TableErrors.inUse("Table is being deleted: " + before.name());
            case UPDATING -> requireUpdatableMeanwhile();
            case ACTIVE -> {}
        }
    }

    /**
     * AWS lets some changes in whatever else is going on, and others while an index comes or goes.
     */
    private void requireUpdatableMeanwhile() {
        if (request.has("DeletionProtectionEnabled")
                || request.has("SSESpecification")
                || request.has("WarmThroughput")) {
            return;
        }
        OnlineIndex online =
                OnlineIndex.of(before, now.toEpochMilli())
                        .filter(index -> index.phase() != OnlineIndex.Phase.BACKFILLING)
                        .filter(index -> !request.has("TableClass"))
                        .orElseThrow(() ->
                                TableErrors.inUse("Table is being updated: " + before.name()));
        if (indexActions("Update").containsKey(online.index().name())) {
            online.requireChangeable();
        }
        boolean switches = newMode() != before.billing().mode();
        if (switches || request.has("ProvisionedThroughput")) {
            throw online.refuseCapacity();
        }
        if (request.has("StreamSpecification")) {
            throw online.refuseStream();
        }
        if (request.has("OnDemandThroughput")) {
            throw online.refuseMaximum();
        }
    }

    private void apply() {
        if (request.has("BillingMode") || request.has("ProvisionedThroughput")) {
            changeCapacity();
        }
        if (request.has("StreamSpecification")) {
            changeStream(request.struct("StreamSpecification"));
        }
        if (request.has("TableClass")) {
            changeClass(request.string("TableClass"));
        }
        if (request.has("SSESpecification")) {
            changeEncryption(request.struct("SSESpecification"));
        }
        if (request.has("DeletionProtectionEnabled")) {
            boolean protection = request.bool("DeletionProtectionEnabled");
            stored.deletionProtection(protection);
            shown.deletionProtection(protection);
        }
        if (request.has("DisassociationProtectionEnabled")) {
            boolean protection = request.bool("DisassociationProtectionEnabled");
            stored = DisassociationProtection.set(stored.build(), protection).toBuilder();
            shown = DisassociationProtection.set(shown.build(), protection).toBuilder();
        }
        stored = SettingsReplication.apply(request, stored.build()).toBuilder();
        shown = SettingsReplication.apply(request, shown.build()).toBuilder();
        if (request.has("OnDemandThroughput")) {
            changeMaximum();
        }
        if (request.has("WarmThroughput")) {
            changeWarm();
        }
        changeIndexes();
    }

    private Billing.Mode newMode() {
        return request.findString("BillingMode")
                .map(Billing.Mode::valueOf)
                .orElse(before.billing().mode());
    }

    private void startUpdating() {
        stored.transition(context.database().tables().transition(TableStatus.UPDATING));
        shown.transition(UPDATING);
    }

    private void changeCapacity() {
        Billing.Mode newMode = newMode();
        boolean switches = newMode != before.billing().mode();
        CapacityRules rules = CapacityRules.ofTable(context);
        switch (newMode) {
            case PROVISIONED -> {
                Throughput requested = rules.readProvisioned(request);
                rules.requireWithinQuota(requested);
                if (switches) {
                    switchToProvisioned(requested);
                } else {
                    changeProvisioned(requested);
                }
            }
            case PAY_PER_REQUEST -> {
                if (request.has("ProvisionedThroughput")) {
                    throw TableErrors.invalid(
                            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
                                    + " when BillingMode is PAY_PER_REQUEST");
                }
                if (switches) {
                    switchToPayPerRequest();
                }
            }
        }
        startUpdating();
    }

    private void changeProvisioned(Throughput requested) {
        ThroughputChange change = ThroughputChange.of(before.throughput(), requested, "", now);
        stored.throughput(change.stored());
        shown.throughput(change.shown());
    }

    private void switchToProvisioned(Throughput requested) {
        if (!before.vectorIndexes().isEmpty()) {
            throw TableErrors.invalid("Tables with vector indexes must be in PAY_PER_REQUEST mode");
        }
        requireIndexCapacities();
        Billing billing =
                new Billing(
                        Billing.Mode.PROVISIONED,
                        before.billing().lastUpdateToPayPerRequestMillis());
        Throughput throughput = provisioned(before.throughput(), requested);
        stored.billing(billing).throughput(throughput);
        shown.billing(billing).throughput(throughput);
    }

    /** Capacity of a table or index that was on-demand; its maxima end with that. */
    static Throughput provisioned(Throughput current, Throughput requested) {
        Throughput changed =
                new Throughput(
                        requested.readUnits(),
                        requested.writeUnits(),
                        current.lastIncreaseMillis(),
                        current.lastDecreaseMillis(),
                        current.decreasesToday(),
                        Throughput.UNSET,
                        Throughput.UNSET,
                        current.warmReadUnits(),
                        current.warmWriteUnits());
        return CapacityRules.initiallyWarm(Billing.Mode.PROVISIONED, changed);
    }

    private void requireIndexCapacities() {
        Map<String, Struct> updates = indexActions("Update");
        for (IndexDescription index : before.globalIndexes()) {
            Struct update = updates.get(index.name());
            if (update == null || !update.has("ProvisionedThroughput")) {
                throw TableErrors.invalid(
                        "ProvisionedThroughput must be specified for index: " + index.name());
            }
        }
    }

    private void switchToPayPerRequest() {
        Throughput throughput = onDemand(before.throughput());
        stored.billing(Billing.payPerRequest(now.toEpochMilli())).throughput(throughput);
        shown.billing(new Billing(Billing.Mode.PAY_PER_REQUEST, Throughput.NEVER))
                .throughput(decreasedNow(throughput));
        for (IndexDescription index : before.globalIndexes()) {
            IndexDescription changed = index.withThroughput(onDemand(index.throughput()));
            if (index.backfilling()) {
                stored.replaceIndex(changed);
                shown.replaceIndex(changed);
                continue;
            }
            stored.replaceIndex(
                    changed.withTransition(
                            context.database().tables().transition(TableStatus.UPDATING)));
            shown.replaceIndex(changed.withTransition(UPDATING));
        }
    }

    private static Throughput onDemand(Throughput current) {
        Throughput changed =
                new Throughput(
                        0,
                        0,
                        current.lastIncreaseMillis(),
                        current.lastDecreaseMillis(),
                        current.decreasesToday(),
                        current.readUnitsMax(),
                        current.writeUnitsMax(),
                        current.warmReadUnits(),
                        current.warmWriteUnits());
        return CapacityRules.initiallyWarm(Billing.Mode.PAY_PER_REQUEST, changed);
    }

    /** The answer to the switch shows a decrease that the books do not keep. */
    private Throughput decreasedNow(Throughput throughput) {
        return new Throughput(
                throughput.readUnits(),
                throughput.writeUnits(),
                throughput.lastIncreaseMillis(),
                now.toEpochMilli(),
                TableDescriptionWriter.decreasesToday(throughput, now),
                throughput.readUnitsMax(),
                throughput.writeUnitsMax(),
                throughput.warmReadUnits(),
                throughput.warmWriteUnits());
    }

    private void changeStream(Struct specification) {
        StreamSettings changed = StreamChange.of(specification, before, now);
        stored.stream(changed);
        shown.stream(changed);
        startUpdating();
    }

    /** A class that the table has is accepted, and does not even begin to be described. */
    private void changeClass(String name) {
        if (!name.equals(before.tableClass().name())) {
            stored.tableClass(new TableClass(name, true, now.toEpochMilli()));
        }
        startUpdating();
    }

    private void changeEncryption(Struct specification) {
        Encryption current = before.encryption();
        Encryption wanted = new EncryptionReader(context.namespace()).read(specification);
        if (!wanted.kms() && !current.kms()) {
            throw TableErrors.invalid("Table is already encrypted by default");
        }
        // Only the key's ARN is recognised; its other names start the work again.
        if (current.kms() && specification.string("KMSMasterKeyId", "").equals(current.keyArn())) {
            throw TableErrors.invalid(
                    "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId"
                            + " parameter if you want to change Master Key");
        }
        stored.encryption(wanted);
        jobs.add(Job.ENCRYPTION);
    }

    private void changeMaximum() {
        Throughput current = stored.build().throughput();
        Throughput changed =
                CapacityRules.ofTable(context).readChangedMaximum(request, newMode(), current);
        stored.throughput(withoutRemoved(changed));
        shown.throughput(
                shown.build()
                        .throughput()
                        .withMaximum(changed.readUnitsMax(), changed.writeUnitsMax()));
    }

    static Throughput withoutRemoved(Throughput throughput) {
        return throughput.withMaximum(
                withoutRemoved(throughput.readUnitsMax()),
                withoutRemoved(throughput.writeUnitsMax()));
    }

    private static long withoutRemoved(long maximum) {
        return maximum == CapacityRules.REMOVED ? Throughput.UNSET : maximum;
    }

    private void changeWarm() {
        Throughput current = before.throughput();
        Throughput raised = CapacityRules.ofTable(context).readRaisedWarm(request, current);
        if (!raised.equals(current)) {
            stored.throughput(raised);
            jobs.add(Job.WARM_THROUGHPUT);
        }
    }

    private Map<String, Struct> indexActions(String action) {
        Map<String, Struct> actions = new HashMap<>();
        for (Struct update : request.structs("GlobalSecondaryIndexUpdates")) {
            update.findStruct(action)
                    .ifPresent(struct -> actions.put(struct.string("IndexName"), struct));
        }
        return actions;
    }

    private void changeIndexes() {
        if (!request.has("GlobalSecondaryIndexUpdates") && !request.has("VectorIndexUpdates")) {
            return;
        }
        IndexUpdates updates = new IndexUpdates(context, request, before, newMode());
        stored = updates.stored(stored.build()).toBuilder();
        shown = updates.shown(shown.build()).toBuilder();
        if (updates.indexesComeOrGo()) {
            startUpdating();
        }
    }
}
