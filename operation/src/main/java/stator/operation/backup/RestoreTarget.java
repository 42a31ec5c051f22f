package stator.operation.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.definition.CapacityRules;
import stator.operation.definition.EncryptionReader;
import stator.operation.definition.KeySchemaReader;
import stator.operation.definition.VectorIndexReader;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/**
 * The table that a restore makes of a source table: its keys, capacity, indexes and encryption,
 * each as in the source or as the request overrides it. What else a table may have (stream, time to
 * live, tags, class, protection, policy) is not restored.
 */
final class RestoreTarget {
    private final RequestContext context;
    private final Struct request;
    private final TableDescription source;

    RestoreTarget(RequestContext context, Struct request, TableDescription source) {
        this.context = context;
        this.request = request;
        this.source = source;
    }

    /** The table to be, with AWS's rules for overrides in AWS's order. */
    TableDescription read() {
        Billing.Mode mode = mode();
        Throughput throughput = throughput(mode);
        List<IndexDescription> indexes = new ArrayList<>(localIndexes());
        indexes.addAll(globalIndexes(mode));
        indexes.addAll(vectorIndexes(mode));
        requireDistinct(indexes);
        return TableDescription.of(
                        request.string("TargetTableName"),
                        source.key(),
                        definitions(indexes),
                        indexes)
                .toBuilder()
                .billing(billing(mode))
                .throughput(CapacityRules.initiallyWarm(mode, throughput))
                .encryption(encryption())
                .build();
    }

    private static void requireDistinct(List<IndexDescription> indexes) {
        Set<String> names = new HashSet<>();
        for (IndexDescription index : indexes) {
            if (!names.add(index.name())) {
                throw TableErrors.invalid("Duplicate index name: " + index.name());
            }
        }
    }

    private Billing.Mode mode() {
        return request.findString("BillingModeOverride")
                .map(Billing.Mode::valueOf)
                .orElse(source.billing().mode());
    }

    private Billing billing(Billing.Mode mode) {
        return switch (mode) {
            case PAY_PER_REQUEST -> Billing.payPerRequest(context.clock().millis());
            case PROVISIONED -> Billing.PROVISIONED;
        };
    }

    private Throughput throughput(Billing.Mode mode) {
        boolean given = request.has("ProvisionedThroughputOverride");
        if (given && mode != Billing.Mode.PROVISIONED) {
            throw ApiException.validation(
                    "Cannot override ProvisionedThroughput unless BillingMode is PROVISIONED");
        }
        if (!given && mode == Billing.Mode.PROVISIONED && mode != source.billing().mode()) {
            throw ApiException.validation(
                    "Must override ProvisionedThroughput if BillingMode is overridden to"
                            + " PROVISIONED");
        }
        CapacityRules rules = CapacityRules.ofTable(context);
        Throughput provisioned =
                given
                        ? rules.readUnits(request.struct("ProvisionedThroughputOverride"))
                        : units(source.throughput(), mode);
        rules.requireWithinQuota(provisioned);
        return maximum(rules, mode, provisioned);
    }

    /** The units of the source that mean something under a mode. */
    private static Throughput units(Throughput throughput, Billing.Mode mode) {
        return mode == Billing.Mode.PROVISIONED
                ? Throughput.provisioned(throughput.readUnits(), throughput.writeUnits())
                : Throughput.ON_DEMAND;
    }

    private Throughput maximum(CapacityRules rules, Billing.Mode mode, Throughput provisioned) {
        if (request.has("OnDemandThroughputOverride")) {
            return rules.readNewMaximumUnits(
                    request.struct("OnDemandThroughputOverride"), mode, provisioned);
        }
        return mode == Billing.Mode.PAY_PER_REQUEST
                ? withMaximumOf(source.throughput(), provisioned)
                : provisioned;
    }

    private static Throughput withMaximumOf(Throughput source, Throughput target) {
        return target.withMaximum(
                Math.max(source.readUnitsMax(), Throughput.UNSET),
                Math.max(source.writeUnitsMax(), Throughput.UNSET));
    }

    /** An empty list means none; no list means those of the source. */
    private List<IndexDescription> localIndexes() {
        if (!request.has("LocalSecondaryIndexOverride")) {
            return source.localIndexes();
        }
        return request.structs("LocalSecondaryIndexOverride").stream()
                .map(index -> matching(index, source.localIndexes()))
                .toList();
    }

    private List<IndexDescription> globalIndexes(Billing.Mode mode) {
        if (!request.has("GlobalSecondaryIndexOverride")) {
            return source.globalIndexes().stream()
                    .map(index -> index.renewed(index.name(), capacity(index, mode)))
                    .toList();
        }
        return request.structs("GlobalSecondaryIndexOverride").stream()
                .map(index -> {
                    IndexDescription found = matching(index, source.globalIndexes());
                    return found.renewed(found.name(), capacity(index, found, mode));
                })
                .toList();
    }

    /**
     * An empty list means none; no list means those of the source. One that is given has to be one
     * of the source's; in which words AWS says so could not be established.
     */
    private List<IndexDescription> vectorIndexes(Billing.Mode mode) {
        List<IndexDescription> known =
                source.vectorIndexes().stream()
                        .map(index -> index.renewed(index.name(), Throughput.ON_DEMAND))
                        .toList();
        List<IndexDescription> wanted =
                request.has("VectorIndexOverride")
                        ? request.structs("VectorIndexOverride").stream()
                                .map(given -> matchingVector(given, known))
                                .toList()
                        : known;
        if (!wanted.isEmpty()) {
            VectorIndexReader.requireOnDemand(mode);
        }
        return wanted;
    }

    private static IndexDescription matchingVector(Struct given, List<IndexDescription> known) {
        String name = given.string("IndexName");
        return known.stream()
                .filter(index ->
                        index.name().equals(name)
                                && VectorIndexReader.isOf(given, index.vector())
                                && isSame(given.struct("Projection"), index))
                .findFirst()
                .orElseThrow(() -> noMatch(name));
    }

    private static Throughput capacity(IndexDescription index, Billing.Mode mode) {
        Throughput units = units(index.throughput(), mode);
        Throughput all =
                mode == Billing.Mode.PAY_PER_REQUEST
                        ? withMaximumOf(index.throughput(), units)
                        : units;
        return CapacityRules.initiallyWarm(mode, all);
    }

    private Throughput capacity(Struct given, IndexDescription index, Billing.Mode mode) {
        CapacityRules rules = CapacityRules.ofIndex(context, index.name());
        Throughput throughput =
                mode == Billing.Mode.PROVISIONED && given.has("ProvisionedThroughput")
                        ? rules.readProvisioned(given)
                        : units(index.throughput(), mode);
        rules.requireWithinQuota(throughput);
        Throughput all = rules.readNewMaximum(given, mode, throughput);
        return CapacityRules.initiallyWarm(mode, all);
    }

    /** A restore may leave indexes out and rename them, but not make new ones. */
    private static IndexDescription matching(Struct given, List<IndexDescription> known) {
        String name = given.string("IndexName");
        List<String> keys = KeySchemaReader.names(given.structs("KeySchema"));
        Struct projection = given.struct("Projection");
        for (IndexDescription index : known) {
            if (keys.equals(names(index.key())) && isSame(projection, index)) {
                return index.renewed(name, index.throughput());
            }
        }
        throw noMatch(name);
    }

    private static ApiException noMatch(String name) {
        return ApiException.validation(
                "Index "
                        + name
                        + " does not match a secondary index that existed in the source table and"
                        + " cannot be created during the restore operation");
    }

    private static boolean isSame(Struct projection, IndexDescription index) {
        List<String> names = projection.strings("NonKeyAttributes");
        return projection.string("ProjectionType", "").equals(index.projection().name())
                && names.size() == index.nonKeyAttributes().size()
                && names.containsAll(index.nonKeyAttributes());
    }

    private static List<String> names(KeySchema key) {
        return key.attributes().stream().map(KeyAttribute::name).toList();
    }

    private List<KeyAttribute> definitions(List<IndexDescription> indexes) {
        Map<String, KeyAttribute> used = new LinkedHashMap<>();
        source.key().attributes().forEach(attribute -> used.put(attribute.name(), attribute));
        for (IndexDescription index : indexes) {
            index.definedAttributes().forEach(attribute -> used.put(attribute.name(), attribute));
        }
        return List.copyOf(used.values());
    }

    private Encryption encryption() {
        return request.findStruct("SSESpecificationOverride")
                .map(new EncryptionReader(context.namespace())::read)
                .orElse(source.encryption());
    }
}
