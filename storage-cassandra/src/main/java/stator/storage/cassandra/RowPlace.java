package stator.storage.cassandra;

import java.nio.ByteBuffer;
import java.util.Arrays;
import stator.storage.RowKey;

/**
 * Where a row lies in Cassandra.
 *
 * @param slot the number of the table
 * @param place the partition key: generation of the space, then partition
 * @param sort as it is stored
 */
record RowPlace(int slot, byte[] place, int kind, byte[] sort) {
    private static final byte SORT = 1;

    RowPlace {
        assert slot >= 0 && place.length >= Integer.BYTES : slot + "/" + place.length;
    }

    /** The partition key of a partition of a space. */
    static byte[] place(int generation, byte[] partition) {
        return ByteBuffer.allocate(Integer.BYTES + partition.length)
                .putInt(generation)
                .put(partition)
                .array();
    }

    /** The place of a row of a space. */
    static RowPlace of(Spaces.Home home, RowKey key) {
        return new RowPlace(
                home.slot(),
                place(home.generation(), key.partition()),
                key.kind(),
                stored(key.sort()));
    }

    /** How sort bytes are stored: behind one more byte, because ScalarDB takes no empty key. */
    static byte[] stored(byte[] sort) {
        return ByteBuffer.allocate(1 + sort.length).put(SORT).put(sort).array();
    }

    /** The sort bytes that are stored so. */
    static byte[] sort(byte[] stored) {
        assert stored.length > 0 && stored[0] == SORT : "not the sort bytes of a row";
        return Arrays.copyOfRange(stored, 1, stored.length);
    }

    /** What comes behind all that is stored. */
    static byte[] afterAllSorts() {
        return new byte[] {SORT + 1};
    }

    /** The generation of its space. */
    int generation() {
        return generation(place);
    }

    /** The generation that a partition key begins with. */
    static int generation(byte[] place) {
        return ByteBuffer.wrap(place).getInt();
    }

    /** The partition within a partition key. */
    static byte[] partition(byte[] place) {
        return Arrays.copyOfRange(place, Integer.BYTES, place.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowPlace row
                && slot == row.slot
                && kind == row.kind
                && Arrays.equals(place, row.place)
                && Arrays.equals(sort, row.sort);
    }

    @Override
    public int hashCode() {
        return ((slot * 31 + kind) * 31 + Arrays.hashCode(place)) * 31 + Arrays.hashCode(sort);
    }
}
