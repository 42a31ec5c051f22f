package stator.logs;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import stator.identity.Principal;
import stator.logs.store.LogEvent;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.logs.store.LogStream;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;

/** PutLogEvents. */
final class PutEvents {
    private static final int BATCH_BYTES_MAX = 1_048_576;
    private static final long SPAN_MILLIS_MAX = Duration.ofHours(24).toMillis();
    private static final long FUTURE_MILLIS_MAX = Duration.ofHours(2).toMillis();
    private static final long AGE_MILLIS_MAX = Duration.ofDays(14).toMillis();

    private final LogStore store;
    private final Clock clock;

    PutEvents(LogStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Operation> all() {
        return List.of(new Operation("PutLogEvents", Arns.RESOURCES, this::put));
    }

    private void put(Struct request, Principal caller, ResponseWriter answer) {
        List<LogEvent> events = new ArrayList<>();
        for (Struct event : request.structs("logEvents")) {
            events.add(new LogEvent(event.longInteger("timestamp"), event.string("message")));
        }
        requireBatch(events);
        LogGroup group = Arns.group(store, request, caller);
        String name = request.string(Arns.STREAM_NAME);
        LogStream stream = store.findStream(group, name).orElseThrow(LogsErrors::noStream);
        Window window = new Window(group, clock.millis());
        int start = (int) events.stream().filter(window::isTooOld).count();
        int end = events.size() - (int) events.stream().filter(window::isTooNew).count();
        if (start < end && !store.put(group, name, events.subList(start, end))) {
            throw LogsErrors.noStream();
        }
        answer.startObject()
                .member(
                        "nextSequenceToken",
                        EventIds.sequenceToken(store.findStream(group, name).orElse(stream)));
        writeRejected(events, window, end, answer);
        answer.endObject();
    }

    /** What is wrong with all of them, in AWS's words. */
    private static void requireBatch(List<LogEvent> events) {
        long bytes = events.stream().mapToLong(LogEvent::bytes).sum();
        if (bytes > BATCH_BYTES_MAX) {
            throw LogsErrors.invalid(
                    "Upload too large: %d bytes exceeds limit of %d"
                            .formatted(bytes, BATCH_BYTES_MAX));
        }
        for (int i = 1; i < events.size(); i++) {
            if (events.get(i).timestampMillis() < events.get(i - 1).timestampMillis()) {
                throw LogsErrors.invalid(
                        "Log events in a single PutLogEvents request must be in chronological"
                                + " order.");
            }
        }
        long span = events.getLast().timestampMillis() - events.getFirst().timestampMillis();
        if (span > SPAN_MILLIS_MAX) {
            throw LogsErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more"
                            + " than 24 hours.");
        }
    }

    /** From when to when events may be. */
    private record Window(long keptSince, long oldest, long newest) {
        Window(LogGroup group, long now) {
            this(group.keptSinceMillis(now), now - AGE_MILLIS_MAX, now + FUTURE_MILLIS_MAX);
        }

        boolean isExpired(LogEvent event) {
            return event.timestampMillis() < keptSince;
        }

        boolean isTooOld(LogEvent event) {
            return isExpired(event) || event.timestampMillis() < oldest;
        }

        boolean isTooNew(LogEvent event) {
            return event.timestampMillis() > newest;
        }
    }

    private static void writeRejected(
            List<LogEvent> events, Window window, int end, ResponseWriter answer) {
        long tooOld = events.stream().filter(e -> e.timestampMillis() < window.oldest).count();
        long expired = events.stream().filter(window::isExpired).count();
        if (tooOld == 0 && expired == 0 && end == events.size()) {
            return;
        }
        answer.field("rejectedLogEventsInfo").startObject();
        if (end < events.size()) {
            answer.member("tooNewLogEventStartIndex", end);
        }
        if (tooOld > 0) {
            answer.member("tooOldLogEventEndIndex", tooOld);
        }
        if (expired > 0) {
            answer.member("expiredLogEventEndIndex", expired);
        }
        answer.endObject();
    }
}
