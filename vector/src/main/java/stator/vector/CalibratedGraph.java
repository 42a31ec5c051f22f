package stator.vector;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A graph that knows how far it has to look to find nearly all of the nearest rows.
 *
 * <p>That depends on the rows: among those of clusters it is little, among those that have nothing
 * in common it is much. So some rows are left out of the graph, are searched for in it, and the
 * result is compared with the truth. If even the widest search finds too few, or looks at so many
 * that comparing all of them is as fast, there is no graph.
 */
final class CalibratedGraph {
    /** How many rows are searched for. */
    private static final int SAMPLES = 100;

    /** How many of the nearest rows are asked for. */
    private static final int SAMPLE_COUNT = 10;

    /** Which part of them has to be found: more than what is promised, because it is a sample. */
    private static final double RECALL_MIN = 0.98;

    private static final int CANDIDATES_MIN = 50;
    private static final int CANDIDATES_MAX = 5_000;

    /** To look at a row in the graph takes about as long as to compare so many one by one. */
    private static final int LOOK_COST = 4;

    private final VectorGraph graph;
    private final int rows;
    private final int[] samples;
    private final int candidates;
    private final double looks;

    private CalibratedGraph(
            VectorGraph graph, int rows, int[] samples, int candidates, double looks) {
        this.graph = graph;
        this.rows = rows;
        this.samples = samples;
        this.candidates = candidates;
        this.looks = looks;
    }

    /** How many bytes a graph takes. */
    static long bytes(DistanceFunction distance, int rows, int dimensions) {
        return rows * (VectorGraph.NODE_BYTES + GraphSpace.pointBytes(distance, dimensions));
    }

    /**
     * A graph of some rows; none if there can be no good one.
     *
     * @param rows some may be missing (null)
     */
    static Optional<CalibratedGraph> of(DistanceFunction distance, float[][] rows) {
        GraphSpace space = new GraphSpace(distance, rows);
        int[] samples = samples(rows);
        float[][] others = rows.clone();
        for (int sample : samples) {
            others[sample] = null;
        }
        if (!space.hasRoom() || Arrays.stream(others).allMatch(row -> row == null)) {
            return Optional.empty();
        }
        VectorGraph graph = VectorGraph.of(space, others);
        Truth truth = new Truth(distance, rows, others, samples);
        for (int candidates = CANDIDATES_MIN; candidates <= CANDIDATES_MAX; candidates *= 2) {
            Truth.Check check = truth.check(graph, candidates);
            if (check.looks() * LOOK_COST > rows.length) {
                break;
            }
            if (check.recall() >= RECALL_MIN) {
                return Optional.of(
                        new CalibratedGraph(
                                graph, rows.length, samples, candidates, check.looks()));
            }
        }
        return Optional.empty();
    }

    /** Rows that are there, from everywhere. */
    private static int[] samples(float[][] rows) {
        int[] there = new int[rows.length];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] != null) {
                there[count++] = row;
            }
        }
        int[] samples = new int[Math.min(SAMPLES, count / 2)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = there[(int) ((long) i * count / samples.length)];
        }
        return samples;
    }

    /** What a search among all rows but the samples finds. */
    private static final class Truth {
        private final DistanceFunction distance;
        private final float[][] rows;
        private final float[][] others;
        private final int[] samples;
        private final double[] worstRanks;

        /** How much of the truth was found, and how many points were looked at for a sample. */
        record Check(double recall, double looks) {}

        Truth(DistanceFunction distance, float[][] rows, float[][] others, int[] samples) {
            this.distance = distance;
            this.rows = rows;
            this.others = others;
            this.samples =
                    Arrays.stream(samples)
                            .filter(sample -> GraphSpace.canFind(rows[sample]))
                            .toArray();
            worstRanks = new double[this.samples.length];
            for (int i = 0; i < worstRanks.length; i++) {
                worstRanks[i] = worstRank(rows[this.samples[i]]);
            }
        }

        /** How far the farthest of the nearest is. */
        private double worstRank(float[] query) {
            Nearest<Integer> nearest =
                    new Nearest<>(distance, SAMPLE_COUNT, Comparator.naturalOrder());
            for (int row = 0; row < others.length; row++) {
                if (others[row] != null) {
                    nearest.offer(row, distance.score(query, others[row]));
                }
            }
            List<Nearest.Found<Integer>> found = nearest.inOrder();
            return distance.rank(found.getLast().score());
        }

        Check check(VectorGraph graph, int candidates) {
            long[] found = {0};
            long looks = 0;
            for (int i = 0; i < samples.length; i++) {
                float[] query = rows[samples[i]];
                double worst = worstRanks[i];
                int[] here = {0};
                looks +=
                        graph.search(
                                query,
                                SAMPLE_COUNT,
                                candidates,
                                row -> true,
                                row -> {
                                    double rank = distance.rank(distance.score(query, rows[row]));
                                    here[0] += rank <= worst ? 1 : 0;
                                });
                found[0] += Math.min(here[0], SAMPLE_COUNT);
            }
            long wanted = Math.max(1, (long) samples.length * SAMPLE_COUNT);
            return new Check(found[0] / (double) wanted, looks / (double) samples.length);
        }
    }

    /** The rows with numbers below this are in it or shown beside it. */
    int rows() {
        return rows;
    }

    /**
     * Whether a search in it is faster than to compare all rows that are accepted.
     *
     * @param part which part of all rows that is: the others are looked at, too, to get to these
     */
    boolean isFaster(double part) {
        return looks * LOOK_COST < part * part * rows;
    }

    /** Shows the rows that are probably the nearest of those that are accepted, and some more. */
    void search(float[] query, int count, IntPredicate accepted, IntConsumer found) {
        for (int sample : samples) {
            if (accepted.test(sample)) {
                found.accept(sample);
            }
        }
        long wider = (long) candidates * Math.max(count, SAMPLE_COUNT) / SAMPLE_COUNT;
        graph.search(query, count, (int) Math.min(wider, rows), accepted, found);
    }

    /** For people: how many points it looks at to find ten rows. */
    @Override
    public String toString() {
        return "a graph that looks at %.0f of %d points".formatted(looks, rows);
    }
}
