package stator.operation.definition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.VectorSettings;
import stator.database.table.VectorSettings.Role;
import stator.database.table.VectorSettings.SearchAttribute;
import stator.model.ApiException;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;
import stator.vector.DistanceFunction;

/**
 * Reads the vector indexes of a request, with AWS's rules and words.
 *
 * <p>The words were captured from the service by the nubo-db/dynoxide project (August 2026); those
 * about the number of inline filters follow from them.
 */
public final class VectorIndexReader {
    private static final int VECTOR_INDEXES_MAX = 5;

    /** One less than other indexes may have: the vector counts. */
    private static final int NON_KEY_ATTRIBUTES_MAX = 19;

    private static final int INLINE_FILTERS_MAX = 18;

    private final AttributeDefinitions definitions;

    /**
     * @param definitions of the table and the request
     */
    public VectorIndexReader(AttributeDefinitions definitions) {
        this.definitions = definitions;
    }

    /** Checks what comes before all else: the billing mode, and each index by itself. */
    public static void requireSensible(List<Struct> indexes, Billing.Mode mode) {
        requireOnDemand(mode);
        for (Struct index : indexes) {
            if (index.longInteger("Dimensions") > VectorSettings.DIMENSIONS_MAX) {
                throw TableErrors.invalid(
                        "Number of dimensions must be between 1 and "
                                + VectorSettings.DIMENSIONS_MAX
                                + " inclusive.");
            }
        }
    }

    public static void requireOnDemand(Billing.Mode mode) {
        if (mode != Billing.Mode.PAY_PER_REQUEST) {
            throw TableErrors.invalid(
                    "Vector indexes are only supported for PAY_PER_REQUEST tables");
        }
    }

    /** Whether an index that a request tells of has those settings. */
    public static boolean isOf(Struct index, VectorSettings settings) {
        List<String> roles =
                index.structs("SearchSchema").stream()
                        .map(element -> element.string("SearchSchemaElementType"))
                        .toList();
        return index.struct("VectorAttribute").string("AttributeName").equals(settings.attribute())
                && index.longInteger("Dimensions") == settings.dimensions()
                && index.string("DistanceFunction").equals(settings.distance().name())
                && names(index)
                        .equals(settings.attributes().stream().map(KeyAttribute::name).toList())
                && roles.equals(
                        settings.searchSchema().stream().map(e -> e.role().name()).toList());
    }

    /** An index of a table with that key. */
    public IndexDescription read(Struct index, KeySchema tableKey) {
        Struct projection = index.struct("Projection");
        IndexDescription.Projection type = IndexReader.readProjection(projection);
        VectorSettings settings =
                new VectorSettings(
                        index.struct("VectorAttribute").string("AttributeName"),
                        (int) index.longInteger("Dimensions"),
                        DistanceFunction.valueOf(index.string("DistanceFunction")),
                        readSchema(index));
        if (definitions.defines(settings.attribute())) {
            throw definedVector(settings.attribute());
        }
        if (projection.strings("NonKeyAttributes").size() > NON_KEY_ATTRIBUTES_MAX) {
            // The number is measured, the words are not on record.
            throw TableErrors.invalid(
                    "Number of NonKeyAttributes of a vector index, its VectorAttribute included,"
                            + " exceeds the limit of "
                            + (NON_KEY_ATTRIBUTES_MAX + 1));
        }
        return IndexDescription.vector(
                index.string("IndexName"),
                tableKey,
                settings,
                type,
                projection.strings("NonKeyAttributes"));
    }

    /** Attributes that are defined are S, N or B, and vectors are neither. */
    public static ApiException definedVector(String attribute) {
        return TableErrors.invalid(
                "Conflicting attribute definition for '"
                        + attribute
                        + "'. An attribute cannot be defined in AttributeDefinitions when used as"
                        + " a VectorAttribute.");
    }

    private List<SearchAttribute> readSchema(Struct index) {
        List<Struct> elements = index.structs("SearchSchema");
        requireFew(elements, Role.HASH, 1);
        requireFew(elements, Role.INLINE_FILTER, INLINE_FILTERS_MAX);
        List<String> names = names(index);
        if (new HashSet<>(names).size() < names.size()) {
            throw TableErrors.invalid("SearchSchema contains a duplicate AttributeName");
        }
        requireDefined(names);
        List<SearchAttribute> schema = new ArrayList<>();
        for (Struct element : elements) {
            KeyAttribute attribute = definitions.attribute(element.string("AttributeName"));
            schema.add(new SearchAttribute(attribute, role(element)));
        }
        return schema;
    }

    private static void requireFew(List<Struct> elements, Role role, int most) {
        long count = elements.stream().filter(element -> role(element) == role).count();
        if (count > most) {
            throw TableErrors.invalid(
                    "Value '"
                            + count
                            + "' at 'SearchSchema' failed to satisfy constraint: Member must have "
                            + role
                            + " count less than or equal to "
                            + most);
        }
    }

    private static Role role(Struct element) {
        return Role.valueOf(element.string("SearchSchemaElementType"));
    }

    /** The names of the attributes of an index's search schema, in the order given. */
    public static List<String> names(Struct index) {
        return KeySchemaReader.names(index.structs("SearchSchema"));
    }

    private void requireDefined(List<String> names) {
        if (!names.stream().allMatch(definitions::defines)) {
            throw TableErrors.invalid(
                    "One element in SearchSchema is not defined in attribute definitions");
        }
    }

    /** Checks what all vector indexes of a table have to agree about: how many, how long. */
    public static void requireTogether(List<IndexDescription> indexes) {
        if (indexes.size() > VECTOR_INDEXES_MAX) {
            throw TableErrors.invalid(
                    "VectorIndex count exceeds the per-table limit of " + VECTOR_INDEXES_MAX);
        }
        for (IndexDescription one : indexes) {
            for (IndexDescription other : indexes) {
                if (one.vector().attribute().equals(other.vector().attribute())
                        && one.vector().dimensions() != other.vector().dimensions()) {
                    throw TableErrors.invalid(
                            "Conflicting attribute definition for '"
                                    + one.vector().attribute()
                                    + "'. All VectorIndexes on the same vector attribute must use"
                                    + " the same dimensions.");
                }
            }
        }
    }
}
