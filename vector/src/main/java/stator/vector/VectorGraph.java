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
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * A graph of near neighbours over some rows: finds most of the nearest by looking at few.
 * Immutable, and safe for many threads.
 *
 * <p>Rows at the same point are one node: otherwise their only neighbours would be each other, and
 * who came upon one of them would find nothing else.
 */
final class VectorGraph {
    /** What a node costs besides its point, roughly: its neighbours and the distances to them. */
    static final int NODE_BYTES = 700;

    private static final int NEIGHBORS_MAX = 32;
    private static final int BUILD_CANDIDATES = 100;
    private static final float NEIGHBOR_OVERFLOW = 1.2f;
    private static final float DIVERSITY = 1.2f;
    private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;

    /** Behind the last row of a node. */
    private static final int NONE = -1;

    private final GraphSpace space;
    private final RandomAccessVectorValues points;
    private final ImmutableGraphIndex graph;

    /** By node: the first of its rows. */
    private final int[] firstRows;

    /** By row: the next row of the same node. */
    private final int[] nextRows;

    private VectorGraph(
            GraphSpace space,
            RandomAccessVectorValues points,
            ImmutableGraphIndex graph,
            int[] firstRows,
            int[] nextRows) {
        this.space = space;
        this.points = points;
        this.graph = graph;
        this.firstRows = firstRows;
        this.nextRows = nextRows;
    }

    /**
     * A graph of rows that the space has room for.
     *
     * @param rows some may be missing (null)
     */
    static VectorGraph of(GraphSpace space, float[][] rows) {
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        List<VectorFloat<?>> points = new ArrayList<>(rows.length);
        int[] firstRows = new int[rows.length];
        int[] nextRows = new int[rows.length];
        DistinctPoints distinct = new DistinctPoints();
        for (int row = rows.length - 1; row >= 0; row--) {
            if (rows[row] == null) {
                continue;
            }
            float[] point = space.point(rows[row]);
            int node = distinct.number(point);
            if (node == points.size()) {
                points.add(types.createFloatVector(point));
                firstRows[node] = NONE;
            }
            nextRows[row] = firstRows[node];
            firstRows[node] = row;
        }
        RandomAccessVectorValues values =
                new ListRandomAccessVectorValues(points, points.getFirst().length());
        return new VectorGraph(space, values, build(values), firstRows, nextRows);
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

    /**
     * Shows the rows that are probably the nearest of those that are accepted, and those at the
     * same points.
     *
     * @param query which the space has room for
     * @param count of how many points
     * @param candidates how many points that are accepted it goes by, at least the count: more find
     *     more, and take longer
     * @return how many points it looked at
     */
    int search(float[] query, int count, int candidates, IntPredicate accepted, IntConsumer found) {
        VectorFloat<?> point =
                VectorizationProvider.getInstance()
                        .getVectorTypeSupport()
                        .createFloatVector(space.query(query));
        try (GraphSearcher searcher = new GraphSearcher(graph)) {
            SearchResult result =
                    searcher.search(
                            DefaultSearchScoreProvider.exact(point, SIMILARITY, points),
                            count,
                            candidates,
                            0,
                            0,
                            node -> isAnyAccepted(node, accepted));
            for (SearchResult.NodeScore score : result.getNodes()) {
                for (int row = firstRows[score.node]; row != NONE; row = nextRows[row]) {
                    if (accepted.test(row)) {
                        found.accept(row);
                    }
                }
            }
            return result.getVisitedCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isAnyAccepted(int node, IntPredicate accepted) {
        for (int row = firstRows[node]; row != NONE; row = nextRows[row]) {
            if (accepted.test(row)) {
                return true;
            }
        }
        return false;
    }
}
