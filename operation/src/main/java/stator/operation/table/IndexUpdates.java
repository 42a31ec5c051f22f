package stator.operation.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import stator.database.table.Backfill;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.definition.AttributeDefinitions;
import stator.operation.definition.CapacityRules;
import stator.operation.definition.IndexReader;
import stator.operation.definition.VectorIndexReader;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/**
 * What the GlobalSecondaryIndexUpdates and VectorIndexUpdates of an UpdateTable request make of a
 * table: indexes that come, change their capacity, or go.
 *
 * <p>As everywhere in {@link TableUpdate}, there is what is kept and what the answer shows.
 */
final class IndexUpdates {
    private static final Backfill JUST_BEGUN = new Backfill(Long.MAX_VALUE, Long.MAX_VALUE);

    private final RequestContext context;
    private final Struct request;
    private final TableDescription before;
    private final Billing.Mode mode;
    private final Instant now;
    private final Optional<OnlineIndex> online;
    private final List<Change> changes = new ArrayList<>();
    private int comingOrGoing;

    /** One change, in both forms. */
    private record Change(
            UnaryOperator<TableDescription> stored, UnaryOperator<TableDescription> shown) {}

    /**
     * The updates of a request.
     *
     * @param mode the table's billing mode from now on
     */
    IndexUpdates(
            RequestContext context, Struct request, TableDescription before, Billing.Mode mode) {
        this.context = context;
        this.request = request;
        this.before = before;
        this.mode = mode;
        now = context.clock().instant();
        online = OnlineIndex.of(before, now.toEpochMilli());
        requireOneChange();
        for (Struct update : request.structs("GlobalSecondaryIndexUpdates")) {
            update.findStruct("Create").ifPresent(this::create);
            update.findStruct("Update").ifPresent(this::update);
            update.findStruct("Delete").ifPresent(delete -> delete(requireGlobalIndex(delete)));
        }
        for (Struct update : request.structs("VectorIndexUpdates")) {
            update.findStruct("Create").ifPresent(this::createVector);
            update.findStruct("Delete").ifPresent(delete -> delete(requireVectorIndex(delete)));
        }
        requireOneOnline();
    }

    /** Of several that come or go AWS does not ask whether they are there (measured). */
    private void requireOneChange() {
        long asked =
                Stream.of("GlobalSecondaryIndexUpdates", "VectorIndexUpdates")
                        .flatMap(member -> request.structs(member).stream())
                        .filter(update ->
                                update.findStruct("Create").isPresent()
                                        || update.findStruct("Delete").isPresent())
                        .count();
        if (asked > 1) {
            throw OnlineIndex.onlyOne();
        }
    }

    /** The description from now on. */
    TableDescription stored(TableDescription table) {
        TableDescription changed = table;
        for (Change change : changes) {
            changed = change.stored.apply(changed);
        }
        return changed;
    }

    /** The description as the answer shows it. */
    TableDescription shown(TableDescription table) {
        TableDescription changed = table;
        for (Change change : changes) {
            changed = change.shown.apply(changed);
        }
        return changed;
    }

    /** Whether an index is created or deleted. */
    boolean indexesComeOrGo() {
        return comingOrGoing > 0;
    }

    /** What is wrong with a request is said first; then how many indexes there are or come. */
    private void requireOneOnline() {
        boolean others = online.isPresent() && !isDeletionOfOnline();
        if (comingOrGoing > 1 || comingOrGoing == 1 && others) {
            throw OnlineIndex.onlyOne();
        }
        int indexes = stored(before).globalIndexes().size();
        if (indexes > NewIndexes.GLOBAL_INDEXES_MAX) {
            throw TableErrors.limitExceeded(
                    "Number of global secondary indexes exceeds per-table limit of "
                            + NewIndexes.GLOBAL_INDEXES_MAX);
        }
        VectorIndexReader.requireTogether(stored(before).vectorIndexes());
    }

    private boolean isDeletionOfOnline() {
        return Stream.of("GlobalSecondaryIndexUpdates", "VectorIndexUpdates")
                .flatMap(member -> request.structs(member).stream())
                .flatMap(update -> update.findStruct("Delete").stream())
                .anyMatch(delete -> online.get().is(delete.string("IndexName")));
    }

    private void create(Struct create) {
        String name = create.string("IndexName");
        requireNew(name);
        add(readCreated(create, name));
    }

    private void createVector(Struct create) {
        VectorIndexReader.requireSensible(List.of(create), mode);
        requireNew(create.string("IndexName"));
        AttributeDefinitions definitions =
                AttributeDefinitions.read(request).or(before.attributeDefinitions());
        IndexDescription index = new VectorIndexReader(definitions).read(create, before.key());
        requireSameTypes(index);
        add(index);
    }

    private void requireNew(String name) {
        if (before.index(name).isPresent()) {
            throw online.filter(index -> index.is(name))
                    .map(OnlineIndex::refuseCreation)
                    .orElseGet(() ->
                            ApiException.validation(
                                    "Attempting to create an index which already exists"));
        }
    }

    private void add(IndexDescription index) {
        Backfill backfill = context.database().tables().backfill();
        changes.add(
                new Change(
                        table -> table.withIndex(index.withBackfill(backfill)),
                        table -> table.withIndex(index.withBackfill(JUST_BEGUN))));
        comingOrGoing++;
    }

    private IndexDescription readCreated(Struct create, String name) {
        if (!request.has("AttributeDefinitions")) {
            throw TableErrors.invalid("AttributeDefinitions is not specified for index: " + name);
        }
        // Only what the request itself defines counts; for other attributes it is not looked at.
        AttributeDefinitions definitions = AttributeDefinitions.read(request);
        IndexDescription index = new IndexReader(context, definitions, mode).readAdded(create);
        requireSameTypes(index);
        requireNoVectors(index);
        CapacityRules.ofIndex(context, name).requireWithinQuota(index.throughput());
        List<IndexDescription> all = new ArrayList<>(before.indexes());
        all.add(index);
        NewIndexes.requireFewProjected(all);
        return index;
    }

    private void requireNoVectors(IndexDescription index) {
        for (IndexDescription other : before.vectorIndexes()) {
            if (index.key().find(other.vector().attribute()).isPresent()) {
                throw VectorIndexReader.definedVector(other.vector().attribute());
            }
        }
    }

    private void requireSameTypes(IndexDescription index) {
        for (KeyAttribute attribute : index.definedAttributes()) {
            for (KeyAttribute defined : before.attributeDefinitions()) {
                if (defined.name().equals(attribute.name()) && !defined.equals(attribute)) {
                    throw TableErrors.invalid(
                            "Attributes cannot be redefined. Please check that your attribute has"
                                    + " the same type as previously defined. Existing schema: "
                                    + schemaText(keyWith(defined))
                                    + " New schema: "
                                    + schemaText(index.key()));
                }
            }
        }
    }

    /** A key of the table that has the attribute: the table's own before those of indexes. */
    private KeySchema keyWith(KeyAttribute attribute) {
        if (before.key().attributes().contains(attribute)) {
            return before.key();
        }
        return before.indexes().stream()
                .map(IndexDescription::key)
                .filter(key -> key.attributes().contains(attribute))
                .findFirst()
                .orElse(new KeySchema(List.of(attribute), List.of()));
    }

    private static String schemaText(KeySchema key) {
        List<String> elements = new ArrayList<>();
        key.partition().forEach(attribute -> elements.add(elementText(attribute, "HASH")));
        key.sort().forEach(attribute -> elements.add(elementText(attribute, "RANGE")));
        return "Schema:[" + String.join(", ", elements) + "]";
    }

    private static String elementText(KeyAttribute attribute, String keyType) {
        return "SchemaElement: key{"
                + attribute.name()
                + ":"
                + attribute.type()
                + ":"
                + keyType
                + "}";
    }

    private IndexDescription requireGlobalIndex(Struct delete) {
        return requireGlobalIndex(delete.string("IndexName"), "delete");
    }

    private IndexDescription requireVectorIndex(Struct delete) {
        String name = delete.string("IndexName");
        return before.index(name)
                .filter(IndexDescription::isVector)
                .orElseThrow(() -> TableErrors.indexNotFound(name, before.name()));
    }

    private void delete(IndexDescription index) {
        String name = index.name();
        online.filter(other -> other.is(name)).ifPresent(OnlineIndex::requireDeletable);
        Transition deleting = context.database().tables().transition(TableStatus.DELETING);
        Transition begun = new Transition(TableStatus.DELETING, Long.MAX_VALUE);
        changes.add(
                new Change(
                        table ->
                                deleting.equals(Transition.NONE)
                                        ? table.withoutIndex(name)
                                        : with(table, index.withTransition(deleting)),
                        table -> with(table, index.withTransition(begun))));
        comingOrGoing++;
    }

    private static TableDescription with(TableDescription table, IndexDescription index) {
        return table.toBuilder().replaceIndex(index).build();
    }

    private void update(Struct update) {
        String name = update.string("IndexName");
        IndexDescription index = requireGlobalIndex(name, "update");
        requireNotUpdating(index);
        online.filter(other -> other.is(name)).ifPresent(OnlineIndex::requireChangeable);
        Throughput kept = index.throughput();
        Throughput visible = kept;
        CapacityRules rules = CapacityRules.ofIndex(context, name);
        if (update.has("ProvisionedThroughput")) {
            ThroughputChange change = changeProvisioned(update, index, rules);
            kept = change.stored();
            visible = change.shown();
        }
        if (TableUpdateRules.hasAny(
                update, "OnDemandThroughput", "MaxReadRequestUnits", "MaxWriteRequestUnits")) {
            Throughput changed = rules.readChangedMaximum(update, mode, kept);
            kept = TableUpdate.withoutRemoved(changed);
            visible = visible.withMaximum(changed.readUnitsMax(), changed.writeUnitsMax());
        }
        if (update.has("WarmThroughput")) {
            kept = rules.readRaisedWarm(update, kept);
        }
        changes.add(change(index, kept, visible));
    }

    private Change change(IndexDescription index, Throughput kept, Throughput visible) {
        IndexDescription changed = index.withThroughput(kept);
        IndexDescription answered = index.withThroughput(visible);
        if (index.backfilling()) {
            return new Change(table -> with(table, changed), table -> with(table, answered));
        }
        Transition updating = context.database().tables().transition(TableStatus.UPDATING);
        Transition begun = new Transition(TableStatus.UPDATING, Long.MAX_VALUE);
        return new Change(
                table -> with(table, changed.withTransition(updating)),
                table -> with(table, answered.withTransition(begun)));
    }

    private void requireNotUpdating(IndexDescription index) {
        if (index.statusAt(now.toEpochMilli()) == TableStatus.UPDATING) {
            throw TableErrors.inUse(
                    "Index is being updated. Table: " + before.name() + " Index: " + index.name());
        }
    }

    private ThroughputChange changeProvisioned(
            Struct update, IndexDescription index, CapacityRules rules) {
        if (mode == Billing.Mode.PAY_PER_REQUEST) {
            throw TableErrors.invalid(
                    "The only Updates for index: "
                            + index.name()
                            + " when TableThroughputMode is PAY_PER_REQUEST can be to"
                            + " OnDemandThroughput, WarmThroughput");
        }
        Throughput current = index.throughput();
        Throughput requested = rules.readProvisioned(update);
        rules.requireWithinQuota(requested);
        return mode != before.billing().mode()
                ? new ThroughputChange(TableUpdate.provisioned(current, requested), current)
                : ThroughputChange.of(current, requested, index.name(), now);
    }

    private IndexDescription requireGlobalIndex(String name, String verb) {
        IndexDescription index =
                before.index(name)
                        .orElseThrow(() -> TableErrors.indexNotFound(name, before.name()));
        if (!index.isGlobal()) {
            throw ApiException.validation(
                    "Cannot " + verb + " an index that is not a GlobalSecondaryIndex: " + name);
        }
        return index;
    }
}
