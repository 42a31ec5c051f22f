package stator.cloudwatch.math;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.metric.Series;

/** Queries that name each other, evaluated over one stretch of time. Belongs to one thread. */
public final class MetricQueries {
    private final List<MetricQuery> queries;
    private final Metrics metrics;
    private final Instant start;
    private final Instant end;
    private final Map<String, Expression.Value> known = new HashMap<>();

    /**
     * @param end the first instant that does not count
     */
    public MetricQueries(List<MetricQuery> queries, Metrics metrics, Instant start, Instant end) {
        this.queries = List.copyOf(queries);
        this.metrics = metrics;
        this.start = start;
        this.end = end;
    }

    /**
     * The values of one of them.
     *
     * @throws IllegalArgumentException if it cannot be computed; the message is for the caller
     */
    public SortedMap<Instant, Double> evaluate(MetricQuery query) {
        return evaluate(query, 0).series();
    }

    private Expression.Value evaluate(MetricQuery query, int depth) {
        Expression.Value value = known.get(query.id());
        if (value != null) {
            return value;
        }
        if (depth > queries.size()) {
            throw inExpression(query, "Expressions refer to each other.");
        }
        value =
                switch (query.source()) {
                    case MetricQuery.Measured measured -> read(measured);
                    case MetricQuery.Computed computed -> compute(query, computed, depth);
                };
        known.put(query.id(), value);
        return value;
    }

    private Expression.Value read(MetricQuery.Measured measured) {
        List<Metrics.Point> points =
                metrics.between(measured.metric(), start, end).stream()
                        .filter(point ->
                                measured.unit().isEmpty() || measured.unit().equals(point.unit()))
                        .toList();
        int period = measured.periodSeconds();
        return new Expression.Value(
                new TreeMap<>(
                        Series.statistic(Series.periods(points, period), measured.statistic())),
                0,
                period);
    }

    private Expression.Value compute(MetricQuery query, MetricQuery.Computed computed, int depth) {
        Expression.Names names =
                new Expression.Names() {
                    @Override
                    public Optional<Expression.Value> find(String id) {
                        return queries.stream()
                                .filter(other -> other.id().equals(id))
                                .findFirst()
                                .map(other -> evaluate(other, depth + 1));
                    }

                    @Override
                    public List<Expression.Value> metrics() {
                        return queries.stream()
                                .filter(other -> other.source() instanceof MetricQuery.Measured)
                                .map(other -> evaluate(other, depth + 1))
                                .toList();
                    }
                };
        Expression.Value value;
        try {
            value = Expression.evaluate(computed.expression(), names);
        } catch (InvalidQueryException inside) {
            throw inside;
        } catch (IllegalArgumentException e) {
            throw inExpression(query, e.getMessage());
        }
        if (value.series() == null) {
            throw inExpression(query, "The expression is no time series.");
        }
        return value;
    }

    private static InvalidQueryException inExpression(MetricQuery query, String message) {
        return new InvalidQueryException("Error in expression '" + query.id() + "': " + message);
    }

    /** One that names the expression already. */
    private static final class InvalidQueryException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        InvalidQueryException(String message) {
            super(message);
        }
    }
}
