package stator.cloudwatch.metric;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Some values of a metric, as far as they are known together.
 *
 * @param count how many there were; need not be whole, since clients may say it
 */
public record Values(double count, double sum, double min, double max) {
    static final int BYTES = 4 * Double.BYTES;

    public Values {
        if (!(count > 0) || !(min <= max)) {
            throw new IllegalArgumentException(count + " values from " + min + " to " + max);
        }
    }

    /** One value, as often as said. */
    public static Values of(double value, double count) {
        return new Values(count, value * count, value, value);
    }

    /** These and others. */
    public Values and(Values other) {
        return new Values(
                count + other.count,
                sum + other.sum,
                Math.min(min, other.min),
                Math.max(max, other.max));
    }

    /**
     * A statistic of them.
     *
     * @param name {@code Sum}, {@code Average}, {@code Minimum}, {@code Maximum}, {@code
     *     SampleCount}, or a percentile such as {@code p99}
     * @return empty if it cannot be told: a percentile of different values
     */
    public Optional<Double> statistic(String name) {
        return switch (name) {
            case "Sum" -> Optional.of(sum);
            case "Average" -> Optional.of(sum / count);
            case "Minimum" -> Optional.of(min);
            case "Maximum" -> Optional.of(max);
            case "SampleCount" -> Optional.of(count);
            case "p100" -> Optional.of(max);
            case "p0" -> Optional.of(min);
            // As on AWS for values that came as a set of statistics.
            default -> min == max || count == 1 ? Optional.of(max) : Optional.empty();
        };
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .putDouble(count)
                .putDouble(sum)
                .putDouble(min)
                .putDouble(max)
                .array();
    }

    static Values of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Values(
                buffer.getDouble(), buffer.getDouble(), buffer.getDouble(), buffer.getDouble());
    }
}
