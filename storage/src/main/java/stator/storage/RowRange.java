package stator.storage;

import java.util.Arrays;

/**
 * Rows of one partition and kind between two sort positions.
 *
 * @param from first sort bytes that belong to the range, empty for the beginning
 * @param to first sort bytes that no longer belong to it, or an empty array for the end of the
 *     partition
 * @param reverse whether rows come in descending order
 */
public record RowRange(
        int space, byte[] partition, byte kind, byte[] from, byte[] to, boolean reverse) {
    private static final byte[] NONE = {};

    public RowRange {
        assert space >= 0 : "space " + space;
        assert kind >= 0 : "kind " + kind;
    }

    /** All rows of a partition and kind. */
    public static RowRange all(int space, byte[] partition, byte kind, boolean reverse) {
        return new RowRange(space, partition, kind, NONE, NONE, reverse);
    }

    /**
     * The least bytes that are greater than {@code sort}: the start of a range that excludes it.
     */
    public static byte[] after(byte[] sort) {
        return Arrays.copyOf(sort, sort.length + 1);
    }

    /**
     * The least bytes that are greater than everything that starts with {@code prefix}; empty (the
     * end) if there are none.
     */
    public static byte[] afterPrefix(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, last + 1);
                next[last]++;
                return next;
            }
        }
        return NONE;
    }
}
