package stator.autoscaling.scaling;

import java.util.Map;

/**
 * A dimension that is scaled, and within which bounds.
 *
 * @param id the end of its ARN
 * @param createdMillis since 1970
 */
public record ScalableTarget(
        Dimension dimension,
        String id,
        long min,
        long max,
        Suspension suspension,
        long createdMillis,
        Map<String, String> tags) {
    /** What of it does not happen for a while. */
    public record Suspension(boolean scaleIn, boolean scaleOut, boolean scheduled) {
        /** All of it happens. */
        public static final Suspension NONE = new Suspension(false, false, false);
    }

    public ScalableTarget {
        tags = Map.copyOf(tags);
        if (min < 0 || max < min) {
            throw new IllegalArgumentException("from " + min + " to " + max);
        }
    }

    /** The same with other bounds. */
    public ScalableTarget within(long least, long most) {
        return new ScalableTarget(dimension, id, least, most, suspension, createdMillis, tags);
    }

    /** The same with other things suspended. */
    public ScalableTarget with(Suspension other) {
        return new ScalableTarget(dimension, id, min, max, other, createdMillis, tags);
    }

    /** The same with these tags and no others. */
    public ScalableTarget withTags(Map<String, String> other) {
        return new ScalableTarget(dimension, id, min, max, suspension, createdMillis, other);
    }

    /** A capacity brought into the bounds. */
    public long clamped(long capacity) {
        return Math.clamp(capacity, min, max);
    }

    /** Its ARN. */
    public String arn() {
        return "arn:aws:application-autoscaling:"
                + dimension.region()
                + ":"
                + dimension.account()
                + ":scalable-target/"
                + id;
    }
}
