package stator.operation.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.model.KeySchema;
import stator.operation.definition.AttributeDefinitions;
import stator.operation.definition.IndexReader;
import stator.operation.definition.KeySchemaReader;
import stator.operation.definition.VectorIndexReader;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** The indexes of a table that is to be: read, and checked against each other and the key. */
final class NewIndexes {
    static final int LOCAL_INDEXES_MAX = 5;
    static final int GLOBAL_INDEXES_MAX = 20;
    static final int PROJECTED_ATTRIBUTES_MAX = 100;

    private NewIndexes() {}

    static void requireSensibleVectors(Struct request, Billing.Mode mode) {
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
    static void requireExactDefinitions(
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

    static List<IndexDescription> readIndexes(Struct request, KeySchema key, IndexReader reader) {
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

    static void readVectorIndexes(
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
}
