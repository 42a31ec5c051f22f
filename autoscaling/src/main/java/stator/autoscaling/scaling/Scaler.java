package stator.autoscaling.scaling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import stator.door.work.Rounds;
import stator.storage.Store;

/**
 * Scales what is registered: looks at its use every minute, at the schedules every second, and
 * changes the capacity where a policy, a schedule or new bounds ask for it. What it did is kept.
 *
 * <p>Thread-safe. One virtual thread works, and only while something is registered.
 */
public final class Scaler implements AutoCloseable {
    /** How many activities of a dimension are kept. */
    private static final int ACTIVITIES_MAX = 100;

    private static final long TICK_MILLIS = 1000;

    private final Shelf<ScalableTarget> targets;
    private final Shelf<ScalingPolicy> policies;
    private final Shelf<ScheduledAction> actions;
    private final Shelf<ScalingActivity> activities;
    private final ScaledCapacity capacity;
    private final double minuteSeconds;
    private final Clock clock;
    private final RandomGenerator random;

    /** By the ids of the policies; only the worker has them. */
    private final Map<String, Tracking> trackings = new HashMap<>();

    private final Rounds rounds;
    private long scheduledMillis;
    private long trackedMillis;

    /**
     * @param minute how long a minute of the policies takes; cool-downs are shortened likewise
     */
    public Scaler(
            Store store,
            ScaledCapacity capacity,
            Duration minute,
            Clock clock,
            RandomGenerator random) {
        targets = Shelf.targets(store);
        policies = Shelf.policies(store);
        actions = Shelf.actions(store);
        activities = Shelf.activities(store);
        this.capacity = capacity;
        this.clock = clock;
        this.random = random;
        minuteSeconds = minute.toMillis() / 1000.0;
        scheduledMillis = clock.millis();
        long pauseMillis = Math.min(TICK_MILLIS, (long) (minuteSeconds * 1000));
        rounds = new Rounds("stator-autoscaling", () -> pauseMillis, this::step);
    }

    public Shelf<ScalableTarget> targets() {
        return targets;
    }

    public Shelf<ScalingPolicy> policies() {
        return policies;
    }

    public Shelf<ScheduledAction> actions() {
        return actions;
    }

    public Shelf<ScalingActivity> activities() {
        return activities;
    }

    public ScaledCapacity capacity() {
        return capacity;
    }

    /** A new id. */
    public String newId() {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000, random.nextLong() >>> 2 | 1L << 63)
                .toString();
    }

    /** Now, in milliseconds since 1970. */
    public long millis() {
        return clock.millis();
    }

    // The worker.

    /** Begins to work, if it does not yet. */
    public void start() {
        rounds.start();
    }

    /** Does what is due. */
    synchronized void step() {
        long now = clock.millis();
        runSchedules(now);
        if (now - trackedMillis >= minuteSeconds * 1000 || now < trackedMillis) {
            trackedMillis = now;
            runPolicies(now);
        }
    }

    @Override
    public void close() {
        rounds.close();
    }

    // Policies.

    private void runPolicies(long now) {
        List<ScalingPolicy> all = policies.all();
        trackings.keySet().retainAll(all.stream().map(ScalingPolicy::id).toList());
        for (ScalingPolicy policy : all) {
            Optional<ScalableTarget> target = targets.find(policy.dimension(), "");
            Optional<ScaledCapacity.Level> level = capacity.level(policy.dimension());
            if (target.isPresent() && level.isPresent()) {
                track(policy, target.get(), level.get(), now);
            }
        }
    }

    private void track(
            ScalingPolicy policy, ScalableTarget target, ScaledCapacity.Level level, long now) {
        Tracking tracking = trackings.computeIfAbsent(policy.id(), id -> new Tracking());
        tracking.add(level, minuteSeconds);
        // Cool-downs are told in seconds of minutes that are as long as AWS's.
        long scaledNow = (long) (now * (60 / minuteSeconds));
        Optional<Tracking.Decision> decision = tracking.decide(policy, target, level, scaledNow);
        if (decision.isEmpty()) {
            return;
        }
        String cause =
                "monitor alarm "
                        + policy.alarmName(decision.get().alarm())
                        + " in state ALARM triggered policy "
                        + policy.name();
        if (change(policy.dimension(), decision.get().capacity(), cause)) {
            tracking.done(decision.get(), scaledNow);
        }
    }

    // Schedules.

    private void runSchedules(long now) {
        Instant after = Instant.ofEpochMilli(Math.min(scheduledMillis, now));
        scheduledMillis = now;
        for (ScheduledAction action : actions.all()) {
            if (isDue(action, after, Instant.ofEpochMilli(now))) {
                run(action, now);
            }
        }
    }

    private static boolean isDue(ScheduledAction action, Instant after, Instant now) {
        boolean within =
                action.startMillis() <= now.toEpochMilli()
                        && (action.endMillis() == ScheduledAction.UNSET
                                || now.toEpochMilli() <= action.endMillis());
        Optional<Instant> fired =
                action.firedMillis() == ScheduledAction.UNSET
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(action.firedMillis()));
        Instant begun =
                Instant.ofEpochMilli(Math.max(action.createdMillis(), action.startMillis()));
        return within
                && Schedule.parse(action.schedule(), action.timezone())
                        .filter(schedule -> schedule.isDue(begun, fired, after, now))
                        .isPresent();
    }

    private void run(ScheduledAction action, long now) {
        // If there is no such action any more, it stays so.
        actions.change(
                action.dimension(), action.name(), current -> current.map(it -> it.fired(now)));
        Optional<ScalableTarget> target =
                targets.change(
                        action.dimension(),
                        "",
                        current ->
                                current.map(it ->
                                        it.suspension().scheduled() ? it : action.applied(it)));
        target.filter(it -> !it.suspension().scheduled()).ifPresent(this::bringIntoBounds);
    }

    /** Changes a capacity that is beyond the bounds of its target. */
    public void bringIntoBounds(ScalableTarget target) {
        Optional<ScaledCapacity.Level> level = capacity.level(target.dimension());
        if (level.isEmpty()) {
            return;
        }
        long provisioned = level.get().provisioned();
        long wanted = target.clamped(provisioned);
        // A table on demand has no capacity to bring anywhere.
        if (provisioned > 0 && wanted != provisioned) {
            change(
                    target.dimension(),
                    wanted,
                    wanted > provisioned
                            ? "minimum capacity was set to " + target.min()
                            : "maximum capacity was set to " + target.max());
        }
    }

    // What both lead to.

    /** Changes a capacity and notes it; false if it has to be tried again. */
    private boolean change(Dimension dimension, long wanted, String cause) {
        long start = clock.millis();
        String done = "Successfully set " + dimension.unitName() + " to " + wanted + ".";
        return switch (capacity.change(dimension, wanted)) {
            case ScaledCapacity.Outcome.Busy busy -> false;
            case ScaledCapacity.Outcome.Done success -> {
                note(
                        dimension,
                        wanted,
                        cause,
                        start,
                        "Successful",
                        done + " Change successfully fulfilled by dynamodb.");
                yield true;
            }
            case ScaledCapacity.Outcome.Failed failed -> {
                String message =
                        "Failed to set "
                                + dimension.unitName()
                                + " to "
                                + wanted
                                + ". Reason: "
                                + failed.message();
                note(dimension, wanted, cause, start, "Failed", message);
                yield true;
            }
        };
    }

    private void note(
            Dimension dimension,
            long wanted,
            String cause,
            long start,
            String status,
            String message) {
        String description = "Setting " + dimension.unitName() + " to " + wanted + ".";
        ScalingActivity activity =
                new ScalingActivity(
                        dimension,
                        newId(),
                        description,
                        cause,
                        start,
                        clock.millis(),
                        status,
                        message);
        // The names have the order of time, the newest first.
        activities.put(dimension, name(activity), activity);
        List<ScalingActivity> all = activities.of(dimension);
        for (int i = ACTIVITIES_MAX; i < all.size(); i++) {
            activities.remove(dimension, name(all.get(i)));
        }
    }

    private static String name(ScalingActivity activity) {
        return "%016x-%s".formatted(Long.MAX_VALUE - activity.startMillis(), activity.id());
    }
}
