package stator.operation;

/** The bytes that AWS counts for vector indexes in the place of capacity units. */
final class VectorCapacity {
    /** The least that is counted of one index entry that is written, and of one search. */
    private static final double BYTES_MIN = 1024;

    private VectorCapacity() {}

    /** What is counted for so many bytes. */
    static double atLeast(double bytes) {
        return Math.max(bytes, BYTES_MIN);
    }
}
