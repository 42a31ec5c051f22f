package stator.autoscaling.scaling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import stator.autoscaling.scaling.ScaledCapacity.Level;
import stator.autoscaling.scaling.ScalingPolicy.Alarm;

/**
 * What a policy has seen of the use of its dimension, minute by minute, and what follows from it.
 * Not for use by several threads.
 *
 * <p>The rules are those of DynamoDB's alarms: too high is more than the target in two minutes one
 * after the other, too low is less than 20 points below the target in fifteen. A minute without any
 * use says nothing, because AWS has no data then: a table that nobody uses is not made smaller.
 */
final class Tracking {
    private static final int HIGH_MINUTES = 2;
    private static final int LOW_MINUTES = 15;
    private static final double LOW_POINTS = 20;
    private static final double PERCENT = 100;

    /** Rounding must not ask for one unit more. */
    private static final double EPSILON = 1e-9;

    /** Used units a second, the newest last. */
    private final Deque<Double> rates = new ArrayDeque<>();

    private double consumedBefore = -1;
    private long outMillis;
    private long inMillis;

    /** To change a capacity, because of an alarm. */
    record Decision(long capacity, Alarm alarm) {}

    /**
     * Takes what was used by the end of a minute.
     *
     * @param minuteSeconds how long a minute is, since tests cannot wait
     */
    void add(Level level, double minuteSeconds) {
        // A smaller number than before is that of another process.
        boolean isNext = consumedBefore >= 0 && level.consumed() >= consumedBefore;
        double used = isNext ? level.consumed() - consumedBefore : 0;
        consumedBefore = level.consumed();
        if (used == 0) {
            rates.clear();
            return;
        }
        rates.addLast(used / minuteSeconds);
        if (rates.size() > LOW_MINUTES) {
            rates.removeFirst();
        }
    }

    /** What to do now, if anything. */
    Optional<Decision> decide(
            ScalingPolicy policy, ScalableTarget target, Level level, long nowMillis) {
        double target100 = policy.targetPercent() / PERCENT;
        if (isHigh(target100 * level.provisioned())) {
            long wanted = target.clamped(units(latest(), target100));
            return wanted > level.provisioned()
                            && !target.suspension().scaleOut()
                            && isOver(outMillis, policy.scaleOutSeconds(), nowMillis)
                    ? Optional.of(new Decision(wanted, Alarm.HIGH))
                    : Optional.empty();
        }
        double low = (policy.targetPercent() - LOW_POINTS) / PERCENT * level.provisioned();
        if (policy.scaleInDisabled() || !isLow(low)) {
            return Optional.empty();
        }
        long wanted = target.clamped(units(most(), target100));
        return wanted < level.provisioned()
                        && !target.suspension().scaleIn()
                        && isOver(Math.max(inMillis, outMillis), policy.scaleInSeconds(), nowMillis)
                ? Optional.of(new Decision(wanted, Alarm.LOW))
                : Optional.empty();
    }

    private static long units(double rate, double part) {
        return Math.max(1, (long) Math.ceil(rate / part - EPSILON));
    }

    private double latest() {
        return rates.getLast();
    }

    private double most() {
        return rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private boolean isHigh(double threshold) {
        return rates.size() >= HIGH_MINUTES
                && rates.stream()
                        .skip(rates.size() - HIGH_MINUTES)
                        .allMatch(rate -> rate > threshold);
    }

    private boolean isLow(double threshold) {
        return rates.size() == LOW_MINUTES && rates.stream().allMatch(rate -> rate < threshold);
    }

    private static boolean isOver(long lastMillis, long coolDownSeconds, long nowMillis) {
        return nowMillis - lastMillis >= coolDownSeconds * 1000;
    }

    /** Takes that a decision was carried out. */
    void done(Decision decision, long nowMillis) {
        if (decision.alarm() == Alarm.HIGH) {
            outMillis = nowMillis;
        } else {
            inMillis = nowMillis;
        }
        rates.clear();
    }
}
