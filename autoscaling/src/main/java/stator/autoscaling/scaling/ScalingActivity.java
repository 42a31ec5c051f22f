package stator.autoscaling.scaling;

/**
 * What was done, and why.
 *
 * @param status {@code Successful} or {@code Failed}
 */
public record ScalingActivity(
        Dimension dimension,
        String id,
        String description,
        String cause,
        long startMillis,
        long endMillis,
        String status,
        String message) {}
