package stator.operation.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.expression.UpdateExpression;
import stator.expression.key.KeyCondition;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * The rules for key attributes in keys and items: that they are there, of the schema's type, not
 * empty and not too long. Each place of the API has its own words for the same mistakes.
 */
public final class ItemKeys {
    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final String NOT_VALID = "One or more parameter values are not valid. ";

    private ItemKeys() {}

    /** Checks the key of a request: exactly the key attributes. */
    public static void requireKey(Item key, KeySchema schema) {
        if (key.size() != schema.partition().size() + schema.sort().size()) {
            throw mismatch();
        }
        requireKeyAttributes(key, schema);
    }

    /** Checks the item of a PutItem: the table's key, and the keys of all indexes that it has. */
    public static void requireItem(Item item, Table table) {
        requireItemAttributes(item, table.key().partition());
        requireItemAttributes(item, table.key().sort());
        requireSizes(item, table.key());
        for (IndexDescription index : table.checkedIndexes()) {
            requireIndexKey(item, index);
        }
        VectorRules.requireItem(item, table);
    }

    private static void requireItemAttributes(Item item, List<KeyAttribute> attributes) {
        for (KeyAttribute attribute : attributes) {
            requireItemAttribute(item, attribute);
        }
    }

    /** Checks the item of a batch, which has the words of a key for a wrong table key. */
    public static void requireBatchItem(Item item, Table table) {
        requireKeyAttributes(item, table.key());
        requireItem(item, table);
    }

    /**
     * Checks that an update gives the keys of indexes values of their types, as far as that shows
     * before the item is read.
     */
    static void requireIndexTypes(UpdateExpression update, Table table) {
        for (IndexDescription index : table.checkedIndexes()) {
            for (KeyAttribute attribute : index.key().attributes()) {
                update.constant(attribute.name())
                        .ifPresent(value -> requireIndexType(value, index, attribute));
            }
        }
    }

    /** Checks the keys of indexes that an update has changed. */
    static void requireUpdatedIndexKeys(Item item, Table table, UpdateExpression update) {
        List<IndexDescription> indexes = table.checkedIndexes();
        if (indexes.isEmpty() && table.vectorIndexes().isEmpty()) {
            return;
        }
        Set<String> updated = update.topLevelNames();
        for (IndexDescription index : indexes) {
            for (KeyAttribute attribute : index.key().attributes()) {
                if (updated.contains(attribute.name())) {
                    requireUpdatedAttribute(item, index, attribute);
                }
            }
        }
        VectorRules.requireUpdated(item, table, updated);
    }

    /** Checks that no key attribute is used as if it had parts. */
    public static void requireScalarUse(Set<String> nestedNames, Table table) {
        if (nestedNames.isEmpty()) {
            return;
        }
        requireScalarUse(nestedNames, table.key(), "Key");
        for (IndexDescription index : table.checkedIndexes()) {
            requireScalarUse(nestedNames, index.key(), "IndexKey");
        }
    }

    private static void requireScalarUse(Set<String> nestedNames, KeySchema key, String kind) {
        for (KeyAttribute attribute : key.attributes()) {
            if (nestedNames.contains(attribute.name())) {
                throw ApiException.validation(
                        "Key attributes must be scalars; list random access '[]' and map lookup '.'"
                                + " are not allowed: "
                                + kind
                                + ": "
                                + attribute.name());
            }
        }
    }

    /** A document of just the key attributes of an item that has them. */
    public static Item keyOf(Item item, KeySchema schema) {
        DocumentWriter key = new DocumentWriter(64);
        for (KeyAttribute attribute : schema.attributes()) {
            key.name(attribute.name());
            key.value(item.get(attribute.name()));
        }
        return key.toItem();
    }

    /** The attributes of the table's key, and of the index's if there is one, each once. */
    static List<KeyAttribute> attributes(KeySchema table, Optional<IndexDescription> index) {
        List<KeyAttribute> attributes = new ArrayList<>(table.attributes());
        for (KeyAttribute attribute : index.map(i -> i.key().attributes()).orElse(List.of())) {
            if (!attributes.contains(attribute)) {
                attributes.add(attribute);
            }
        }
        return attributes;
    }

    /** Checks that an item has the key attributes, with valid values, in the words of a key. */
    public static void requireKeyAttributes(Item key, KeySchema schema) {
        for (KeyAttribute attribute : schema.partition()) {
            requireKeyAttribute(key, attribute);
        }
        for (KeyAttribute attribute : schema.sort()) {
            requireKeyAttribute(key, attribute);
        }
        requireSizes(key, schema);
    }

    private static void requireKeyAttribute(Item key, KeyAttribute attribute) {
        AttributeValue value = key.find(attribute.name()).orElseThrow(ItemKeys::mismatch);
        if (value.type() != attribute.type()) {
            throw mismatch();
        }
        requireNotEmpty(value, attribute);
    }

    /** Checks of the key attributes that are there and of their types that they are not empty. */
    public static void requireNotEmpty(Item key, KeySchema schema) {
        for (KeyAttribute attribute : schema.attributes()) {
            Optional<AttributeValue> value = key.find(attribute.name());
            if (value.isPresent() && value.get().type() == attribute.type()) {
                requireNotEmpty(value.get(), attribute);
            }
        }
    }

    /** Checks the same of the keys of indexes that an item has. */
    static void requireIndexKeysNotEmpty(Item item, Table table) {
        for (IndexDescription index : table.description().secondaryIndexes()) {
            for (KeyAttribute attribute : index.key().attributes()) {
                Optional<AttributeValue> value = item.find(attribute.name());
                if (value.isPresent() && value.get().type() == attribute.type()) {
                    requireIndexValue(value.get(), index, attribute);
                }
            }
        }
    }

    /** Checks the same of the keys of indexes that an update sets, as far as it shows. */
    static void requireIndexKeysNotEmpty(UpdateExpression update, Table table) {
        for (IndexDescription index : table.description().secondaryIndexes()) {
            for (KeyAttribute attribute : index.key().attributes()) {
                Optional<AttributeValue> value = update.constant(attribute.name());
                if (value.isPresent() && value.get().type() == attribute.type()) {
                    requireUpdatedValue(value.get());
                }
            }
        }
    }

    private static void requireItemAttribute(Item item, KeyAttribute attribute) {
        AttributeValue value =
                item.find(attribute.name())
                        .orElseThrow(() ->
                                ApiException.validation(
                                        INVALID
                                                + "Missing the key "
                                                + attribute.name()
                                                + " in the item"));
        if (value.type() != attribute.type()) {
            throw ApiException.validation(
                    INVALID
                            + "Type mismatch for key "
                            + attribute.name()
                            + " expected: "
                            + attribute.type()
                            + " actual: "
                            + value.type());
        }
        requireNotEmpty(value, attribute);
    }

    /** Checks a value of a key attribute. */
    public static void requireNotEmpty(AttributeValue value, KeyAttribute attribute) {
        if (isEmpty(value)) {
            throw ApiException.validation(
                    NOT_VALID + emptyValue(value) + " Key: " + attribute.name());
        }
    }

    private static void requireIndexKey(Item item, IndexDescription index) {
        for (KeyAttribute attribute : index.key().attributes()) {
            Optional<AttributeValue> found = item.find(attribute.name());
            if (found.isPresent()) {
                requireIndexAttribute(found.get(), index, attribute);
            }
        }
        requireSizes(item, index.key());
    }

    private static void requireIndexAttribute(
            AttributeValue value, IndexDescription index, KeyAttribute attribute) {
        requireIndexType(value, index, attribute);
        requireIndexValue(value, index, attribute);
    }

    static void requireIndexValue(
            AttributeValue value, IndexDescription index, KeyAttribute attribute) {
        if (isEmpty(value)) {
            throw ApiException.validation(
                    NOT_VALID
                            + "A value specified for a secondary index key is not supported. "
                            + emptyValue(value)
                            + " IndexName: "
                            + index.name()
                            + ", IndexKey: "
                            + attribute.name());
        }
    }

    private static void requireIndexType(
            AttributeValue value, IndexDescription index, KeyAttribute attribute) {
        if (value.type() != attribute.type()) {
            throw ApiException.validation(
                    INVALID
                            + "Type mismatch for Index Key "
                            + attribute.name()
                            + " Expected: "
                            + attribute.type()
                            + " Actual: "
                            + value.type()
                            + " IndexName: "
                            + index.name());
        }
    }

    private static void requireUpdatedAttribute(
            Item item, IndexDescription index, KeyAttribute attribute) {
        Optional<AttributeValue> found = item.find(attribute.name());
        if (found.isEmpty()) {
            return;
        }
        if (found.get().type() != attribute.type()) {
            throw ApiException.validation(
                    "The update expression attempted to update the secondary index key to"
                            + " unsupported type");
        }
        requireUpdatedValue(found.get());
        if (sizeBytes(item, index.key().partition()) > KeySchema.PARTITION_BYTES_MAX
                || sizeBytes(item, index.key().sort()) > KeySchema.SORT_BYTES_MAX) {
            throw ApiException.validation(
                    "The update expression attempted to update the secondary index key beyond"
                            + " allowed size limits");
        }
    }

    static void requireUpdatedValue(AttributeValue value) {
        if (isEmpty(value)) {
            throw ApiException.validation(
                    NOT_VALID
                            + "The update expression attempted to update a secondary index key to"
                            + " a value that is not supported. "
                            + emptyValue(value));
        }
    }

    private static boolean isEmpty(AttributeValue value) {
        return value.type() != AttributeType.N && value.binaryLength() == 0;
    }

    private static String emptyValue(AttributeValue value) {
        return "The AttributeValue for a key attribute cannot contain an empty "
                + (value.type() == AttributeType.S ? "string" : "binary")
                + " value.";
    }

    /** Checks that the values of a key are not too long together. */
    static void requireSizes(Item item, KeySchema schema) {
        requirePartitionSize(sizeBytes(item, schema.partition()));
        if (sizeBytes(item, schema.sort()) > KeySchema.SORT_BYTES_MAX) {
            throw ApiException.validation(
                    INVALID
                            + "Aggregated size of all range keys has exceeded the size limit of "
                            + KeySchema.SORT_BYTES_MAX
                            + " bytes");
        }
    }

    /** Refuses to look for a partition that cannot be there. */
    public static void requirePartitionSize(KeyCondition condition) {
        int size = 0;
        for (AttributeValue value : condition.partition()) {
            size += value.sizeBytes();
        }
        requirePartitionSize(size);
    }

    /** Refuses a partition key that is too long. */
    public static void requirePartitionSize(int sizeBytes) {
        if (sizeBytes > KeySchema.PARTITION_BYTES_MAX) {
            // The missing space is AWS's.
            throw ApiException.validation(
                    INVALID
                            + "Size of hashkey has exceeded the maximum size limit of"
                            + KeySchema.PARTITION_BYTES_MAX
                            + " bytes");
        }
    }

    private static int sizeBytes(Item item, List<KeyAttribute> attributes) {
        int size = 0;
        for (KeyAttribute attribute : attributes) {
            Optional<AttributeValue> value = item.find(attribute.name());
            size += value.isPresent() ? value.get().sizeBytes() : 0;
        }
        return size;
    }

    private static ApiException mismatch() {
        return ApiException.validation("The provided key element does not match the schema");
    }
}
