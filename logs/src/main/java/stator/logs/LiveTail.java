package stator.logs;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import stator.identity.Principal;
import stator.logs.pattern.FilterPattern;
import stator.logs.pattern.InvalidPatternException;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.logs.store.LogStream;
import stator.logs.store.Position;
import stator.logs.store.StoredEvent;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.frame.EventFrame;
import stator.protocol.frame.PieceStream;
import stator.rpc.Operation;

/**
 * StartLiveTail: what comes into some groups, told once a second for as long as somebody listens.
 */
final class LiveTail {
    private static final String GROUPS = "logGroupIdentifiers";
    private static final String STREAMS = "logStreamNames";
    private static final String PREFIXES = "logStreamNamePrefixes";
    private static final String PATTERN = "logEventFilterPattern";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final long SECOND_MILLIS = 1_000;

    /** As long as AWS allows. */
    private static final long SESSION_MILLIS = 3L * 60 * 60 * 1000;

    /** How many events AWS tells in a second; of more it tells some. */
    private static final int EVENTS_MAX = 500;

    /** How many events of a stream are looked at for those that have just come. */
    private static final int EXAMINED_MAX = 10_000;

    private final LogStore store;
    private final Clock clock;

    LiveTail(LogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Operation> all() {
        return List.of(new Operation("StartLiveTail", LiveTail::resources, this::start));
    }

    private static List<String> resources(Struct request, Principal caller) {
        return request.strings(GROUPS).stream()
                .map(group ->
                        "arn:aws:logs:%s:%s:log-group:%s"
                                .formatted(caller.region(), caller.account(), Arns.nameOf(group)))
                .toList();
    }

    private PieceStream.Source start(Struct request, Principal caller) {
        List<LogGroup> groups = new ArrayList<>();
        for (String identifier : request.strings(GROUPS)) {
            groups.add(
                    store.findGroup(Arns.scope(caller), Arns.nameOf(identifier))
                            .orElseThrow(LogsErrors::noGroup));
        }
        boolean namesStreams =
                !request.strings(STREAMS).isEmpty() || !request.strings(PREFIXES).isEmpty();
        if (namesStreams && groups.size() > 1) {
            throw LogsErrors.invalid(
                    "Log stream names or prefixes can be specified for one log group only.");
        }
        if (!request.strings(STREAMS).isEmpty() && !request.strings(PREFIXES).isEmpty()) {
            throw LogsErrors.invalid(
                    "logStreamNamePrefixes and logStreamNames are mutually exclusive parameters.");
        }
        Session session = new Session(request, caller, groups);
        session.lookAtFirst();
        return session;
    }

    private static FilterPattern pattern(Struct request) {
        try {
            return FilterPattern.parse(request.string(PATTERN, ""));
        } catch (InvalidPatternException e) {
            throw LogsErrors.invalid(e.getMessage());
        }
    }

    /** An event that has come, and where. */
    private record Come(LogGroup group, LogStream stream, StoredEvent event) {}

    /** What one caller listens to. Used by the thread that sends it. */
    private final class Session implements PieceStream.Source {
        private final Struct request;
        private final Principal caller;
        private final List<LogGroup> groups;
        private final FilterPattern pattern;
        private final long endMillis = clock.millis() + SESSION_MILLIS;

        /** How many events of each stream were seen, by the stream's id. */
        private final Map<Long, Long> seen = new HashMap<>();

        private boolean hasStarted;
        private boolean hasEnded;

        Session(Struct request, Principal caller, List<LogGroup> groups) {
            this.request = request;
            this.caller = caller;
            this.groups = groups;
            pattern = pattern(request);
        }

        /** What is there already is not told. */
        void lookAtFirst() {
            groups.forEach(group ->
                    streams(group).forEach(stream -> seen.put(stream.id(), stream.nextSequence())));
        }

        private List<LogStream> streams(LogGroup group) {
            List<String> names = request.strings(STREAMS);
            List<String> prefixes = request.strings(PREFIXES);
            Predicate<LogStream> isWanted =
                    stream ->
                            (names.isEmpty() || names.contains(stream.name()))
                                    && (prefixes.isEmpty()
                                            || prefixes.stream()
                                                    .anyMatch(stream.name()::startsWith));
            List<LogStream> wanted = new ArrayList<>();
            store.forEachStream(
                    group,
                    "",
                    "",
                    stream -> {
                        if (isWanted.test(stream)) {
                            wanted.add(stream);
                        }
                        return true;
                    });
            return wanted;
        }

        @Override
        public Optional<byte[]> next() throws InterruptedException {
            if (hasEnded) {
                return Optional.empty();
            }
            if (!hasStarted) {
                hasStarted = true;
                return Optional.of(frame("sessionStart", started()));
            }
            if (clock.millis() >= endMillis) {
                hasEnded = true;
                byte[] message =
                        "{\"message\":\"Your Live Tail session has timed out.\"}"
                                .getBytes(StandardCharsets.UTF_8);
                return Optional.of(
                        EventFrame.exception("SessionTimeoutException", CONTENT_TYPE, message)
                                .encoded());
            }
            Thread.sleep(SECOND_MILLIS);
            return Optional.of(frame("sessionUpdate", update()));
        }

        private byte[] frame(String kind, ResponseWriter json) {
            byte[] payload = Arrays.copyOf(json.bytes(), json.length());
            return EventFrame.event(kind, CONTENT_TYPE, payload).encoded();
        }

        private ResponseWriter started() {
            ResponseWriter json = writer().startObject();
            json.member("requestId", UUID.randomUUID().toString());
            json.member("sessionId", UUID.randomUUID().toString());
            write(json, GROUPS, groups.stream().map(group -> identifier(group)).toList());
            write(json, STREAMS, request.strings(STREAMS));
            write(json, PREFIXES, request.strings(PREFIXES));
            return json.member(PATTERN, request.string(PATTERN, "")).endObject();
        }

        private static ResponseWriter writer() {
            return new ResponseWriter(512);
        }

        private static void write(ResponseWriter json, String name, List<String> texts) {
            json.field(name).startArray();
            texts.forEach(json::string);
            json.endArray();
        }

        private String identifier(LogGroup group) {
            return caller.account() + ":" + group.name();
        }

        private ResponseWriter update() {
            List<Come> come = new ArrayList<>();
            for (LogGroup group : groups) {
                for (LogStream stream : streams(group)) {
                    collect(group, stream, come);
                }
            }
            boolean isSampled = come.size() > EVENTS_MAX;
            ResponseWriter json = writer().startObject();
            json.field("sessionMetadata").startObject();
            json.member("sampled", isSampled).endObject();
            json.field("sessionResults").startArray();
            for (Come one : come.subList(0, Math.min(come.size(), EVENTS_MAX))) {
                json.startObject()
                        .member("logStreamName", one.stream.name())
                        .member("logGroupIdentifier", identifier(one.group))
                        .member("message", one.event.message())
                        .member("timestamp", one.event.timestampMillis())
                        .member("ingestionTime", one.event.ingestionMillis())
                        .endObject();
            }
            return json.endArray().endObject();
        }

        /** The newest come first, so as many are read back as have come. */
        private void collect(LogGroup group, LogStream stream, List<Come> come) {
            long before = seen.getOrDefault(stream.id(), 0L);
            if (stream.nextSequence() <= before) {
                return;
            }
            seen.put(stream.id(), stream.nextSequence());
            long[] left = {Math.min(EXAMINED_MAX, stream.nextSequence() - before), EXAMINED_MAX};
            List<Come> found = new ArrayList<>();
            store.forEachEvent(
                    stream,
                    Position.START,
                    Position.END,
                    true,
                    event -> {
                        long sequence = event.position().sequence();
                        if (sequence >= before && sequence < stream.nextSequence()) {
                            left[0]--;
                            if (pattern.matches(event.message())) {
                                found.add(new Come(group, stream, event));
                            }
                        }
                        return left[0] > 0 && --left[1] > 0;
                    });
            Collections.reverse(found);
            come.addAll(found);
        }

        @Override
        public void forget() {
            hasEnded = true;
        }
    }
}
