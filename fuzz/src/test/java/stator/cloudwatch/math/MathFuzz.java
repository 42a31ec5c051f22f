package stator.cloudwatch.math;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.fuzz.Checks;

/** Metric math. */
public final class MathFuzz {
    private static final Expression.Value SERIES =
            new Expression.Value(
                    new java.util.TreeMap<>(
                            java.util.Map.of(
                                    java.time.Instant.EPOCH,
                                    1.0,
                                    java.time.Instant.ofEpochSecond(60),
                                    -2.5)),
                    0,
                    60);

    private MathFuzz() {}

    /** Fails for anything but a value or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Expression.evaluate(
                    new String(input, StandardCharsets.UTF_8),
                    new Expression.Names() {
                        @Override
                        public Optional<Expression.Value> find(String id) {
                            return id.startsWith("m") ? Optional.of(SERIES) : Optional.empty();
                        }

                        @Override
                        public List<Expression.Value> metrics() {
                            return List.of(SERIES, SERIES);
                        }
                    });
        } catch (IllegalArgumentException refused) {
            Checks.hasMessage(refused);
        }
    }
}
