package stator.database.table;

import java.util.List;
import java.util.Optional;
import stator.model.KeySchema.KeyAttribute;
import stator.vector.DistanceFunction;

/**
 * What makes an index a vector index.
 *
 * @param attribute the top-level attribute that holds the vectors, lists of numbers
 * @param dimensions how many numbers each has
 * @param searchSchema what a search may say of the items that it wants, in the order given
 */
public record VectorSettings(
        String attribute,
        int dimensions,
        DistanceFunction distance,
        List<SearchAttribute> searchSchema) {
    /** Of an index that is none. */
    public static final VectorSettings NONE =
            new VectorSettings("", 0, DistanceFunction.COSINE, List.of());

    /** Most dimensions. */
    public static final int DIMENSIONS_MAX = 4096;

    public VectorSettings {
        searchSchema = List.copyOf(searchSchema);
        assert dimensions >= 0 : dimensions + " dimensions";
        assert attribute.isEmpty() == (dimensions == 0)
                : "Vectors of " + dimensions + " dimensions";
    }

    /** What an attribute of the search schema is for; the names are the API's. */
    public enum Role {
        /** Divides the index: an item without it is not in the index, a search names its value. */
        HASH,
        /** May be a condition of a search. */
        INLINE_FILTER
    }

    /** An attribute of the search schema. */
    public record SearchAttribute(KeyAttribute attribute, Role role) {}

    /** The attribute that divides the index, if one does. */
    public Optional<KeyAttribute> hash() {
        return searchSchema.stream()
                .filter(element -> element.role() == Role.HASH)
                .map(SearchAttribute::attribute)
                .findFirst();
    }

    /** The attribute of the search schema with that name. */
    public Optional<KeyAttribute> find(String name) {
        return attributes().stream().filter(known -> known.name().equals(name)).findFirst();
    }

    /** The attributes of the search schema. */
    public List<KeyAttribute> attributes() {
        return searchSchema.stream().map(SearchAttribute::attribute).toList();
    }
}
