package stator.logs.store;

/**
 * An event as it was stored.
 *
 * @param position where it is in its stream
 * @param ingestionMillis when it was stored, since 1970
 */
public record StoredEvent(Position position, long ingestionMillis, String message) {
    /** When it happened, since 1970. */
    public long timestampMillis() {
        return position.timestampMillis();
    }
}
