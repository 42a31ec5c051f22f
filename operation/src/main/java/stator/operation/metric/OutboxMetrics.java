package stator.operation.metric;

import java.util.concurrent.TimeUnit;
import stator.database.OutboxLag;
import stator.door.metric.MetricsPage;

/** How long after their writes entries of indexes and records of changes are made. */
public final class OutboxMetrics {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private OutboxMetrics() {}

    public static void write(OutboxLag lag, MetricsPage page) {
        page.family(
                "stator_cluster_outbox_writes_total",
                "counter",
                "Writes whose index entries and records followed by an outbox.");
        page.sample(lag.commits());
        page.family(
                "stator_cluster_outbox_lag_seconds_total",
                "counter",
                "How long after these writes that was, all together.");
        page.sample(lag.nanos() / NANOS_PER_SECOND);
        page.family("stator_cluster_outbox_lag_seconds_max", "gauge", "How long that was at most.");
        page.sample(lag.longestNanos() / NANOS_PER_SECOND);
        page.family(
                "stator_cluster_outbox_partitions_left",
                "gauge",
                "Partitions where what follows waits, because it could not be made.");
        page.sample(lag.partitionsLeft());
    }
}
