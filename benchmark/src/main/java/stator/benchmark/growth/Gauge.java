package stator.benchmark.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.report.Round;
import stator.benchmark.workload.Workload;

/** Runs workloads against a server, each for some seconds, and tells what they cost. */
final class Gauge {
    /** How many different requests there are of each kind. */
    private static final int DISTINCT_MAX = 100_000;

    /** How much memory encoded requests may take. */
    private static final int ENCODED_BYTES_MAX = 100 << 20;

    private final GrowthServer server;
    private final int connections;
    private final double seconds;

    /** The figures of one workload. */
    record Measured(String name, Round round, double maxMillis) {
        static Measured of(String name, Latencies latencies, double seconds, CpuMeter.Usage usage) {
            return new Measured(
                    name, Round.of(latencies, seconds, usage), latencies.percentileMillis(1));
        }

        /** The same figures by another name, for calls that are measured again. */
        Measured named(String other) {
            return new Measured(other, round, maxMillis);
        }
    }

    Gauge(GrowthServer server, int connections, double seconds) {
        this.server = server;
        this.connections = connections;
        this.seconds = seconds;
    }

    /**
     * All workloads run before the first is measured: code that was compiled for one kind of
     * request alone is faster than it would be in earnest, and the first size must not pay for
     * compilers.
     */
    void warmUp(List<GrowthWorkload> kinds, GrowthData data) throws IOException {
        for (GrowthWorkload kind : kinds) {
            try (LoadLoop loop = connect(kind.over(data), kind.requests(data), connections)) {
                loop.run(time());
            }
        }
    }

    Measured measure(GrowthWorkload kind, GrowthData data) throws IOException {
        return measure(kind.over(data), kind.requests(data));
    }

    /** Measures a workload that has so many different requests, after as long a warm-up. */
    Measured measure(Workload workload, int requests) throws IOException {
        try (LoadLoop loop = connect(workload, requests, connections)) {
            loop.run(time());
            CpuMeter meter = server.meter();
            Latencies latencies = loop.run(time());
            return Measured.of(workload.name(), latencies, seconds, meter.stop());
        }
    }

    /** A loop over the requests of a workload, or over as many as there is room for. */
    LoadLoop connect(Workload workload, int requests, int connections) throws IOException {
        int bytes = server.encoder().encodeAll(workload, 1).getFirst().remaining();
        int count = Math.max(1, Math.min(DISTINCT_MAX, ENCODED_BYTES_MAX / bytes));
        List<ByteBuffer> encoded = server.encoder().encodeAll(workload, Math.min(count, requests));
        return server.connect(connections, workload, encoded);
    }

    double seconds() {
        return seconds;
    }

    private Duration time() {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
