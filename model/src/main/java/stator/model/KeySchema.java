package stator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key of a table or an index: one partition key attribute (up to four in a global secondary
 * index) and up to one sort key attribute (up to four in a global secondary index), each with its
 * type.
 */
public record KeySchema(List<KeyAttribute> partition, List<KeyAttribute> sort) {
    /** Most attributes of either part in a global secondary index. */
    public static final int PART_ATTRIBUTES_MAX = 4;

    /** Most bytes of the values of a partition key, all its attributes together. */
    public static final int PARTITION_BYTES_MAX = 2048;

    /** Most bytes of the values of a sort key, all its attributes together. */
    public static final int SORT_BYTES_MAX = 1024;

    /** An attribute of a key; its type is S, N or B. */
    public record KeyAttribute(String name, AttributeType type) {
        public KeyAttribute {
            if (!type.isScalarKey()) {
                throw new IllegalArgumentException("A key attribute is S, N or B, not " + type);
            }
        }
    }

    public KeySchema {
        partition = List.copyOf(partition);
        sort = List.copyOf(sort);
        if (partition.isEmpty()
                || partition.size() > PART_ATTRIBUTES_MAX
                || sort.size() > PART_ATTRIBUTES_MAX) {
            throw new IllegalArgumentException(
                    "A key has one to four partition attributes and up to four sort attributes");
        }
    }

    /** The key of a table: one partition key attribute and perhaps a sort key attribute. */
    public static KeySchema ofTable(KeyAttribute partition, Optional<KeyAttribute> sort) {
        return new KeySchema(List.of(partition), sort.map(List::of).orElse(List.of()));
    }

    /** All attributes, partition first. */
    public List<KeyAttribute> attributes() {
        List<KeyAttribute> all = new ArrayList<>(partition);
        all.addAll(sort);
        return all;
    }

    /** The key attribute of that name. */
    public Optional<KeyAttribute> find(String name) {
        for (KeyAttribute attribute : partition) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute);
            }
        }
        for (KeyAttribute attribute : sort) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute);
            }
        }
        return Optional.empty();
    }
}
