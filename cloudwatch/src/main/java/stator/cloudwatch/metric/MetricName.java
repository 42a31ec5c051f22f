package stator.cloudwatch.metric;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which metric of whom.
 *
 * @param dimensions by their names, in the order of these
 */
public record MetricName(
        String account,
        String region,
        String namespace,
        String name,
        Map<String, String> dimensions) {
    public MetricName {
        dimensions = Collections.unmodifiableMap(new TreeMap<>(dimensions));
    }
}
