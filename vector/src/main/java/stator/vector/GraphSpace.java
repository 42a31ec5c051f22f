package stator.vector;

import java.util.Arrays;

/**
 * Where rows are in a graph: points whose Euclidean distances from a query are in the order of the
 * rows' scores. Graphs are best at such distances.
 *
 * <p>For the cosine these are the directions of the rows. For the scalar product they have one more
 * coordinate that makes all of them equally long, so that the row with the greatest product is the
 * nearest (Bachrach et al., "Speeding up the Xbox recommender system using a euclidean
 * transformation for inner-product spaces", 2014). The same coordinate keeps rows that have no
 * direction apart from those that have.
 */
final class GraphSpace {
    /** Between these, the squares of lengths are floats that are neither infinite nor 0. */
    private static final double LENGTH_MAX = 1e18;

    private static final double LENGTH_MIN = 1e-15;

    private final DistanceFunction distance;
    private final double longestSquare;

    /**
     * The space of some rows.
     *
     * @param rows some may be missing (null)
     */
    GraphSpace(DistanceFunction distance, float[][] rows) {
        this.distance = distance;
        double longest = 0;
        for (float[] row : rows) {
            longest = row == null ? longest : Math.max(longest, DistanceFunction.square(row));
        }
        longestSquare = longest;
    }

    /** Whether there is room for the rows. */
    boolean hasRoom() {
        return hasRoom(Math.sqrt(longestSquare));
    }

    /** Whether a row can be searched for: one that has a direction and is not too long. */
    static boolean canFind(float[] query) {
        return hasRoom(Math.sqrt(DistanceFunction.square(query)));
    }

    private static boolean hasRoom(double length) {
        return length >= LENGTH_MIN && length <= LENGTH_MAX;
    }

    /** How many bytes the point of a row takes besides the row. */
    static long pointBytes(DistanceFunction distance, int dimensions) {
        return distance == DistanceFunction.EUCLIDEAN ? 0 : (dimensions + 1L) * Float.BYTES;
    }

    /** Where a row is. */
    float[] point(float[] row) {
        return switch (distance) {
            case EUCLIDEAN -> row;
            case COSINE -> {
                double length = Math.sqrt(DistanceFunction.square(row));
                yield length == 0 ? longer(row, 1, 1) : longer(row, length, 0);
            }
            case DOT_PRODUCT -> {
                double missing = longestSquare - DistanceFunction.square(row);
                yield longer(row, 1, Math.sqrt(Math.max(0, missing)));
            }
        };
    }

    /** From where to look for the rows nearest to one. */
    float[] query(float[] query) {
        return switch (distance) {
            case EUCLIDEAN -> query;
            case COSINE -> longer(query, Math.sqrt(DistanceFunction.square(query)), 0);
            case DOT_PRODUCT -> longer(query, 1, 0);
        };
    }

    private static float[] longer(float[] row, double divisor, double last) {
        float[] point = Arrays.copyOf(row, row.length + 1);
        for (int i = 0; i < row.length; i++) {
            point[i] = (float) (row[i] / divisor);
        }
        point[row.length] = (float) last;
        return point;
    }
}
