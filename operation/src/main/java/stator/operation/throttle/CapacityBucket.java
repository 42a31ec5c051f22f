package stator.operation.throttle;

/**
 * Capacity units that flow in at a steady rate, are kept up to a limit, and are spent.
 *
 * <p>What a request costs is known only once it was executed, as on AWS. So a bucket lets a request
 * pass as long as anything is in it, and may be in debt afterwards, which later requests wait for.
 * It is full in the beginning. A clock that goes back adds nothing. Thread-safe.
 */
final class CapacityBucket {
    private static final double MILLIS_PER_SECOND = 1_000;

    private double units;

    /** Negative before the first use. */
    private long filledMillis = -1;

    /**
     * Whether a request may pass now.
     *
     * @param unitsPerSecond how much flows in
     * @param keptSeconds for how many seconds it is kept
     */
    synchronized boolean admits(double unitsPerSecond, int keptSeconds, long nowMillis) {
        double full = unitsPerSecond * keptSeconds;
        if (filledMillis < 0) {
            units = full;
        } else if (nowMillis > filledMillis) {
            units += unitsPerSecond * (nowMillis - filledMillis) / MILLIS_PER_SECOND;
        }
        filledMillis = nowMillis;
        units = Math.min(units, full);
        return units > 0;
    }

    /** Spends units. */
    synchronized void spend(double spent) {
        units -= spent;
    }
}
