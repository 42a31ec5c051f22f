package stator.logs.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;

/**
 * Log groups, their streams, and the events in these. What a call returns for is durable as the
 * store's settings say. Thread-safe, and it holds nothing in memory but what one call needs.
 */
public final class LogStore implements AutoCloseable {
    /** How many events are put into the store in one commit; more are several commits. */
    private static final int COMMIT_EVENTS_MAX = 1000;

    private final Store store;
    private final Clock clock;
    private final RandomGenerator random;
    private final Sweeper sweeper;

    /**
     * @param bytesMax from which size on the oldest events of all are deleted
     * @param random where ids come from
     */
    public LogStore(Store store, long bytesMax, Clock clock, RandomGenerator random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        sweeper = new Sweeper(store, bytesMax, clock);
    }

    // Groups.

    /** Makes a group; false if there is one of that name. */
    public boolean createGroup(Scope scope, LogGroup group) {
        RowKey key = LogRows.group(scope, group.name());
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    if (rows.getFirst().isPresent()) {
                        return false;
                    }
                    batch.put(key, LogRows.row(group));
                    return true;
                });
    }

    /** A group that is not there yet, and nothing said about it but its name. */
    public LogGroup newGroup(String name) {
        return new LogGroup(
                name, random.nextLong(), clock.millis(), 0, "", "STANDARD", false, Map.of());
    }

    /** The group of that name. */
    public Optional<LogGroup> findGroup(Scope scope, String name) {
        return store.get(LogRows.group(scope, name), Consistency.STRONG).map(LogRows::group);
    }

    /** Changes a group; empty if there is none of that name. */
    public Optional<LogGroup> changeGroup(
            Scope scope, String name, UnaryOperator<LogGroup> change) {
        RowKey key = LogRows.group(scope, name);
        Optional<LogGroup> changed =
                store.update(
                        List.of(key),
                        (rows, batch) -> {
                            Optional<LogGroup> group =
                                    rows.getFirst().map(LogRows::group).map(change);
                            group.ifPresent(after -> batch.put(key, LogRows.row(after)));
                            return group;
                        });
        sweeper.wake();
        return changed;
    }

    /** Deletes a group with all that is in it; false if there is none of that name. */
    public boolean deleteGroup(Scope scope, String name) {
        RowKey key = LogRows.group(scope, name);
        boolean found =
                store.update(
                        List.of(key),
                        (rows, batch) -> {
                            Optional<LogGroup> group = rows.getFirst().map(LogRows::group);
                            group.ifPresent(gone -> {
                                batch.delete(key);
                                batch.put(LogRows.goneGroup(gone.id()), LogRows.mark());
                            });
                            return group.isPresent();
                        });
        sweeper.wake();
        return found;
    }

    /**
     * Groups in the order of their names.
     *
     * @param prefix with which the names begin
     * @param after the name behind which to start; empty for the first
     * @param max how many at most
     */
    public List<LogGroup> groups(
            Scope scope, String prefix, String after, int max, Predicate<LogGroup> wanted) {
        List<LogGroup> found = new ArrayList<>();
        byte[] start = after.isEmpty() ? LogRows.NONE : LogRows.group(scope, after).sort();
        store.range(
                LogRows.names(
                        LogRows.NONE, LogRows.GROUP, LogRows.group(scope, prefix).sort(), start),
                Consistency.STRONG,
                (key, row) -> {
                    LogGroup group = LogRows.group(row);
                    if (wanted.test(group)) {
                        found.add(group);
                    }
                    return found.size() < max;
                });
        return found;
    }

    /** The size of all events of a group, as AWS counts it. */
    public long bytes(LogGroup group) {
        long[] bytes = {0};
        forEachStream(
                group,
                "",
                "",
                stream -> {
                    bytes[0] += stream.bytes();
                    return true;
                });
        return bytes[0];
    }

    // Streams.

    /** How the creation of a stream ended. */
    public enum Creation {
        DONE,
        NO_GROUP,
        EXISTS
    }

    /** Makes a stream. */
    public Creation createStream(Scope scope, String group, String name) {
        Optional<LogGroup> found = findGroup(scope, group);
        if (found.isEmpty()) {
            return Creation.NO_GROUP;
        }
        LogStream stream = LogStream.empty(name, random.nextLong(), clock.millis());
        RowKey groupKey = LogRows.group(scope, group);
        RowKey key = LogRows.stream(found.get().id(), name);
        return store.update(
                List.of(groupKey, key),
                (rows, batch) -> {
                    if (!isStill(found.get(), rows.getFirst())) {
                        return Creation.NO_GROUP;
                    }
                    if (rows.get(1).isPresent()) {
                        return Creation.EXISTS;
                    }
                    batch.put(key, LogRows.row(stream));
                    return Creation.DONE;
                });
    }

    private static boolean isStill(LogGroup group, Optional<Row> row) {
        return row.map(LogRows::group).filter(now -> now.id() == group.id()).isPresent();
    }

    /** The stream of that name. */
    public Optional<LogStream> findStream(LogGroup group, String name) {
        return store.get(LogRows.stream(group.id(), name), Consistency.STRONG).map(LogRows::stream);
    }

    /** Deletes a stream with its events; false if there is none of that name. */
    public boolean deleteStream(LogGroup group, String name) {
        RowKey key = LogRows.stream(group.id(), name);
        boolean found =
                store.update(
                        List.of(key),
                        (rows, batch) -> {
                            Optional<LogStream> stream = rows.getFirst().map(LogRows::stream);
                            stream.ifPresent(gone -> {
                                batch.delete(key);
                                batch.put(LogRows.goneStream(gone.id()), LogRows.mark());
                            });
                            return stream.isPresent();
                        });
        sweeper.wake();
        return found;
    }

    /**
     * Shows streams in the order of their names until the visitor has enough. It must not call
     * this.
     *
     * @param prefix with which the names begin
     * @param after the name behind which to start; empty for the first
     */
    public void forEachStream(
            LogGroup group, String prefix, String after, Predicate<LogStream> visitor) {
        store.range(
                LogRows.names(
                        LogRows.id(group.id()),
                        LogRows.STREAM,
                        LogRows.utf8(prefix),
                        LogRows.utf8(after)),
                Consistency.STRONG,
                (key, row) -> visitor.test(LogRows.stream(row)));
    }

    // Events.

    /**
     * Puts events into a stream, and makes the group and the stream if they are not there: for
     * those who log on behalf of others, as AWS's own services do.
     */
    public void put(Scope scope, String group, String stream, List<LogEvent> events) {
        LogGroup found = findGroup(scope, group).orElse(null);
        while (found == null) {
            createGroup(scope, newGroup(group));
            found = findGroup(scope, group).orElse(null);
        }
        while (!put(found, stream, events)) {
            if (createStream(scope, group, stream) == Creation.NO_GROUP) {
                // Somebody deletes it just now. What was logged before is gone with it.
                return;
            }
            found = findGroup(scope, group).orElse(found);
        }
    }

    /**
     * Puts events into a stream; false if it is not there, and then none is.
     *
     * @param events of any order; those of one millisecond stay in the order of the list
     */
    public boolean put(LogGroup group, String stream, List<LogEvent> events) {
        for (int i = 0; i < events.size(); i += COMMIT_EVENTS_MAX) {
            int end = Math.min(events.size(), i + COMMIT_EVENTS_MAX);
            if (!commit(LogRows.stream(group.id(), stream), events.subList(i, end))) {
                return false;
            }
        }
        sweeper.makeRoom();
        return true;
    }

    private boolean commit(RowKey key, List<LogEvent> events) {
        long now = clock.millis();
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    LogStream stream = rows.getFirst().map(LogRows::stream).orElse(null);
                    if (stream == null) {
                        return false;
                    }
                    long bytesBefore = stream.bytes();
                    for (LogEvent event : events) {
                        Row row = LogRows.row(now, event.message());
                        Position position =
                                new Position(event.timestampMillis(), stream.nextSequence());
                        batch.put(LogRows.event(stream.id(), position), row);
                        stream = stream.with(event, LogRows.eventBytes(row), now);
                    }
                    batch.put(key, LogRows.row(stream));
                    batch.increment(LogRows.SPACE, stream.bytes() - bytesBefore);
                    return true;
                });
    }

    /**
     * Shows the events of a stream from one position to before another until the visitor has
     * enough. It must not call this.
     */
    public void forEachEvent(
            LogStream stream,
            Position from,
            Position to,
            boolean reverse,
            Predicate<StoredEvent> visitor) {
        if (from.compareTo(to) < 0) {
            store.range(
                    LogRows.events(stream.id(), from, to, reverse),
                    Consistency.STRONG,
                    (key, row) -> visitor.test(LogRows.event(key, row)));
        }
    }

    /** The size of all events of everybody, as AWS counts it. */
    public long bytes() {
        return sweeper.bytes();
    }

    /** Deletes what is too old, what was deleted with its group or stream, and what is too much. */
    public void sweep() {
        sweeper.sweep();
    }

    /** Ends the deletion of events in the background; the store stays open. */
    @Override
    public void close() {
        sweeper.close();
    }
}
