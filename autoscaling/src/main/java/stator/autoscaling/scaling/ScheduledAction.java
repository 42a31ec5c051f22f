package stator.autoscaling.scaling;

/**
 * New bounds at certain times.
 *
 * @param id a UUID, of which the ARN is made
 * @param schedule {@code at(…)}, {@code rate(…)} or {@code cron(…)}
 * @param timezone in which the schedule is meant; empty for UTC
 * @param startMillis before which nothing happens; {@link #UNSET} for none
 * @param endMillis after which nothing happens; {@link #UNSET} for none
 * @param min the new lower bound; {@link #UNSET} for the old one
 * @param max the new upper bound; {@link #UNSET} for the old one
 * @param firedMillis when it last happened; {@link #UNSET} for never
 */
public record ScheduledAction(
        Dimension dimension,
        String name,
        String id,
        String schedule,
        String timezone,
        long startMillis,
        long endMillis,
        long min,
        long max,
        long createdMillis,
        long firedMillis) {
    /** Nothing was said. */
    public static final long UNSET = -1;

    /** Its ARN. */
    public String arn() {
        return ScalingPolicy.arn(dimension, "scheduledAction:" + id, "scheduledActionName/" + name);
    }

    /** Whether the schedule and the time zone can be read. */
    public boolean hasSchedule() {
        return Schedule.parse(schedule, timezone).isPresent();
    }

    /** The same after it happened. */
    ScheduledAction fired(long millis) {
        return new ScheduledAction(
                dimension,
                name,
                id,
                schedule,
                timezone,
                startMillis,
                endMillis,
                min,
                max,
                createdMillis,
                millis);
    }

    /** The bounds of a target after this happened. */
    ScalableTarget applied(ScalableTarget target) {
        long least = min == UNSET ? target.min() : min;
        long most = max == UNSET ? target.max() : max;
        // One bound alone may go beyond the other, which then follows.
        if (least > most) {
            if (max == UNSET) {
                most = least;
            } else {
                least = most;
            }
        }
        return target.within(least, most);
    }
}
