package stator.benchmark.report;

import stator.benchmark.load.CpuMeter;
import stator.benchmark.load.Latencies;

/**
 * What one endpoint did under one workload in one round. CPU is in microseconds for each request.
 */
public record Round(
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        double serverCpuMicros,
        double clientCpuMicros,
        double foreignCpuFraction) {

    public static Round of(Latencies latencies, double seconds, CpuMeter.Usage cpu) {
        double requests = Math.max(1, latencies.total());
        return new Round(
                latencies.total() / seconds,
                latencies.percentileMillis(0.50),
                latencies.percentileMillis(0.99),
                cpu.serverSeconds() * 1e6 / requests,
                cpu.clientSeconds() * 1e6 / requests,
                cpu.foreignFraction());
    }
}
