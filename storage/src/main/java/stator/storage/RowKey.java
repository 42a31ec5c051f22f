package stator.storage;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a row lives.
 *
 * <p>{@code space} is a table, an index or a system table. {@code partition} is the unit of
 * placement: rows of one partition live together and can be read in order. {@code kind} tells the
 * item row from what lives beside it in the same partition (local index rows, for example). {@code
 * sort} orders the rows of one partition and kind, as unsigned bytes.
 *
 * <p>The arrays must not change afterwards. Engines place partitions by {@link Store#token}.
 *
 * @param space not negative
 * @param kind not negative
 */
public record RowKey(int space, byte[] partition, byte kind, byte[] sort)
        implements Comparable<RowKey> {
    public RowKey {
        assert space >= 0 : "space " + space;
        assert kind >= 0 : "kind " + kind;
        assert partition != null && sort != null : "a key without bytes";
    }

    /** The order in which locks are taken; it is not the order of scans. */
    @Override
    public int compareTo(RowKey other) {
        int order = Integer.compare(space, other.space);
        if (order == 0) {
            order = Arrays.compareUnsigned(partition, other.partition);
        }
        if (order == 0) {
            order = Byte.compare(kind, other.kind);
        }
        return order != 0 ? order : Arrays.compareUnsigned(sort, other.sort);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key
                && space == key.space
                && kind == key.kind
                && Arrays.equals(partition, key.partition)
                && Arrays.equals(sort, key.sort);
    }

    @Override
    public int hashCode() {
        return ((space * 31 + kind) * 31 + Arrays.hashCode(partition)) * 31 + Arrays.hashCode(sort);
    }

    /** For people: {@code space/partition/kind/sort}, bytes in hexadecimal. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return space + "/" + hex.formatHex(partition) + "/" + kind + "/" + hex.formatHex(sort);
    }
}
