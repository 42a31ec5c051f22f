package stator.database.table;

/**
 * When a table's items expire.
 *
 * @param attribute the attribute that holds an item's expiry; empty if it was never set
 * @param enabled whether items expire
 * @param changedMillis when this was last changed, or {@link Throughput#NEVER}
 * @param settledMillis from when on the last change is in force: until then AWS calls it ENABLING
 *     or DISABLING
 */
public record TimeToLive(
        String attribute, boolean enabled, long changedMillis, long settledMillis) {
    public TimeToLive {
        assert !enabled || !attribute.isEmpty() : "Items expire by no attribute";
    }

    /** Items live for ever. */
    public static final TimeToLive NONE = new TimeToLive("", false, Throughput.NEVER, 0);

    /** Whether the last change is in force at a time. */
    public boolean isSettledAt(long nowMillis) {
        return nowMillis >= settledMillis;
    }
}
