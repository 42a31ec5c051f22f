package stator.door.metric;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many calls there were of each operation of each service, how long they took and how they
 * ended, since the start. Thread-safe.
 */
public final class CallMetrics {
    private final String plainService;
    private final Map<String, Map<String, CallSeries>> byService = new ConcurrentHashMap<>();

    /**
     * @param plainService whose operations stand on the page without the name of a service
     */
    public CallMetrics(String plainService) {
        this.plainService = plainService;
    }

    /** Counts a call that has ended; {@code error} is empty if it ended well. */
    public void add(String service, String operation, String error, long nanos) {
        Map<String, CallSeries> operations = byService.get(service);
        if (operations == null) {
            operations = byService.computeIfAbsent(service, first -> new ConcurrentHashMap<>());
        }
        CallSeries series = operations.get(operation);
        if (series == null) {
            series = operations.computeIfAbsent(operation, first -> new CallSeries());
        }
        series.add(nanos, error);
    }

    /** Adds all that was counted to a page of metrics. */
    public void write(MetricsPage page) {
        page.family("stator_request_seconds", "histogram", "How long calls took.");
        forEach((labels, series) -> series.writeDurations(page, labels));
        page.family("stator_errors_total", "counter", "Calls that ended with an error.");
        forEach((labels, series) ->
                series.forEachError((type, count) -> page.sample(count, with(labels, type))));
    }

    private interface Receiver {
        void take(String[] labels, CallSeries series);
    }

    private void forEach(Receiver receiver) {
        new TreeMap<>(byService)
                .forEach((service, operations) ->
                        new TreeMap<>(operations)
                                .forEach((operation, series) ->
                                        receiver.take(labels(service, operation), series)));
    }

    private String[] labels(String service, String operation) {
        return service.equals(plainService)
                ? new String[] {"operation", operation}
                : new String[] {"service", service, "operation", operation};
    }

    private static String[] with(String[] labels, String error) {
        String[] all = new String[labels.length + 2];
        System.arraycopy(labels, 0, all, 0, labels.length);
        all[labels.length] = "error";
        all[labels.length + 1] = error;
        return all;
    }
}
