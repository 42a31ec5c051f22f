package stator.database.table;

/**
 * A change of state under way: {@code status} until a moment, {@link TableStatus#ACTIVE} (or gone,
 * if it was {@link TableStatus#DELETING}) from then on.
 *
 * <p>The state at a time is computed from this, so that nothing needs to happen when a transition
 * ends.
 *
 * @param untilMillis when it ends; {@link Long#MAX_VALUE} if someone will end it by an update
 */
public record Transition(TableStatus status, long untilMillis) {
    public Transition {
        assert untilMillis >= 0 : status + " until " + untilMillis;
    }

    /** Nothing is under way. */
    public static final Transition NONE = new Transition(TableStatus.ACTIVE, 0);

    /** The status at a time. */
    public TableStatus statusAt(long nowMillis) {
        return nowMillis < untilMillis ? status : TableStatus.ACTIVE;
    }

    /** Whether this was a deletion and is over. */
    public boolean isGoneAt(long nowMillis) {
        return status == TableStatus.DELETING && nowMillis >= untilMillis;
    }
}
