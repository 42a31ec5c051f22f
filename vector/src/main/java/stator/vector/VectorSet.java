package stator.vector;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Vectors in memory, numbered as they come, and the search among them.
 *
 * <p>Few are compared one by one. For many there may be a graph: it covers the rows that there were
 * when it was planned, and those that came later are compared one by one. A row never changes; one
 * that is gone keeps its number until the set is made anew.
 *
 * <p>Not for several threads, except that many may search while nobody changes it. A {@link Plan}
 * is built while others do both.
 */
public final class VectorSet {
    /**
     * How many rows outside of the graph, or gone, as a part of those in it, make a new one due.
     */
    private static final int STALE_DIVISOR = 5;

    /** How many rows are looked at to estimate how many a filter lets through. */
    private static final int SAMPLE_ROWS = 256;

    /** From one of them to the next, anywhere: rows that are alike may come at even distances. */
    private static final long SAMPLE_STEP = 0x9E3779B97F4A7C15L;

    private final DistanceFunction distance;
    private final int graphRowsMin;
    private float[][] rows = new float[16][];
    private double[] squares = new double[16];
    private int end;
    private int gone;
    private int goneFromGraph;
    private boolean isGraphImpossible;

    /** Null if there is none. */
    private CalibratedGraph graph;

    /** A graph that is built outside, to be {@linkplain #install installed}. */
    public static final class Plan {
        private final DistanceFunction distance;
        private final float[][] rows;
        private Optional<CalibratedGraph> graph = Optional.empty();

        private Plan(DistanceFunction distance, float[][] rows) {
            this.distance = distance;
            this.rows = rows;
        }

        /** Builds the graph; takes many seconds for 100,000 rows. */
        public void build() {
            graph = CalibratedGraph.of(distance, rows);
        }
    }

    /**
     * An empty set.
     *
     * @param graphRowsMin from how many rows on a graph is due
     */
    public VectorSet(DistanceFunction distance, int graphRowsMin) {
        this.distance = distance;
        this.graphRowsMin = graphRowsMin;
    }

    /** Adds a row, which is the set's from now on, and returns its number. */
    public int add(float[] row) {
        if (end == rows.length) {
            rows = Arrays.copyOf(rows, end * 2);
            squares = Arrays.copyOf(squares, end * 2);
        }
        rows[end] = row;
        squares[end] = DistanceFunction.square(row);
        return end++;
    }

    /** Removes a row that is there. */
    public void remove(int number) {
        rows[number] = null;
        gone++;
        if (graph != null && number < graph.rows()) {
            goneFromGraph++;
        }
    }

    /** How many rows there are. */
    public int size() {
        return end - gone;
    }

    /** How many rows are gone. */
    public int gone() {
        return gone;
    }

    /** Whether there should be a graph, or a newer one. */
    public boolean isGraphDue() {
        return size() >= graphRowsMin && !isGraphImpossible && isGraphStale();
    }

    private boolean isGraphStale() {
        return graph == null
                || end - graph.rows() + goneFromGraph
                        > Math.max(graphRowsMin, graph.rows()) / STALE_DIVISOR;
    }

    /**
     * How much memory a graph of so many rows takes.
     *
     * @param dimensions of each row
     */
    public long graphBytes(int dimensions) {
        return CalibratedGraph.bytes(distance, size(), dimensions);
    }

    /** What a graph is built of. */
    public Plan plan() {
        return new Plan(distance, Arrays.copyOf(rows, end));
    }

    /** Puts a graph to use that was planned here. If none was built, none will be due again. */
    public void install(Plan plan) {
        isGraphImpossible = plan.graph.isEmpty();
        if (plan.graph.isPresent()) {
            graph = plan.graph.get();
            goneFromGraph = 0;
            for (int i = 0; i < graph.rows(); i++) {
                goneFromGraph += rows[i] == null ? 1 : 0;
            }
        }
    }

    /** Whether there is a graph. */
    public boolean hasGraph() {
        return graph != null;
    }

    /**
     * The nearest rows.
     *
     * @param filter which rows may be found; none if all may
     * @param ties the order of rows at the same score
     */
    public List<Nearest.Found<Integer>> nearest(
            float[] query, int count, Optional<IntPredicate> filter, Comparator<Integer> ties) {
        Nearest<Integer> nearest = new Nearest<>(distance, count, ties);
        double square = DistanceFunction.square(query);
        IntPredicate accepted =
                filter.<IntPredicate>map(f -> i -> rows[i] != null && f.test(i))
                        .orElse(i -> rows[i] != null);
        int from = 0;
        if (graph != null && GraphSpace.canFind(query) && graph.isFaster(part(filter))) {
            graph.search(query, count, accepted, i -> offer(query, square, i, nearest));
            from = graph.rows();
        }
        for (int i = from; i < end; i++) {
            if (accepted.test(i)) {
                offer(query, square, i, nearest);
            }
        }
        return nearest.inOrder();
    }

    private void offer(float[] query, double square, int i, Nearest<Integer> nearest) {
        double score =
                DistanceFunction.saturated(distance.score(query, square, rows[i], squares[i]));
        if (nearest.accepts(score)) {
            nearest.offer(i, score);
        }
    }

    /** For people. */
    @Override
    public String toString() {
        return size() + " rows, " + (graph == null ? "no graph" : graph);
    }

    /** Which part of the rows a filter lets through, by a sample. */
    private double part(Optional<IntPredicate> filter) {
        if (filter.isEmpty()) {
            return 1;
        }
        int sampled = 0;
        int accepted = 0;
        for (long sample = 1; sample <= SAMPLE_ROWS; sample++) {
            int i = (int) Long.remainderUnsigned(sample * SAMPLE_STEP, end);
            if (rows[i] != null) {
                sampled++;
                accepted += filter.get().test(i) ? 1 : 0;
            }
        }
        return sampled == 0 ? 0 : accepted / (double) sampled;
    }
}
