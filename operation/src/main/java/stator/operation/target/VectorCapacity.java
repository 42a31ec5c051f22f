package stator.operation.target;

import java.util.List;
import stator.database.item.VectorMatch;
import stator.protocol.ResponseWriter;

/** The bytes that AWS counts for vector indexes in the place of capacity units. */
public final class VectorCapacity {
    /** The least that is counted of one index entry that is written, and of one search. */
    private static final double BYTES_MIN = 1024;

    private static final double SEARCH_BYTES_PER_DIMENSION = 30.6875;
    private static final double SEARCH_BYTES_PER_RESULT = 65;

    private VectorCapacity() {}

    /** What is counted for so many bytes. */
    static double atLeast(double bytes) {
        return Math.max(bytes, BYTES_MIN);
    }

    /**
     * What is counted for a search. The service does not give the same figure twice; this is what
     * the ExtendDB project found to fit searches of whole indexes of 16 to 2048 dimensions (August
     * 2026): so much for each dimension, for each result its attributes and a constant, and four
     * bytes for each dimension of a vector that is returned.
     */
    public static double ofSearch(int dimensions, List<VectorMatch> matches, int vectors) {
        double bytes = dimensions * (SEARCH_BYTES_PER_DIMENSION + (double) Float.BYTES * vectors);
        for (VectorMatch match : matches) {
            bytes += SEARCH_BYTES_PER_RESULT + match.restBytes();
        }
        return atLeast(bytes);
    }

    /**
     * Writes the ConsumedCapacity of a search, which is the same for TOTAL and INDEXES and has no
     * units. AWS's own JSON says it twice; the second time in words that no SDK has.
     */
    public static void writeSearch(double bytes, ResponseWriter response) {
        response.field("ConsumedCapacity")
                .startObject()
                .member("VectorSearchRequestBytes", bytes)
                .member("VectorSearchUnits", bytes)
                .endObject();
    }
}
