package stator.logs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import stator.identity.Principal;
import stator.logs.store.LogGroup;
import stator.logs.store.LogStore;
import stator.logs.store.LogStream;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;

/** Log streams: create, describe, delete. */
final class StreamOperations {
    private static final int PAGE_STREAMS = 50;
    private static final String PREFIX = "logStreamNamePrefix";
    private static final String BY_TIME = "LastEventTime";

    private static final Comparator<LogStream> NAME = Comparator.comparing(LogStream::name);
    private static final Comparator<LogStream> TIME =
            Comparator.comparingLong(LogStream::lastMillis).thenComparing(NAME);

    private final LogStore store;

    StreamOperations(LogStore store) {
        this.store = store;
    }

    List<Operation> all() {
        return List.of(
                new Operation("CreateLogStream", Arns.RESOURCES, this::create),
                new Operation("DeleteLogStream", Arns.RESOURCES, this::delete),
                new Operation("DescribeLogStreams", Arns.RESOURCES, this::describe));
    }

    private void create(Struct request, Principal caller, ResponseWriter answer) {
        String group = request.string(Arns.GROUP_NAME);
        switch (store.createStream(Arns.scope(caller), group, request.string(Arns.STREAM_NAME))) {
            case DONE -> {}
            case NO_GROUP -> throw LogsErrors.noGroup();
            case EXISTS -> throw LogsErrors.exists("The specified log stream already exists");
        }
    }

    private void delete(Struct request, Principal caller, ResponseWriter answer) {
        LogGroup group = Arns.group(store, request, caller);
        if (!store.deleteStream(group, request.string(Arns.STREAM_NAME))) {
            throw LogsErrors.noStream();
        }
    }

    private void describe(Struct request, Principal caller, ResponseWriter answer) {
        boolean byTime = request.string("orderBy", "LogStreamName").equals(BY_TIME);
        if (byTime && request.has(PREFIX)) {
            throw LogsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        LogGroup group = Arns.group(store, request, caller);
        Comparator<LogStream> order = byTime ? TIME : NAME;
        order = request.bool("descending", false) ? order.reversed() : order;
        int limit = request.integer("limit", PAGE_STREAMS);
        List<LogStream> streams = first(group, request, order, limit + 1);
        boolean more = streams.size() > limit;
        answer.startObject().field("logStreams").startArray();
        for (LogStream stream : streams.subList(0, Math.min(limit, streams.size()))) {
            write(group, stream, caller, answer);
        }
        answer.endArray();
        if (more) {
            LogStream last = streams.get(limit - 1);
            answer.member(Tokens.NEXT, Tokens.of(last.lastMillis() + "@" + last.name()));
        }
        answer.endObject();
    }

    /**
     * The first streams of an order behind a token. All of the group are looked at and only those
     * are kept, since their order by time is nowhere written.
     */
    private List<LogStream> first(
            LogGroup group, Struct request, Comparator<LogStream> order, int max) {
        PriorityQueue<LogStream> first = new PriorityQueue<>(order.reversed());
        List<LogStream> after = after(request);
        store.forEachStream(
                group,
                request.string(PREFIX, ""),
                "",
                stream -> {
                    if (after.isEmpty() || order.compare(after.getFirst(), stream) < 0) {
                        first.add(stream);
                    }
                    if (first.size() > max) {
                        first.poll();
                    }
                    return true;
                });
        List<LogStream> sorted = new ArrayList<>(first);
        sorted.sort(order);
        return sorted;
    }

    /** The stream that a token names; none without one. */
    private static List<LogStream> after(Struct request) {
        if (!request.has(Tokens.NEXT)) {
            return List.of();
        }
        String[] parts = Tokens.position(request).split("@", 2);
        try {
            long last = Long.parseLong(parts[0]);
            return List.of(new LogStream(parts[1], 0, 0, 0, last, 0, 0, 0));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw LogsErrors.badToken();
        }
    }

    private static void write(
            LogGroup group, LogStream stream, Principal caller, ResponseWriter answer) {
        answer.startObject()
                .member(Arns.STREAM_NAME, stream.name())
                .member("creationTime", stream.createdMillis());
        if (stream.hasEvents()) {
            answer.member("firstEventTimestamp", stream.firstMillis())
                    .member("lastEventTimestamp", stream.lastMillis());
        }
        if (stream.nextSequence() > 0) {
            answer.member("lastIngestionTime", stream.ingestionMillis())
                    .member("uploadSequenceToken", EventIds.sequenceToken(stream));
        }
        // AWS says 0 of every stream since 2019.
        answer.member("arn", Arns.of(group, stream, caller)).member("storedBytes", 0).endObject();
    }
}
