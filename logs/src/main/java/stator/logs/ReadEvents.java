package stator.logs;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.identity.Principal;
import stator.logs.pattern.FilterPattern;
import stator.logs.pattern.InvalidPatternException;
import stator.logs.store.EventSearch;
import stator.logs.store.EventSearch.Place;
import stator.logs.store.LogEvent;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.logs.store.LogStream;
import stator.logs.store.Position;
import stator.logs.store.StoredEvent;
import stator.model.LongWork;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;
import stator.rpc.Operation.Resources;

/** GetLogEvents, FilterLogEvents and TestMetricFilter. */
final class ReadEvents {
    private static final int PAGE_EVENTS_MAX = 10_000;
    private static final int PAGE_BYTES_MAX = 1_048_576;

    private final LogStore store;
    private final Clock clock;

    ReadEvents(LogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Operation> all() {
        return List.of(
                new Operation("GetLogEvents", Arns.RESOURCES, this::get),
                new Operation("FilterLogEvents", Arns.RESOURCES, this::filter),
                new Operation("TestMetricFilter", Resources.ANY, this::test));
    }

    /** How full an answer is. */
    private static final class Page {
        private final int eventsMax;
        private int events;
        private int bytes;

        Page(Struct request) {
            eventsMax = request.integer("limit", PAGE_EVENTS_MAX);
        }

        /** Counts an event; whether there is room for another. */
        boolean add(StoredEvent event) {
            events++;
            bytes += event.message().length() + LogEvent.OVERHEAD_BYTES;
            return events < eventsMax && bytes < PAGE_BYTES_MAX;
        }
    }

    // One stream, forwards and backwards.

    private void get(Struct request, Principal caller, ResponseWriter answer) {
        LogGroup group = Arns.group(store, request, caller);
        LogStream stream =
                store.findStream(group, request.string(Arns.STREAM_NAME))
                        .orElseThrow(LogsErrors::noStream);
        String token = request.string(Tokens.NEXT, "");
        boolean forward = token.isEmpty() ? request.bool("startFromHead", false) : isForward(token);
        Position from = from(request, group);
        Position to =
                request.has("endTime") ? Position.of(request.longInteger("endTime")) : Position.END;
        Position start = token.isEmpty() ? from : EventIds.position(token.substring(2, 58));
        List<StoredEvent> events = new ArrayList<>();
        Page page = new Page(request);
        store.forEachEvent(
                stream,
                forward ? start.or(from) : from,
                forward || token.isEmpty() || to.compareTo(start) < 0 ? to : start,
                !forward,
                event -> {
                    events.add(event);
                    return page.add(event);
                });
        if (!forward) {
            Collections.reverse(events);
        }
        writePage(events, start, answer);
    }

    /** The first time that is asked for and that the group keeps. */
    private Position from(Struct request, LogGroup group) {
        long kept = group.keptSinceMillis(clock.millis());
        return Position.of(Math.max(kept, request.longInteger("startTime", 0)));
    }

    /** Tokens are {@code f/} or {@code b/}, the number of a place, and {@code /s}. */
    private static boolean isForward(String token) {
        boolean valid =
                token.length() == 60
                        && token.endsWith("/s")
                        && (token.startsWith("f/") || token.startsWith("b/"));
        if (!valid) {
            throw LogsErrors.badToken();
        }
        return token.charAt(0) == 'f';
    }

    /** Where nothing more is, the tokens stay as they are: so a reader knows that it is done. */
    private static void writePage(List<StoredEvent> events, Position start, ResponseWriter answer) {
        Position first = events.isEmpty() ? start : events.getFirst().position();
        Position behind = events.isEmpty() ? start : events.getLast().position().next();
        answer.startObject().field("events").startArray();
        for (StoredEvent event : events) {
            answer.startObject();
            writeEvent(event, answer);
            answer.endObject();
        }
        answer.endArray()
                .member("nextForwardToken", "f/" + EventIds.of(behind) + "/s")
                .member("nextBackwardToken", "b/" + EventIds.of(first) + "/s")
                .endObject();
    }

    private static void writeEvent(StoredEvent event, ResponseWriter answer) {
        answer.member("timestamp", event.timestampMillis())
                .member("message", event.message())
                .member("ingestionTime", event.ingestionMillis());
    }

    // Many streams, by a pattern.

    private void filter(Struct request, Principal caller, ResponseWriter answer) {
        FilterPattern pattern = pattern(request.string("filterPattern", ""));
        LogGroup group = Arns.group(store, request, caller);
        Place from = Place.of(from(request, group).timestampMillis());
        if (request.has(Tokens.NEXT)) {
            Place token = place(Tokens.bytes(request));
            from = token.compareTo(from) > 0 ? token : from;
        }
        List<LogStream> streams = streams(group, request);
        long end = request.longInteger("endTime", Long.MAX_VALUE);
        EventSearch search = new EventSearch(store, streams, from, end, pattern.cost());
        Page page = new Page(request);
        answer.startObject().field("events").startArray();
        Optional<Place> next =
                LongWork.run(
                        units(streams, pattern),
                        () ->
                                search.run(found -> {
                                    if (!pattern.matches(found.event().message())) {
                                        return true;
                                    }
                                    write(found, answer);
                                    return page.add(found.event());
                                }));
        answer.endArray().field("searchedLogStreams").startArray().endArray();
        next.ifPresent(place -> answer.member(Tokens.NEXT, Tokens.of(bytes(place))));
        answer.endObject();
    }

    private static long units(List<LogStream> streams, FilterPattern pattern) {
        return pattern.cost() * streams.stream().mapToLong(LogStream::bytes).sum();
    }

    private static FilterPattern pattern(String text) {
        try {
            return FilterPattern.parse(text);
        } catch (InvalidPatternException e) {
            throw LogsErrors.invalid(e.getMessage());
        }
    }

    private List<LogStream> streams(LogGroup group, Struct request) {
        List<String> names = request.strings("logStreamNames");
        String prefix = request.string("logStreamNamePrefix", "");
        if (!names.isEmpty() && !prefix.isEmpty()) {
            throw LogsErrors.invalid(
                    "logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }
        List<LogStream> streams = new ArrayList<>();
        if (names.isEmpty()) {
            store.forEachStream(
                    group, prefix, "", stream -> !stream.hasEvents() || streams.add(stream));
        }
        for (String name : names) {
            streams.add(store.findStream(group, name).orElseThrow(LogsErrors::noStream));
        }
        return streams;
    }

    private static void write(EventSearch.Found found, ResponseWriter answer) {
        answer.startObject().member(Arns.STREAM_NAME, found.stream().name());
        writeEvent(found.event(), answer);
        answer.member("eventId", EventIds.of(found.stream(), found.event().position())).endObject();
    }

    private static byte[] bytes(Place place) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(place.position().timestampMillis())
                .putLong(place.position().sequence())
                .putLong(place.stream())
                .array();
    }

    private static Place place(byte[] token) {
        ByteBuffer buffer = ByteBuffer.wrap(token);
        if (token.length != 3 * Long.BYTES || token[0] < 0 || token[Long.BYTES] < 0) {
            throw LogsErrors.badToken();
        }
        return new Place(new Position(buffer.getLong(), buffer.getLong()), buffer.getLong());
    }

    // A pattern tried on messages.

    private void test(Struct request, Principal caller, ResponseWriter answer) {
        FilterPattern pattern = pattern(request.string("filterPattern"));
        List<String> messages = request.strings("logEventMessages");
        answer.startObject().field("matches").startArray();
        for (int i = 0; i < messages.size(); i++) {
            Optional<Map<String, String>> match = pattern.match(messages.get(i));
            if (match.isPresent()) {
                answer.startObject()
                        .member("eventNumber", i + 1)
                        .member("eventMessage", messages.get(i))
                        .field("extractedValues")
                        .startObject();
                match.get().forEach(answer::member);
                answer.endObject().endObject();
            }
        }
        answer.endArray().endObject();
    }
}
