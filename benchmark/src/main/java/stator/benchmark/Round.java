package stator.benchmark;

/**
 * What one endpoint did under one workload in one round. CPU is in microseconds for each request.
 */
record Round(
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        double serverCpuMicros,
        double clientCpuMicros,
        double foreignCpuFraction) {

    static Round of(Latencies latencies, double seconds, CpuMeter.Usage cpu) {
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
