package stator.database.settings;

/**
 * How vector indexes are searched.
 *
 * @param memoryBytesMax how much memory the vectors that were searched may take, roughly; an index
 *     that takes more is read for every search
 * @param graphRowsMin from how many vectors on a search is approximate
 */
public record VectorSearchSettings(long memoryBytesMax, int graphRowsMin) {
    public VectorSearchSettings {
        assert memoryBytesMax >= 0 : memoryBytesMax + " bytes";
        assert graphRowsMin > 0 : "Graphs of " + graphRowsMin + " rows";
    }

    private static final int HEAP_DIVISOR = 4;
    private static final int GRAPH_ROWS_MIN = 10_000;

    /** A quarter of the memory that Java may take, and graphs where they are much faster. */
    public static final VectorSearchSettings DEFAULT =
            new VectorSearchSettings(
                    Runtime.getRuntime().maxMemory() / HEAP_DIVISOR, GRAPH_ROWS_MIN);
}
