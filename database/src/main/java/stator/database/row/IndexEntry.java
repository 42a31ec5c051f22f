package stator.database.row;

import java.util.Arrays;
import stator.model.Item;

/**
 * What an index holds of an item.
 *
 * @param projected the projected attributes, in a vector index without the vector
 * @param vector in a vector index; empty in others
 * @param sizeBytes as AWS counts it
 */
public record IndexEntry(Item projected, float[] vector, int sizeBytes) {
    private static final float[] NONE = {};

    public IndexEntry {
        assert sizeBytes >= 0 : "An entry of " + sizeBytes + " bytes";
        assert vector != null : "An entry without a vector has an empty one";
    }

    /** The entry of a secondary index. */
    static IndexEntry of(Item projected) {
        return new IndexEntry(projected, NONE, projected.sizeBytes());
    }

    /** The payload of the entry's row. */
    public byte[] payload() {
        return vector.length == 0 ? projected.toBytes() : VectorBytes.encode(vector, projected);
    }

    /** Whether nothing changes if this takes the place of the other. */
    public boolean holdsTheSame(IndexEntry other) {
        return projected.equals(other.projected) && Arrays.equals(vector, other.vector);
    }
}
