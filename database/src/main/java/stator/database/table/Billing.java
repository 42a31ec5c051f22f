package stator.database.table;

/**
 * How a table is billed.
 *
 * @param lastUpdateToPayPerRequestMillis when it was last switched to (or created as) on-demand, or
 *     {@link Throughput#NEVER}
 */
public record Billing(Mode mode, long lastUpdateToPayPerRequestMillis) {
    /** Provisioned, as it always was. */
    public static final Billing PROVISIONED = new Billing(Mode.PROVISIONED, Throughput.NEVER);

    /** The names of the API. */
    public enum Mode {
        PROVISIONED,
        PAY_PER_REQUEST
    }

    /** On-demand since a moment. */
    public static Billing payPerRequest(long sinceMillis) {
        return new Billing(Mode.PAY_PER_REQUEST, sinceMillis);
    }
}
