package stator.operation.table;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stator.database.Tables;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.ResourcePolicy;
import stator.database.table.StreamSettings;
import stator.database.table.Table;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.database.table.Transition;
import stator.model.KeySchema;
import stator.operation.definition.AttributeDefinitions;
import stator.operation.definition.CapacityRules;
import stator.operation.definition.EncryptionReader;
import stator.operation.definition.IndexReader;
import stator.operation.definition.KeySchemaReader;
import stator.operation.definition.VectorIndexReader;
import stator.operation.policy.PolicyDocument;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;
import stator.operation.replica.SettingsReplication;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.operation.table.TableDescriptionWriter.Job;

/** CreateTable. */
public final class CreateTable implements Operation {
    static final int TABLES_MAX = 2500;
    static final int LOCAL_INDEXES_MAX = 5;
    static final int GLOBAL_INDEXES_MAX = 20;
    static final int PROJECTED_ATTRIBUTES_MAX = 100;

    @Override
    public String name() {
        return "CreateTable";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        refuseOthersTables(context, request);
        TableDescription description = read(context, request, reference.name());
        requireRoom(context, reference);
        Table table =
                context.database()
                        .tables()
                        .create(context.namespace(), description)
                        .orElseThrow(() -> alreadyExists(context, reference));
        write(context, request, table, response);
    }

    /** There are no tables of other accounts to be replicated. */
    private void refuseOthersTables(RequestContext context, Struct request) {
        if (request.has("GlobalTableSourceArn")) {
            throw TableErrors.notAuthorized(context, this, request.string("GlobalTableSourceArn"));
        }
    }

    /** The table that a request describes, with AWS's rules in AWS's order. */
    public static TableDescription read(RequestContext context, Struct request, String name) {
        Billing.Mode mode = Billing.Mode.valueOf(request.string("BillingMode", "PROVISIONED"));
        CapacityRules rules = CapacityRules.ofTable(context);
        Throughput throughput = readProvisioned(request, mode, rules);
        AttributeDefinitions definitions = AttributeDefinitions.read(request);
        KeySchema key = new KeySchemaReader(definitions).readTableKey(request);
        requireSensibleVectors(request, mode);
        requireExactDefinitions(request, key, definitions);
        List<IndexDescription> indexes =
                readIndexes(request, key, new IndexReader(context, definitions, mode));
        readVectorIndexes(request, key, definitions, indexes);
        throughput = rules.readNewMaximum(request, mode, throughput);
        throughput = rules.readNewWarm(request, mode, throughput);
        requireWithinQuota(context, throughput, indexes);
        Tables catalog = context.database().tables();
        Transition creating = catalog.transition(TableStatus.CREATING);
        TableDescription description =
                TableDescription.of(name, key, definitions.attributes(), in(creating, indexes))
                        .toBuilder()
                        .transition(creating)
                        .billing(readBilling(context, mode))
                        .throughput(throughput)
                        .tableClass(readTableClass(request))
                        .encryption(readEncryption(context, request))
                        .deletionProtection(request.bool("DeletionProtectionEnabled", false))
                        .stream(readStream(request))
                        .resourcePolicy(readPolicy(context, request))
                        .tags(TagRules.read(request))
                        .build();
        return SettingsReplication.apply(request, description);
    }

    private static Throughput readProvisioned(
            Struct request, Billing.Mode mode, CapacityRules rules) {
        boolean given = request.has("ProvisionedThroughput");
        return switch (mode) {
            case PAY_PER_REQUEST -> {
                if (given) {
                    throw TableErrors.invalid(
                            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified"
                                    + " when BillingMode is PAY_PER_REQUEST");
                }
                yield Throughput.ON_DEMAND;
            }
            case PROVISIONED -> {
                if (!given) {
                    throw TableErrors.invalid(
                            "ReadCapacityUnits and WriteCapacityUnits must both be specified when"
                                    + " BillingMode is PROVISIONED");
                }
                yield rules.readProvisioned(request);
            }
        };
    }

    private static void requireSensibleVectors(Struct request, Billing.Mode mode) {
        if (request.has("VectorIndexes")) {
            List<Struct> given = request.structs("VectorIndexes");
            if (given.isEmpty()) {
                throw TableErrors.invalid("List of VectorIndexes is empty");
            }
            VectorIndexReader.requireSensible(given, mode);
        }
    }

    /**
     * Every definition is used by some key or search schema, and every key attribute is defined.
     */
    private static void requireExactDefinitions(
            Struct request, KeySchema key, AttributeDefinitions definitions) {
        List<String> searched =
                request.structs("VectorIndexes").stream()
                        .flatMap(index -> VectorIndexReader.names(index).stream())
                        .toList();
        boolean indexed =
                request.has("LocalSecondaryIndexes")
                        || request.has("GlobalSecondaryIndexes")
                        || !searched.isEmpty()
                        || definesVector(request, definitions);
        if (!indexed) {
            if (key.attributes().size() != definitions.size()) {
                throw TableErrors.invalid(
                        "Number of attributes in KeySchema does not exactly match number of"
                                + " attributes defined in AttributeDefinitions");
            }
            return;
        }
        Set<String> used = new LinkedHashSet<>();
        key.attributes().forEach(attribute -> used.add(attribute.name()));
        for (String member : List.of("LocalSecondaryIndexes", "GlobalSecondaryIndexes")) {
            for (Struct index : request.structs(member)) {
                List<String> names = KeySchemaReader.names(index.structs("KeySchema"));
                definitions.requireDefined(names);
                used.addAll(names);
            }
        }
        used.addAll(searched);
        used.addAll(vectorAttributes(request));
        definitions.requireAllUsed(used);
    }

    /** Vectors must not be defined, which is said later and of the vector index. */
    private static boolean definesVector(Struct request, AttributeDefinitions definitions) {
        return vectorAttributes(request).stream().anyMatch(definitions::defines);
    }

    private static List<String> vectorAttributes(Struct request) {
        return request.structs("VectorIndexes").stream()
                .map(index -> index.struct("VectorAttribute").string("AttributeName"))
                .toList();
    }

    private static List<IndexDescription> readIndexes(
            Struct request, KeySchema key, IndexReader reader) {
        List<IndexDescription> indexes = new ArrayList<>();
        if (request.has("LocalSecondaryIndexes")) {
            readLocalIndexes(request, key, reader, indexes);
        }
        if (request.has("GlobalSecondaryIndexes")) {
            readGlobalIndexes(request, reader, indexes);
        }
        requireFewProjected(indexes);
        return indexes;
    }

    private static void readLocalIndexes(
            Struct request, KeySchema key, IndexReader reader, List<IndexDescription> indexes) {
        List<Struct> given = request.structs("LocalSecondaryIndexes");
        if (given.isEmpty()) {
            throw TableErrors.invalid("List of LocalSecondaryIndexes is empty");
        }
        if (key.sort().isEmpty()) {
            throw TableErrors.invalid(
                    "Table KeySchema does not have a range key, which is required when specifying"
                            + " a LocalSecondaryIndex");
        }
        for (Struct index : given) {
            add(reader.readLocal(index, key), indexes);
        }
        if (given.size() > LOCAL_INDEXES_MAX) {
            throw TableErrors.invalid(
                    "Number of LocalSecondaryIndexes exceeds per-table limit of "
                            + LOCAL_INDEXES_MAX);
        }
    }

    private static void readGlobalIndexes(
            Struct request, IndexReader reader, List<IndexDescription> indexes) {
        List<Struct> given = request.structs("GlobalSecondaryIndexes");
        if (given.isEmpty()) {
            throw TableErrors.invalid("List of GlobalSecondaryIndexes is empty");
        }
        for (Struct index : given) {
            add(reader.readGlobal(index), indexes);
        }
        if (given.size() > GLOBAL_INDEXES_MAX) {
            throw TableErrors.invalid(
                    "GlobalSecondaryIndex count exceeds the per-table limit of "
                            + GLOBAL_INDEXES_MAX);
        }
    }

    private static void readVectorIndexes(
            Struct request,
            KeySchema key,
            AttributeDefinitions definitions,
            List<IndexDescription> indexes) {
        VectorIndexReader reader = new VectorIndexReader(definitions);
        for (Struct index : request.structs("VectorIndexes")) {
            add(reader.read(index, key), indexes);
        }
        VectorIndexReader.requireTogether(
                indexes.stream().filter(IndexDescription::isVector).toList());
    }

    private static void add(IndexDescription index, List<IndexDescription> indexes) {
        if (indexes.stream().anyMatch(other -> other.name().equals(index.name()))) {
            throw TableErrors.invalid("Duplicate index name: " + index.name());
        }
        indexes.add(index);
    }

    /** The limit is AWS's; its words could not be established. */
    static void requireFewProjected(List<IndexDescription> indexes) {
        int projected = 0;
        for (IndexDescription index : indexes) {
            projected += index.nonKeyAttributes().size();
        }
        if (projected > PROJECTED_ATTRIBUTES_MAX) {
            throw TableErrors.invalid(
                    "Number of NonKeyAttributes of all secondary indexes exceeds the per-table"
                            + " limit of "
                            + PROJECTED_ATTRIBUTES_MAX);
        }
    }

    private static void requireWithinQuota(
            RequestContext context, Throughput throughput, List<IndexDescription> indexes) {
        CapacityRules.ofTable(context).requireWithinQuota(throughput);
        for (IndexDescription index : indexes) {
            CapacityRules.ofIndex(context, index.name()).requireWithinQuota(index.throughput());
        }
    }

    private static List<IndexDescription> in(
            Transition transition, List<IndexDescription> indexes) {
        return indexes.stream()
                .map(index -> index.isLocal() ? index : index.withTransition(transition))
                .toList();
    }

    private static Billing readBilling(RequestContext context, Billing.Mode mode) {
        return switch (mode) {
            case PAY_PER_REQUEST -> Billing.payPerRequest(context.clock().millis());
            case PROVISIONED -> Billing.PROVISIONED;
        };
    }

    private static TableClass readTableClass(Struct request) {
        return request.findString("TableClass")
                .map(name -> new TableClass(name, true, Throughput.NEVER))
                .orElse(TableClass.STANDARD);
    }

    private static Encryption readEncryption(RequestContext context, Struct request) {
        return request.findStruct("SSESpecification")
                .map(new EncryptionReader(context.namespace())::read)
                .orElse(Encryption.OWNED);
    }

    /** The stream that is asked for; the catalog gives it its label. */
    private static StreamSettings readStream(Struct request) {
        if (!request.has("StreamSpecification")) {
            return StreamSettings.NONE;
        }
        Struct specification = request.struct("StreamSpecification");
        boolean viewGiven = specification.has("StreamViewType");
        if (!specification.bool("StreamEnabled")) {
            if (viewGiven) {
                throw TableErrors.invalid(
                        "Table is being created with a stream disabled, UpdateViewType should not"
                                + " be specified");
            }
            return StreamSettings.NONE;
        }
        if (!viewGiven) {
            throw TableErrors.invalid(
                    "Table is being created with a stream enabled, UpdateViewType is required");
        }
        return new StreamSettings(
                true, StreamSettings.View.valueOf(specification.string("StreamViewType")), "");
    }

    private static ResourcePolicy readPolicy(RequestContext context, Struct request) {
        return request.findString("ResourcePolicy")
                .map(text ->
                        PolicyDocument.parse(
                                        text,
                                        PolicyTarget.TABLE,
                                        context.namespace().partition(),
                                        context.policyActions())
                                .text())
                .map(document ->
                        new ResourcePolicy(document, Long.toString(context.clock().millis())))
                .orElse(ResourcePolicy.NONE);
    }

    public static void requireRoom(RequestContext context, TableReference reference) {
        Tables catalog = context.database().tables();
        if (catalog.count(context.namespace()) >= TABLES_MAX && reference.find(context).isEmpty()) {
            throw TableErrors.limitExceeded(
                    "There is a limit of " + TABLES_MAX + " tables per subscriber");
        }
    }

    private static RuntimeException alreadyExists(
            RequestContext context, TableReference reference) {
        boolean creating =
                reference
                        .find(context)
                        .map(table -> table.statusAt(context.clock().millis()))
                        .filter(TableStatus.CREATING::equals)
                        .isPresent();
        return creating
                ? TableErrors.inUse("Table is being created: " + reference.name())
                : TableErrors.alreadyExists(reference.name());
    }

    /**
     * The answer always says CREATING, as if creating took its time, and knows nothing yet that
     * follows from the settings.
     */
    private static void write(
            RequestContext context, Struct request, Table table, ResponseWriter response) {
        TableDescription created = table.description();
        Transition creating = new Transition(TableStatus.CREATING, Long.MAX_VALUE);
        Throughput throughput = created.throughput();
        boolean warmGiven = request.has("WarmThroughput");
        TableDescription shown =
                created.toBuilder()
                        .transition(creating)
                        .billing(new Billing(created.billing().mode(), Throughput.NEVER))
                        .throughput(warmGiven ? throughput : withoutWarm(throughput))
                        .indexes(
                                in(creating, created.indexes()).stream()
                                        .map(index ->
                                                index.withThroughput(
                                                        withoutWarm(index.throughput())))
                                        .toList())
                        .build();
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        shown,
                        context.database().items().statistics(table),
                        context.clock().instant(),
                        EnumSet.of(Job.WARM_THROUGHPUT))
                .writeWhole("TableDescription");
        response.endObject();
    }

    private static Throughput withoutWarm(Throughput throughput) {
        return throughput.withWarm(Throughput.UNSET, Throughput.UNSET);
    }
}
