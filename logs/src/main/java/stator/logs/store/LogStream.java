package stator.logs.store;

import java.util.OptionalLong;

/**
 * A log stream and what is known of its events. Times are milliseconds since 1970.
 *
 * @param id under which its events are kept; no other stream ever has it
 * @param firstMillis no event is older
 * @param lastMillis the time of its latest event
 * @param ingestionMillis when the last events came
 * @param bytes the size of its events, as AWS counts it
 * @param nextSequence the number of the event that comes next, and how many came so far
 */
public record LogStream(
        String name,
        long id,
        long createdMillis,
        long firstMillis,
        long lastMillis,
        long ingestionMillis,
        long bytes,
        long nextSequence) {
    /** One that nothing was ever put into. */
    static LogStream empty(String name, long id, long nowMillis) {
        return new LogStream(name, id, nowMillis, Long.MAX_VALUE, -1, -1, 0, 0);
    }

    /** Whether it has events that were not deleted because of their age. */
    public boolean hasEvents() {
        return firstMillis <= lastMillis;
    }

    /** The time of its latest event, if it ever had one. */
    public OptionalLong lastEvent() {
        return lastMillis < 0 ? OptionalLong.empty() : OptionalLong.of(lastMillis);
    }

    /** The same after the events before a time went. */
    LogStream without(long olderThanMillis, long goneBytes) {
        return new LogStream(
                name,
                id,
                createdMillis,
                Math.max(firstMillis, olderThanMillis),
                lastMillis,
                ingestionMillis,
                Math.max(0, bytes - goneBytes),
                nextSequence);
    }

    /** The same after an event came. */
    LogStream with(LogEvent event, long eventBytes, long nowMillis) {
        return new LogStream(
                name,
                id,
                createdMillis,
                Math.min(firstMillis, event.timestampMillis()),
                Math.max(lastMillis, event.timestampMillis()),
                nowMillis,
                bytes + eventBytes,
                nextSequence + 1);
    }
}
