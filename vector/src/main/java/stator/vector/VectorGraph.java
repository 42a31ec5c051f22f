package stator.vector;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A graph of near neighbours over rows that do not change: finds most of the nearest rows by
 * looking at few. Safe for many threads.
 *
 * <p>Whatever the distance function is, the graph is one of Euclidean distances, which graphs are
 * best at: over the directions of the rows for the cosine, and for the scalar product over the rows
 * with one more coordinate that makes all of them equally long, so that the row with the greatest
 * product is the nearest (Bachrach et al., "Speeding up the Xbox recommender system using a
 * euclidean transformation for inner-product spaces", 2014).
 */
final class VectorGraph {
    private static final int NEIGHBORS_MAX = 32;
    private static final int BUILD_CANDIDATES = 100;
    private static final float NEIGHBOR_OVERFLOW = 1.2f;
    private static final float DIVERSITY = 1.2f;

    /** Candidates for each row that is wanted, and the least: more find more, and take longer. */
    private static final int CANDIDATES_PER_ROW = 10;

    private static final int CANDIDATES_MIN = 250;

    /** Squares of longer vectors are no floats. */
    private static final double LENGTH_MAX = 1e18;

    private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

    private final DistanceFunction distance;
    private final RandomAccessVectorValues points;
    private final ImmutableGraphIndex graph;

    private VectorGraph(
            DistanceFunction distance, RandomAccessVectorValues points, ImmutableGraphIndex graph) {
        this.distance = distance;
        this.points = points;
        this.graph = graph;
    }

    /** The graph of some rows; none if there are rows that are too long for it. */
    static Optional<VectorGraph> of(DistanceFunction distance, float[][] rows) {
        double longest = 0;
        for (float[] row : rows) {
            longest = Math.max(longest, DistanceFunction.square(row));
        }
        if (Math.sqrt(longest) > LENGTH_MAX) {
            return Optional.empty();
        }
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        List<VectorFloat<?>> vectors = new ArrayList<>(rows.length);
        for (float[] row : rows) {
            vectors.add(types.createFloatVector(point(distance, row, longest)));
        }
        RandomAccessVectorValues points =
                new ListRandomAccessVectorValues(vectors, vectors.getFirst().length());
        return Optional.of(new VectorGraph(distance, points, build(points)));
    }

    /** Builds on half of the processors: requests go on meanwhile. */
    private static ImmutableGraphIndex build(RandomAccessVectorValues points) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        try (ForkJoinPool pool = new ForkJoinPool(threads);
                GraphIndexBuilder builder =
                        GraphIndexBuilder.builder(
                                        BuildScoreProvider.randomAccessScoreProvider(
                                                points, SIMILARITY),
                                        points.dimension(),
                                        NEIGHBORS_MAX)
                                .withBeamWidth(BUILD_CANDIDATES)
                                .withNeighborOverflow(NEIGHBOR_OVERFLOW)
                                .withAlpha(DIVERSITY)
                                .withSimdExecutor(pool)
                                .withParallelExecutor(pool)
                                .build()) {
            return builder.build(points);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a row is in the graph's space. */
    private static float[] point(DistanceFunction distance, float[] row, double longest) {
        return switch (distance) {
            case EUCLIDEAN -> row;
            case COSINE -> direction(row);
            case DOT_PRODUCT -> {
                float[] point = Arrays.copyOf(row, row.length + 1);
                point[row.length] =
                        (float) Math.sqrt(Math.max(0, longest - DistanceFunction.square(row)));
                yield point;
            }
        };
    }

    private static float[] direction(float[] row) {
        double length = Math.sqrt(DistanceFunction.square(row));
        float[] direction = new float[row.length];
        for (int i = 0; i < row.length && length > 0; i++) {
            direction[i] = (float) (row[i] / length);
        }
        return direction;
    }

    /** Whether it can be searched for that vector: one that has a direction and is not too long. */
    static boolean canFind(float[] query) {
        double length = Math.sqrt(DistanceFunction.square(query));
        return length > 0 && length <= LENGTH_MAX;
    }

    /** How many rows it is of. */
    int size() {
        return points.size();
    }

    /** Shows the numbers of rows that are probably the nearest of those that are accepted. */
    void search(float[] query, int count, IntPredicate accepted, IntConsumer found) {
        float[] point =
                switch (distance) {
                    case EUCLIDEAN -> query;
                    case COSINE -> direction(query);
                    case DOT_PRODUCT -> Arrays.copyOf(query, query.length + 1);
                };
        VectorFloat<?> vector =
                VectorizationProvider.getInstance().getVectorTypeSupport().createFloatVector(point);
        int candidates = Math.max(CANDIDATES_MIN, count * CANDIDATES_PER_ROW);
        try (GraphSearcher searcher = new GraphSearcher(graph)) {
            SearchResult result =
                    searcher.search(
                            DefaultSearchScoreProvider.exact(vector, SIMILARITY, points),
                            count,
                            candidates,
                            0,
                            0,
                            accepted::test);
            for (SearchResult.NodeScore node : result.getNodes()) {
                found.accept(node.node);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
