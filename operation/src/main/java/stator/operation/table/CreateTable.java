package stator.operation.table;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import stator.database.Tables;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.ResourcePolicy;
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
import stator.operation.policy.PolicyDocument;
import stator.operation.policy.PutResourcePolicy;
import stator.operation.replica.SettingsReplication;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.operation.table.TableDescriptionWriter.Job;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** CreateTable. */
public final class CreateTable implements Operation {
    static final int TABLES_MAX = 2500;

    @Override
    public String name() {
        return "CreateTable";
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.tableIn(request, "TableName");
        if (request.has("Tags")) {
            named.doing(new TagResource().name(), List.of(request));
            named.tableIn(request, "TableName");
        }
        if (request.has("ResourcePolicy")) {
            named.doing(new PutResourcePolicy().name(), List.of(request));
            named.tableIn(request, "TableName");
        }
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
        NewIndexes.requireSensibleVectors(request, mode);
        NewIndexes.requireExactDefinitions(request, key, definitions);
        List<IndexDescription> indexes =
                NewIndexes.readIndexes(request, key, new IndexReader(context, definitions, mode));
        NewIndexes.readVectorIndexes(request, key, definitions, indexes);
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
                        .stream(NewStream.read(request))
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
