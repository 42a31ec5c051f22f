package stator.benchmark.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.workload.Workload;

/**
 * Writes all items of some data, in batches of 25 over several connections, as fast as the server
 * takes them.
 *
 * <p>There are too many requests to keep, and making one costs the client about a tenth of what
 * answering it costs the server. So a thread of its own makes the next ones while those before are
 * under way, into one of two blocks of memory that take turns. For how long the requests were not
 * ready in time is told, too: the server had nothing to do then.
 */
final class Loading {
    private static final int BLOCK_BYTES = 32 << 20;

    private final GrowthServer server;
    private final int connections;
    private final Workload workload;
    private final int requests;
    private final ByteBuffer[] blocks = {
        ByteBuffer.allocateDirect(BLOCK_BYTES), ByteBuffer.allocateDirect(BLOCK_BYTES)
    };

    private double waitedSeconds;
    private double sentSeconds;
    private double longestWarmMillis;

    Loading(GrowthServer server, GrowthData data, int connections) {
        this.server = server;
        this.connections = connections;
        workload = GrowthWorkload.LOAD.over(data);
        requests = Math.ceilDiv(data.items(), workload.items());
    }

    /** Writes all items, and measures while requests are under way. */
    Gauge.Measured run() throws IOException, InterruptedException {
        Latencies all = new Latencies();
        CpuMeter meter = server.meter();
        try (ExecutorService encoding = Executors.newSingleThreadExecutor()) {
            Future<List<ByteBuffer>> next = encoding.submit(() -> encode(0, 0));
            int turn = 0;
            for (int first = 0; first < requests; turn++) {
                List<ByteBuffer> ready = await(next, first > 0);
                int from = first;
                first += ready.size();
                int then = first;
                int block = (turn + 1) % blocks.length;
                next = encoding.submit(() -> encode(block, then));
                Latencies sent = send(from, ready);
                all.addAll(sent);
                if (from > 0) {
                    longestWarmMillis = Math.max(longestWarmMillis, sent.percentileMillis(1));
                }
            }
        }
        return Gauge.Measured.of(workload.name(), all, sentSeconds, meter.stop());
    }

    /** How long an answer took at most, but for those to the first requests of a new server. */
    double longestWarmMillis() {
        return longestWarmMillis;
    }

    /** Which part of the time the server waited for the client. */
    double waitedFraction() {
        return waitedSeconds / (waitedSeconds + sentSeconds);
    }

    private List<ByteBuffer> encode(int block, int first) {
        return server.encoder().encodeInto(blocks[block], workload, first, requests - first);
    }

    private List<ByteBuffer> await(Future<List<ByteBuffer>> encoded, boolean counts)
            throws InterruptedException {
        long start = System.nanoTime();
        try {
            List<ByteBuffer> ready = encoded.get();
            waitedSeconds += counts ? (System.nanoTime() - start) / 1e9 : 0;
            return ready;
        } catch (ExecutionException e) {
            throw new LoadFailure("the requests could not be made: " + e.getCause(), e);
        }
    }

    private Latencies send(int first, List<ByteBuffer> encoded) throws IOException {
        long start = System.nanoTime();
        try (LoadLoop loop = server.connect(connections, new Shifted(workload, first), encoded)) {
            return loop.runOnce();
        } finally {
            sentSeconds += (System.nanoTime() - start) / 1e9;
        }
    }

    /** A workload whose numbers begin somewhere else. */
    private record Shifted(Workload workload, int by) implements Workload {
        @Override
        public String name() {
            return workload.name();
        }

        @Override
        public String operation() {
            return workload.operation();
        }

        @Override
        public String body(int number) {
            return workload.body(number + by);
        }

        @Override
        public String problem(int number, String answer) {
            return workload.problem(number + by, answer);
        }

        @Override
        public String answer(int number) {
            return workload.answer(number + by);
        }

        @Override
        public int items() {
            return workload.items();
        }
    }
}
