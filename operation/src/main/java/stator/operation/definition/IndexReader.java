package stator.operation.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.Throughput;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** Reads the secondary indexes of a request, with AWS's rules in AWS's order. */
public final class IndexReader {
    private final RequestContext context;
    private final KeySchemaReader keys;
    private final Billing.Mode billing;

    public IndexReader(
            RequestContext context, AttributeDefinitions definitions, Billing.Mode billing) {
        this.context = context;
        this.keys = new KeySchemaReader(definitions);
        this.billing = billing;
    }

    /** A local index of a table with that key. */
    public IndexDescription readLocal(Struct index, KeySchema tableKey) {
        String name = index.string("IndexName");
        KeySchema key = keys.readLocalKey(index);
        if (key.sort().isEmpty()) {
            throw TableErrors.invalid(
                    "Index KeySchema does not have a range key for index: " + name);
        }
        KeyAttribute hash = key.partition().getFirst();
        KeyAttribute tableHash = tableKey.partition().getFirst();
        if (!hash.name().equals(tableHash.name())) {
            throw TableErrors.invalid(
                    "Index KeySchema does not have the same leading hash key as table KeySchema"
                            + " for index: "
                            + name
                            + ". index hash key: "
                            + hash.name()
                            + ", table hash key: "
                            + tableHash.name());
        }
        Struct projection = index.struct("Projection");
        return IndexDescription.local(
                name, key, readProjection(projection), projection.strings("NonKeyAttributes"));
    }

    /** A global index that is created together with its table. */
    public IndexDescription readGlobal(Struct index) {
        return readGlobal(
                index,
                "ProvisionedThroughput should not be specified for index: %s when BillingMode is"
                        + " PAY_PER_REQUEST",
                "ProvisionedThroughput is not specified for index: %s");
    }

    /** A global index that is added to a table, about which AWS says the same in other words. */
    public IndexDescription readAdded(Struct index) {
        return readGlobal(
                index,
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: %s"
                        + " when BillingMode is PAY_PER_REQUEST",
                "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: %s");
    }

    private IndexDescription readGlobal(
            Struct index, String capacityNotAllowed, String capacityMissing) {
        String name = index.string("IndexName");
        KeySchema key = keys.readGlobalKey(index);
        Struct projection = index.struct("Projection");
        Projection type = readProjection(projection);
        CapacityRules rules = CapacityRules.ofIndex(context, name);
        Throughput throughput =
                readProvisioned(
                        index,
                        rules,
                        capacityNotAllowed.formatted(name),
                        capacityMissing.formatted(name));
        return IndexDescription.global(
                name,
                key,
                type,
                projection.strings("NonKeyAttributes"),
                readOptional(index, rules, throughput));
    }

    private Throughput readOptional(Struct index, CapacityRules rules, Throughput provisioned) {
        Throughput throughput = rules.readNewMaximum(index, billing, provisioned);
        return rules.readNewWarm(index, billing, throughput);
    }

    private Throughput readProvisioned(
            Struct index, CapacityRules rules, String notAllowed, String missing) {
        boolean given = index.has("ProvisionedThroughput");
        return switch (billing) {
            case PAY_PER_REQUEST -> {
                if (given) {
                    throw TableErrors.invalid(notAllowed);
                }
                yield Throughput.ON_DEMAND;
            }
            case PROVISIONED -> {
                if (!given) {
                    throw TableErrors.invalid(missing);
                }
                yield rules.readProvisioned(index);
            }
        };
    }

    /** Which attributes an index projects. */
    static Projection readProjection(Struct projection) {
        if (!projection.has("ProjectionType")) {
            throw TableErrors.invalid("Unknown ProjectionType: null");
        }
        Projection type = Projection.valueOf(projection.string("ProjectionType"));
        List<String> names = projection.strings("NonKeyAttributes");
        boolean given = projection.has("NonKeyAttributes");
        if (type == Projection.INCLUDE && !given) {
            throw TableErrors.invalid(
                    "ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }
        if (type != Projection.INCLUDE && given) {
            throw TableErrors.invalid(
                    "ProjectionType is " + type + ", but NonKeyAttributes is specified");
        }
        requireDistinct(names);
        return type;
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw TableErrors.invalid("Duplicate element in NonKeyAttributes: " + name);
            }
        }
    }
}
