package stator.operation.usage;

/**
 * The values of one minute.
 *
 * @param minute since 1970
 * @param count how many values there were; at least one
 */
public record Minute(long minute, long count, double sum, double min, double max) {
    public Minute {
        if (count < 1 || min > max) {
            throw new IllegalArgumentException(count + " values from " + min + " to " + max);
        }
    }
}
