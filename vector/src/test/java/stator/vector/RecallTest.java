package stator.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many of the nearest rows the graph finds, and how much faster. {@code
 * -Dstator.recall.rows=100000 -Dstator.recall.dimensions=128} makes the figures of
 * docs/performance.md.
 *
 * <p>The rows are of clusters, as embeddings are, with much noise.
 */
final class RecallTest {
    private static final int ROWS = Integer.getInteger("stator.recall.rows", 5_000);
    private static final int DIMENSIONS = Integer.getInteger("stator.recall.dimensions", 32);
    private static final int QUERIES = Integer.getInteger("stator.recall.queries", 100);
    private static final int COUNT = 10;
    private static final double RECALL_MIN = 0.95;

    private final Random random = new Random(42);
    private final float[][] centers = new float[100][];

    @ParameterizedTest
    @EnumSource(DistanceFunction.class)
    void theGraphFindsNearlyAllOfTheNearestRows(DistanceFunction distance) {
        VectorSet exact = new VectorSet(distance, Integer.MAX_VALUE);
        VectorSet graph = new VectorSet(distance, 1);
        for (int i = 0; i < centers.length; i++) {
            centers[i] = random(1);
        }
        for (int i = 0; i < ROWS; i++) {
            float[] row = nearCenter();
            exact.add(row);
            graph.add(row);
        }
        long started = System.nanoTime();
        VectorSet.Plan plan = graph.plan();
        plan.build();
        graph.install(plan);
        double buildSeconds = (System.nanoTime() - started) / 1e9;
        measure(distance, exact, graph, "all rows", Optional.empty(), buildSeconds);
        measure(distance, exact, graph, "half", Optional.of(i -> i % 2 == 0), buildSeconds);
        measure(distance, exact, graph, "1 in 5", Optional.of(i -> i % 5 == 0), buildSeconds);
        measure(distance, exact, graph, "1 in 50", Optional.of(i -> i % 50 == 0), buildSeconds);
    }

    private void measure(
            DistanceFunction distance,
            VectorSet exact,
            VectorSet graph,
            String filterName,
            Optional<IntPredicate> filter,
            double buildSeconds) {
        float[][] queries = new float[QUERIES][];
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = nearCenter();
        }
        search(exact, queries, filter);
        search(graph, queries, filter);
        long start = System.nanoTime();
        List<Set<Integer>> right = search(exact, queries, filter);
        long middle = System.nanoTime();
        List<Set<Integer>> found = search(graph, queries, filter);
        long end = System.nanoTime();
        int same = 0;
        for (int i = 0; i < QUERIES; i++) {
            found.get(i).retainAll(right.get(i));
            same += found.get(i).size();
        }
        double recall = same / (double) (QUERIES * COUNT);
        System.out.printf(
                "%s, %d x %d, %s: recall %.4f; exact %.3f ms, graph %.3f ms, %.1f times; built in"
                        + " %.1f s%n",
                distance,
                ROWS,
                DIMENSIONS,
                filterName,
                recall,
                (middle - start) / 1e6 / QUERIES,
                (end - middle) / 1e6 / QUERIES,
                (middle - start) / (double) (end - middle),
                buildSeconds);
        assertTrue(recall >= RECALL_MIN, distance + " " + filterName + ": " + recall);
    }

    private static List<Set<Integer>> search(
            VectorSet set, float[][] queries, Optional<IntPredicate> filter) {
        return List.of(queries).stream()
                .map(query -> {
                    Set<Integer> rows = new HashSet<>();
                    set.nearest(query, COUNT, filter, Comparator.naturalOrder())
                            .forEach(found -> rows.add(found.element()));
                    return rows;
                })
                .toList();
    }

    private float[] nearCenter() {
        float[] center = centers[random.nextInt(centers.length)];
        float[] row = random(1);
        for (int i = 0; i < row.length; i++) {
            row[i] += center[i];
        }
        return row;
    }

    private float[] random(double scale) {
        float[] row = new float[DIMENSIONS];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) (random.nextGaussian() * scale);
        }
        return row;
    }
}
