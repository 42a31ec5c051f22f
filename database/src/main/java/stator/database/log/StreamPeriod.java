package stator.database.log;

import stator.database.table.StreamSettings;
import stator.database.table.TableStatus;
import stator.database.table.Transition;

/**
 * One stream of a table, from its enabling to its disabling. A stream that is enabled again is
 * another one, with a label of its own.
 *
 * @param label when it began, part of its ARN
 * @param view what its records show
 * @param createdMillis when it was asked for
 * @param enabledMillis when it is no longer {@link Status#ENABLING}
 * @param endMillis when disabling was asked for, or the table deleted; {@link #NEVER} until then
 * @param disabledMillis when it is no longer {@link Status#DISABLING}
 */
public record StreamPeriod(
        String label,
        StreamSettings.View view,
        long createdMillis,
        long enabledMillis,
        long endMillis,
        long disabledMillis) {
    /** The end of a stream that goes on. */
    public static final long NEVER = Long.MAX_VALUE;

    public StreamPeriod {
        assert !label.isEmpty() : "A stream without a label";
        assert endMillis >= createdMillis : "A stream that ended before it began";
        assert endMillis != NEVER || disabledMillis == NEVER : "A stream is on and disabled";
    }

    /** The names of the API. */
    public enum Status {
        ENABLING,
        ENABLED,
        DISABLING,
        DISABLED
    }

    /** A stream that begins. */
    static StreamPeriod begin(StreamSettings stream, long nowMillis, Transition transition) {
        return new StreamPeriod(
                stream.label(), stream.view(), nowMillis, end(transition), NEVER, NEVER);
    }

    /** The same at its end. */
    StreamPeriod end(long nowMillis, Transition transition) {
        return isOn()
                ? new StreamPeriod(
                        label, view, createdMillis, enabledMillis, nowMillis, end(transition))
                : this;
    }

    private static long end(Transition transition) {
        return transition.status() == TableStatus.ACTIVE ? 0 : transition.untilMillis();
    }

    /** Whether it takes changes. */
    public boolean isOn() {
        return endMillis == NEVER;
    }

    /** The status at a time. */
    public Status statusAt(long nowMillis) {
        if (isOn()) {
            return nowMillis < enabledMillis ? Status.ENABLING : Status.ENABLED;
        }
        return nowMillis < disabledMillis ? Status.DISABLING : Status.DISABLED;
    }
}
