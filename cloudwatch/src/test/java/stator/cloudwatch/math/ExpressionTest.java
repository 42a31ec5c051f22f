package stator.cloudwatch.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static Expression.Value series(double... values) {
        TreeMap<Instant, Double> series = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                series.put(Instant.ofEpochSecond(60L * i), values[i]);
            }
        }
        return new Expression.Value(series, 0, 60);
    }

    private static final Map<String, Expression.Value> KNOWN =
            Map.of(
                    "a",
                    series(1, 2, 3),
                    "b",
                    series(4, 0, Double.NaN),
                    "c",
                    series(1, Double.NaN, 3));

    private static final Expression.Names NAMES =
            new Expression.Names() {
                @Override
                public Optional<Expression.Value> find(String id) {
                    return Optional.ofNullable(KNOWN.get(id));
                }

                @Override
                public List<Expression.Value> metrics() {
                    return List.of(KNOWN.get("a"), KNOWN.get("b"));
                }
            };

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "a + 1 | [2.0, 3.0, 4.0]",
                "a + b | [5.0, 2.0]",
                "a / b | [0.25]",
                "2 * (a - 1) / PERIOD(a) * 60 | [0.0, 2.0, 4.0]",
                "-a | [-1.0, -2.0, -3.0]",
                "SUM(METRICS()) | [5.0, 2.0]",
                "MAX([a, b]) | [4.0, 2.0]",
                "AVG([a, b]) | [2.5, 1.0]",
                "a - AVG(a) | [-1.0, 0.0, 1.0]",
                "FILL(c, 0) | [1.0, 0.0, 3.0]",
                "CEIL(a / 2) | [1.0, 1.0, 2.0]",
                "1 - 2 - 3 + a | [-3.0, -2.0, -1.0]",
            })
    void computes(String expression, String values) {
        assertEquals(values, Expression.evaluate(expression, NAMES).series().values().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a +", "(a", "a b", "x", "NONE(a)", "SUM()", "FILL(a)", "1.2.3", "a]"})
    void refuses(String expression) {
        assertThrows(IllegalArgumentException.class, () -> Expression.evaluate(expression, NAMES));
    }
}
