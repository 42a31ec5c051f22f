package stator.logs.store;

import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * The events of several streams in the order of their times, from one place on, as far as one call
 * goes.
 *
 * <p>Of each stream it holds the least place where its next event can be, and of all it reads the
 * one that can come first, up to where another can come first. So it reads each event once, and
 * holds none.
 */
public final class EventSearch {
    /** How many events one call looks at. The caller gets a token and goes on. */
    private static final int EXAMINED_EVENTS_MAX = 100_000;

    private static final long EXAMINED_BYTES_MAX = 64L << 20;

    private final LogStore store;
    private final long bytesMax;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>();
    private int examinedEvents;
    private long examinedBytes;
    private Place end;

    /** A place among the events of all streams; two streams are told apart by their ids. */
    public record Place(Position position, long stream) implements Comparable<Place> {
        /** Before all events from a time on. */
        public static Place of(long timestampMillis) {
            return new Place(Position.of(timestampMillis), Long.MIN_VALUE);
        }

        /** Time first, so that the streams are woven together. */
        @Override
        public int compareTo(Place other) {
            int order = Long.compare(position.timestampMillis(), other.position.timestampMillis());
            if (order == 0) {
                order = Long.compare(stream, other.stream);
            }
            return order != 0 ? order : position.compareTo(other.position);
        }
    }

    private record Cursor(LogStream stream, Place place) implements Comparable<Cursor> {
        @Override
        public int compareTo(Cursor other) {
            return place.compareTo(other.place);
        }
    }

    /** An event and the stream that it is in. */
    public record Found(LogStream stream, StoredEvent event) {}

    /**
     * @param streams all that are searched
     * @param from no event before it is shown
     * @param endMillis nor one after this time
     * @param cost how much longer than usual it takes to look at an event
     */
    public EventSearch(
            LogStore store, List<LogStream> streams, Place from, long endMillis, int cost) {
        this.store = store;
        bytesMax = EXAMINED_BYTES_MAX / cost;
        end = Place.of(endMillis == Long.MAX_VALUE ? endMillis : endMillis + 1);
        for (LogStream stream : streams) {
            Place start = start(stream, from);
            if (stream.hasEvents() && start.compareTo(end) < 0) {
                cursors.add(new Cursor(stream, start));
            }
        }
    }

    private static Place start(LogStream stream, Place from) {
        long time = from.position.timestampMillis();
        Position position =
                switch (Long.compare(stream.id(), from.stream)) {
                    case -1 -> Position.of(time == Long.MAX_VALUE ? time : time + 1);
                    case 0 -> from.position;
                    default -> Position.of(time);
                };
        return new Place(position.or(Position.of(stream.firstMillis())), stream.id());
    }

    /**
     * Shows events until the visitor has enough, the call has looked at enough, or none is left.
     *
     * @return where to go on; empty if none is left
     */
    public Optional<Place> run(Predicate<Found> visitor) {
        while (!cursors.isEmpty()) {
            if (!visit(cursors.poll(), visitor)) {
                return Optional.of(cursors.poll().place);
            }
        }
        return Optional.empty();
    }

    /** Reads one stream as long as no other comes first; false if it is enough. */
    private boolean visit(Cursor cursor, Predicate<Found> visitor) {
        Place bound = cursors.isEmpty() ? end : least(cursors.peek().place, end);
        Visit visit = new Visit(cursor.stream, bound, visitor);
        store.forEachEvent(cursor.stream, cursor.place.position, end.position, false, visit);
        if (visit.next != null) {
            cursors.add(new Cursor(cursor.stream, visit.next));
        }
        return !visit.enough || cursors.isEmpty();
    }

    private static Place least(Place one, Place other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The reading of one stream for a while. */
    private final class Visit implements Predicate<StoredEvent> {
        private final LogStream stream;
        private final Place bound;
        private final Predicate<Found> visitor;
        private boolean enough;

        /** Where its next event is; null if it has no more. */
        private Place next;

        private Visit(LogStream stream, Place bound, Predicate<Found> visitor) {
            this.stream = stream;
            this.bound = bound;
            this.visitor = visitor;
        }

        @Override
        public boolean test(StoredEvent event) {
            Place place = new Place(event.position(), stream.id());
            if (enough || place.compareTo(bound) > 0) {
                next = place;
                return false;
            }
            examinedEvents++;
            examinedBytes += event.message().length() + LogEvent.OVERHEAD_BYTES;
            enough =
                    !visitor.test(new Found(stream, event))
                            || examinedEvents >= EXAMINED_EVENTS_MAX
                            || examinedBytes >= bytesMax;
            return true;
        }
    }
}
