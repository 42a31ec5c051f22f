package stator.database;

/**
 * How a database behaves.
 *
 * @param transientStatusMillis how long tables and indexes are CREATING, UPDATING and DELETING; 0
 *     makes every change instant
 */
public record DatabaseSettings(long transientStatusMillis) {
    /** Every change is instant. */
    public static final DatabaseSettings DEFAULT = new DatabaseSettings(0);
}
