package stator.operation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import stator.database.OutboxLag;
import stator.door.metric.MetricsPage;

class OutboxMetricsTest {
    @Test
    void timesAreInSeconds() {
        MetricsPage page = new MetricsPage();
        OutboxMetrics.write(new OutboxLag(3, 1_500_000_000L, 1_250_000_000L, 2), page);
        assertEquals(
                List.of(
                        "stator_cluster_outbox_writes_total{} 3",
                        "stator_cluster_outbox_lag_seconds_total{} 1.5",
                        "stator_cluster_outbox_lag_seconds_max{} 1.25",
                        "stator_cluster_outbox_partitions_left{} 2"),
                page.toString().lines().filter(line -> !line.startsWith("#")).toList());
    }
}
