package stator.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How many of the nearest rows the graph finds, and how much faster. {@code
 * -Dstator.recall.rows=100000 -Dstator.recall.dimensions=128 -Dstator.recall.rounds=10} makes the
 * figures of docs/performance.md; {@code -Dstator.recall.data=UNIFORM} and {@code
 * -Dstator.recall.distance=COSINE} choose some.
 *
 * <p>Times of searches are the processor's, where Linux tells them, so that other work on the
 * machine matters little.
 */
final class RecallTest {
    private static final int ROWS = Integer.getInteger("stator.recall.rows", 5_000);
    private static final int DIMENSIONS = Integer.getInteger("stator.recall.dimensions", 8);
    private static final int QUERIES = Integer.getInteger("stator.recall.queries", 100);
    private static final int ROUNDS = Integer.getInteger("stator.recall.rounds", 1);
    private static final int CLUSTERS = 100;
    private static final int COUNT = 10;
    private static final double RECALL_MIN = 0.95;

    private static final Path THREAD = Path.of("/proc/thread-self/schedstat");

    private final Random random = new Random(42);
    private final float[][] centers = new float[CLUSTERS][];
    private Data data;

    /** Where rows and queries come from. */
    enum Data {
        /** As embeddings are: near one of some centers, with as much noise. */
        CLUSTERED,
        /** Each element anything from -1 to 1: the worst there is. */
        UNIFORM
    }

    static Stream<Arguments> cases() {
        return Arrays.stream(Data.values())
                .filter(data -> isChosen("stator.recall.data", data))
                .flatMap(data ->
                        Arrays.stream(DistanceFunction.values())
                                .filter(distance -> isChosen("stator.recall.distance", distance))
                                .map(distance -> Arguments.of(data, distance)));
    }

    private static boolean isChosen(String property, Enum<?> value) {
        return System.getProperty(property, value.name()).equals(value.name());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theGraphFindsNearlyAllOfTheNearestRows(Data someData, DistanceFunction distance)
            throws IOException {
        data = someData;
        for (int i = 0; i < centers.length; i++) {
            centers[i] = normal();
        }
        VectorSet exact = new VectorSet(distance, Integer.MAX_VALUE);
        VectorSet graph = new VectorSet(distance, 1);
        for (int i = 0; i < ROWS; i++) {
            float[] row = row();
            exact.add(row);
            graph.add(row);
        }
        long started = System.nanoTime();
        VectorSet.Plan plan = graph.plan();
        plan.build();
        graph.install(plan);
        System.out.printf(
                "%s, %s, %,d x %d: %s in %.1f s%n",
                data, distance, ROWS, DIMENSIONS, graph, (System.nanoTime() - started) / 1e9);
        measure(exact, graph, "all", Optional.empty());
        measure(exact, graph, "1 in 2", Optional.of(i -> i % 2 == 0));
        measure(exact, graph, "1 in 5", Optional.of(i -> i % 5 == 0));
        measure(exact, graph, "1 in 50", Optional.of(i -> i % 50 == 0));
    }

    private void measure(
            VectorSet exact, VectorSet graph, String filterName, Optional<IntPredicate> filter)
            throws IOException {
        float[][] queries = new float[QUERIES][];
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = row();
        }
        List<Set<Integer>> right = search(exact, queries, filter);
        List<Set<Integer>> found = search(graph, queries, filter);
        int same = 0;
        for (int i = 0; i < QUERIES; i++) {
            found.get(i).retainAll(right.get(i));
            same += found.get(i).size();
        }
        double recall = same / (double) (QUERIES * COUNT);
        double exactMillis = millis(exact, queries, filter);
        double graphMillis = millis(graph, queries, filter);
        System.out.printf(
                "  %s: recall %.4f; exact %.3f ms, graph %.3f ms, %.1f times%n",
                filterName, recall, exactMillis, graphMillis, exactMillis / graphMillis);
        assertTrue(recall >= RECALL_MIN, filterName + ": " + recall);
    }

    /** What one search takes. */
    private static double millis(VectorSet set, float[][] queries, Optional<IntPredicate> filter)
            throws IOException {
        long start = processorNanos();
        for (int round = 0; round < ROUNDS; round++) {
            search(set, queries, filter);
        }
        return (processorNanos() - start) / 1e6 / ROUNDS / QUERIES;
    }

    /** How long the processor worked for this thread; the time of day where nobody tells. */
    private static long processorNanos() throws IOException {
        return Files.exists(THREAD)
                ? Long.parseLong(Files.readString(THREAD).split(" ")[0])
                : System.nanoTime();
    }

    private static List<Set<Integer>> search(
            VectorSet set, float[][] queries, Optional<IntPredicate> filter) {
        return Arrays.stream(queries)
                .map(query -> {
                    Set<Integer> rows = new HashSet<>();
                    set.nearest(query, COUNT, filter, Comparator.naturalOrder())
                            .forEach(found -> rows.add(found.element()));
                    return rows;
                })
                .toList();
    }

    private float[] row() {
        if (data == Data.UNIFORM) {
            float[] row = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                row[i] = random.nextFloat() * 2 - 1;
            }
            return row;
        }
        float[] center = centers[random.nextInt(CLUSTERS)];
        float[] row = normal();
        for (int i = 0; i < row.length; i++) {
            row[i] += center[i];
        }
        return row;
    }

    private float[] normal() {
        float[] row = new float[DIMENSIONS];
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }
}
