package stator.database;

/**
 * When a table's items expire.
 *
 * @param attribute the attribute that holds an item's expiry; empty if it was never set
 * @param enabled whether items expire
 * @param changedMillis when this was last changed, or {@link Throughput#NEVER}
 */
public record TimeToLive(String attribute, boolean enabled, long changedMillis) {
    /** Items live for ever. */
    public static final TimeToLive NONE = new TimeToLive("", false, Throughput.NEVER);
}
