package stator.operation.definition;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import stator.model.ApiException;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.TableErrors;
import stator.protocol.Struct;

/** Reads a {@code KeySchema}, with AWS's rules in AWS's order. */
public final class KeySchemaReader {
    private final AttributeDefinitions definitions;

    public KeySchemaReader(AttributeDefinitions definitions) {
        this.definitions = definitions;
    }

    /** The key of a table. */
    public KeySchema readTableKey(Struct table) {
        List<Struct> elements = table.structs("KeySchema");
        if (elements.size() > definitions.size()) {
            throw ApiException.validation(
                    "Invalid KeySchema: Some index key attribute have no definition");
        }
        return readSimple(elements);
    }

    /** The key of a local index: like a table's. */
    KeySchema readLocalKey(Struct index) {
        return readSimple(index.structs("KeySchema"));
    }

    /** The key of a global index, whose parts have up to four attributes each. */
    KeySchema readGlobalKey(Struct index) {
        List<Struct> elements = index.structs("KeySchema");
        List<String> names = names(elements);
        definitions.requireDefined(names);
        if (new HashSet<>(names).size() < names.size()) {
            throw ApiException.validation(
                    "The KeySchema contains multiple key attributes with the same name");
        }
        requireHash(elements.getFirst());
        requireHashBeforeRange(elements);
        List<KeyAttribute> partition = part(elements, true);
        List<KeyAttribute> sort = part(elements, false);
        requireAtMost(partition, "HASH");
        requireAtMost(sort, "RANGE");
        return new KeySchema(partition, sort);
    }

    private KeySchema readSimple(List<Struct> elements) {
        List<String> names = names(elements);
        definitions.requireDefined(names);
        requireDistinct(names);
        requireHash(elements.getFirst());
        if (elements.size() == 1) {
            return KeySchema.ofTable(attribute(elements.getFirst()), Optional.empty());
        }
        if (isHash(elements.get(1))) {
            throw ApiException.validation(
                    "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        }
        return KeySchema.ofTable(
                attribute(elements.getFirst()), Optional.of(attribute(elements.get(1))));
    }

    private static void requireDistinct(List<String> names) {
        if (names.size() == 2 && names.getFirst().equals(names.getLast())) {
            throw ApiException.validation(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same"
                            + " name");
        }
    }

    private static void requireHash(Struct first) {
        if (!isHash(first)) {
            throw ApiException.validation(
                    "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        }
    }

    private static void requireHashBeforeRange(List<Struct> elements) {
        boolean rangeSeen = false;
        for (Struct element : elements) {
            if (rangeSeen && isHash(element)) {
                throw TableErrors.invalid(
                        "All HASH key attributes must precede RANGE key attributes in the"
                                + " KeySchema");
            }
            rangeSeen |= !isHash(element);
        }
    }

    private static void requireAtMost(List<KeyAttribute> part, String keyType) {
        if (part.size() > KeySchema.PART_ATTRIBUTES_MAX) {
            throw TableErrors.invalid(
                    "The KeySchema exceeds the maximum allowed number of "
                            + keyType
                            + " key attributes");
        }
    }

    private List<KeyAttribute> part(List<Struct> elements, boolean hash) {
        return elements.stream()
                .filter(element -> isHash(element) == hash)
                .map(this::attribute)
                .toList();
    }

    private KeyAttribute attribute(Struct element) {
        return definitions.attribute(element.string("AttributeName"));
    }

    private static boolean isHash(Struct element) {
        return element.string("KeyType").equals("HASH");
    }

    /** The names of the attributes of a key, in the order given. */
    public static List<String> names(List<Struct> elements) {
        return elements.stream().map(element -> element.string("AttributeName")).toList();
    }
}
