package stator.benchmark.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import stator.benchmark.load.Caller;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.load.RequestEncoder;
import stator.benchmark.report.Comparison;
import stator.benchmark.workload.Workload;

/** The server under test, which may be started again with the data that it has. */
final class GrowthServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofMinutes(5);

    /** How long work behind the scenes may take: an index, a backup, a restore. */
    private static final Duration WORK_MAX = Duration.ofHours(4);

    private static final Duration REST_WINDOW = Duration.ofSeconds(1);
    private static final Duration REST_MAX = Duration.ofMinutes(20);

    /** Of one processor: a server at rest still looks now and then whether there is work. */
    private static final double REST_BUSY_MAX = 0.1;

    /** One start differs from the next. */
    private static final int STARTS = 3;

    private final boolean durable;
    private final boolean isStator;
    private final Caller caller;
    private Endpoint endpoint;

    private GrowthServer(Endpoint endpoint, boolean durable, boolean isStator) {
        this.endpoint = endpoint;
        this.durable = durable;
        this.isStator = isStator;
        caller = new Caller(endpoint.address(), false);
    }

    static GrowthServer start(EndpointSource source) throws IOException, InterruptedException {
        GrowthServer server = started(source);
        try {
            server.caller.awaitUp(server.endpoint, START_MAX);
            return server;
        } catch (LoadFailure | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private static GrowthServer started(EndpointSource source) throws IOException {
        return switch (source) {
            case EndpointSource.Running running ->
                    new GrowthServer(Endpoint.start(running), false, false);
            case EndpointSource.Command command -> {
                EndpointSource.Command complete =
                        command.isStator() ? command.with(List.of("--create-buckets")) : command;
                yield new GrowthServer(
                        Endpoint.start(complete), command.isDurable(), command.isStator());
            }
        };
    }

    /** Whether it has its data when it is started again. */
    boolean isDurable() {
        return durable;
    }

    /** Whether it understands the options of Stator. */
    boolean isStator() {
        return isStator;
    }

    /** What is done before each start that is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Milliseconds until it answers after it was started again: the median of some starts.
     *
     * @param killed whether it gets no chance to tidy up
     */
    double startMillis(boolean killed, Work before) throws IOException, InterruptedException {
        double[] millis = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            before.run();
            millis[start] = startAgain(killed, List.of());
        }
        return Comparison.median(millis);
    }

    /**
     * Milliseconds until it answers after it was started again.
     *
     * @param options what its command line says more
     */
    double startAgain(boolean killed, List<String> options)
            throws IOException, InterruptedException {
        endpoint = endpoint.startedAgain(killed, options);
        long start = System.nanoTime();
        while (!caller.isUp()) {
            endpoint.requireRunning();
            Thread.sleep(2);
        }
        return (System.nanoTime() - start) / 1e6;
    }

    String call(String operation, String body) throws IOException {
        return caller.call(operation, body);
    }

    /** Calls until the answer is the one that is wanted. */
    String await(String operation, String body, Predicate<String> wanted)
            throws IOException, InterruptedException {
        return caller.waitFor(operation, body, wanted, WORK_MAX.toNanos())
                .orElseThrow(() ->
                        new LoadFailure(
                                operation
                                        + " still answers something else after "
                                        + WORK_MAX.toHours()
                                        + " hours"));
    }

    /**
     * Waits until the server does nothing by itself any more, such as compacting what was loaded:
     * that would be counted as the CPU of whatever is called meanwhile.
     */
    void awaitRest() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + REST_MAX.toNanos();
        double busy;
        do {
            CpuMeter meter = meter();
            Thread.sleep(REST_WINDOW.toMillis());
            busy = meter.stop().serverSeconds() / (REST_WINDOW.toMillis() / 1e3);
        } while (busy > REST_BUSY_MAX && System.nanoTime() < deadline);
    }

    CpuMeter meter() throws IOException {
        return new CpuMeter(endpoint, List.of(endpoint));
    }

    long residentBytes() throws IOException {
        return endpoint.residentBytes();
    }

    RequestEncoder encoder() {
        return new RequestEncoder(endpoint.address(), false, Instant.now());
    }

    LoadLoop connect(int connections, Workload workload, List<ByteBuffer> requests)
            throws IOException {
        return LoadLoop.connect(endpoint.address(), connections, workload, requests, 0);
    }

    @Override
    public void close() throws IOException {
        endpoint.close();
    }
}
