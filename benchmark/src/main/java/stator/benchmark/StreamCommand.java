package stator.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Caller;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.workload.BenchmarkTable;

/**
 * Measures how long it takes until a write can be read from the stream: one thread writes items,
 * one asks for records again and again, as a consumer that never sleeps.
 */
@Command(
        name = "stream",
        description = "Time from a write to its record in the stream.",
        mixinStandardHelpOptions = true)
final class StreamCommand implements Callable<Integer> {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final BenchmarkTable TABLE = BenchmarkTable.STREAMED;
    private static final Pattern ARN = Pattern.compile("\"LatestStreamArn\":\"([^\"]+)\"");
    private static final Pattern SHARD = Pattern.compile("\"ShardId\":\"([^\"]+)\"");
    private static final Pattern ITERATOR = Pattern.compile("ShardIterator\":\"([^\"]+)\"");
    private static final Pattern KEY =
            Pattern.compile("\"Keys\":\\{\"pk\":[^}]*},\"sk\":\\{\"N\":\"(\\d+)\"");

    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "stator-memory,stator-rocksdb",
            description = "As for load. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(names = "--writes", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}")
    private int writes;

    @Option(
            names = "--warm-up-writes",
            defaultValue = "2000",
            description = "Not measured. Default: ${DEFAULT-VALUE}")
    private int warmUpWrites;

    @Option(
            names = "--pause-millis",
            defaultValue = "2",
            description =
                    "Between writes, so that the reader is not what is measured. Default: ${DEFAULT-VALUE}")
    private long pauseMillis;

    /** When each write was sent, and when it was answered, by its number. */
    private record Times(Map<Integer, Long> sent, Map<Integer, Long> answered) {
        Times() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    @Override
    public Integer call() throws Exception {
        for (String text : endpointTexts) {
            try (Endpoint endpoint = Endpoint.start(EndpointSource.parse(text))) {
                Caller caller = new Caller(endpoint.address(), false);
                caller.awaitUp(endpoint, START_MAX);
                measure(endpoint.name(), caller);
            }
        }
        return 0;
    }

    private void measure(String name, Caller caller) throws Exception {
        String arn = find(ARN, caller.call("CreateTable", TABLE.createRequest()));
        String stream = caller.call("DescribeStream", "{\"StreamArn\":\"%s\"}".formatted(arn));
        String iterator =
                caller.call(
                        "GetShardIterator",
                        "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"LATEST\"}"
                                .formatted(arn, find(SHARD, stream)));
        Times times = new Times();
        FutureTask<Void> writer =
                new FutureTask<>(() -> {
                    write(caller, times);
                    return null;
                });
        Thread.ofPlatform().start(writer);
        read(name, caller, find(ITERATOR, iterator), times, writer);
        writer.get();
    }

    private void write(Caller caller, Times times) throws IOException, InterruptedException {
        for (int number = 0; number < warmUpWrites + writes; number++) {
            times.sent.put(number, System.nanoTime());
            caller.call(
                    "PutItem",
                    "{\"TableName\":\"%s\",\"Item\":{\"pk\":{\"S\":\"p\"},\"sk\":{\"N\":\"%d\"}}}"
                            .formatted(TABLE.tableName(), number));
            times.answered.put(number, System.nanoTime());
            Thread.sleep(pauseMillis);
        }
    }

    private void read(
            String name, Caller caller, String first, Times times, FutureTask<Void> writer)
            throws Exception {
        Observation observation = new Observation();
        String iterator = first;
        while (observation.seen < warmUpWrites + writes) {
            boolean isWritten = writer.isDone();
            int seenBefore = observation.seen;
            String page =
                    caller.call("GetRecords", "{\"ShardIterator\":\"%s\"}".formatted(iterator));
            observation.take(page, System.nanoTime(), times);
            iterator = find(ITERATOR, page);
            if (isWritten && observation.seen == seenBefore) {
                writer.get();
                throw new LoadFailure("after " + seenBefore + " records no more come");
            }
        }
        System.out.println(name + ": " + observation);
    }

    /** The records that came, which must be those of all writes in their order. */
    private final class Observation {
        private final Latencies fromRequest = new Latencies();
        private final Latencies fromAnswer = new Latencies();
        private int seen;

        void take(String page, long now, Times times) {
            Matcher key = KEY.matcher(page);
            while (key.find()) {
                int number = Integer.parseInt(key.group(1));
                if (number != seen) {
                    throw new LoadFailure("record " + number + " comes after " + (seen - 1));
                }
                if (number >= warmUpWrites) {
                    fromRequest.add(now - times.sent.get(number));
                    // The record may come before the answer does.
                    fromAnswer.add(now - times.answered.getOrDefault(number, now));
                }
                seen++;
            }
        }

        @Override
        public String toString() {
            return "from the request p50 %.2f ms, p99 %.2f ms; from the answer p50 %.2f ms, p99 %.2f ms"
                    .formatted(
                            fromRequest.percentileMillis(0.5),
                            fromRequest.percentileMillis(0.99),
                            fromAnswer.percentileMillis(0.5),
                            fromAnswer.percentileMillis(0.99));
        }
    }

    private static String find(Pattern pattern, String answer) {
        Matcher matcher = pattern.matcher(answer);
        if (!matcher.find()) {
            throw new LoadFailure("an unexpected answer: " + answer);
        }
        return matcher.group(1);
    }
}
