package stator.operation.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import stator.database.Tables;
import stator.database.table.Namespace;
import stator.operation.request.Operation;

/**
 * How many calls there were of each operation and table, how long they took and how they ended,
 * since the start. To count a call takes two look-ups and a few additions without a lock.
 */
public final class CallMetrics {
    /** Upper bounds of the buckets of durations. */
    private static final double[] BOUNDS_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
    };

    private static final double NANOS_PER_SECOND = 1e9;

    /** Of how many tables and operations it counts apart at most. */
    private static final int SERIES_MAX = 20_000;

    private final Tables catalog;
    private final Map<String, Series> byOperation = new ConcurrentHashMap<>();
    private final Map<TableCall, Series> byTable = new ConcurrentHashMap<>();

    private record TableCall(Namespace namespace, String table, String operation) {
        boolean isOf(Namespace tablesNamespace, List<String> tables) {
            return namespace.equals(tablesNamespace) && tables.contains(table);
        }
    }

    /** Calls of one sort. */
    private static final class Series {
        private final LongAdder nanos = new LongAdder();
        private final LongAdder[] durations = new LongAdder[BOUNDS_SECONDS.length + 1];
        private final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();

        Series() {
            for (int i = 0; i < durations.length; i++) {
                durations[i] = new LongAdder();
            }
        }

        void add(long callNanos, Optional<String> errorType) {
            nanos.add(callNanos);
            durations[bucket(callNanos)].increment();
            if (errorType.isPresent()) {
                String type = errorType.get().substring(errorType.get().indexOf('#') + 1);
                errors.computeIfAbsent(type, first -> new LongAdder()).increment();
            }
        }

        private static int bucket(long callNanos) {
            double seconds = callNanos / NANOS_PER_SECOND;
            int bucket = 0;
            while (bucket < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[bucket]) {
                bucket++;
            }
            return bucket;
        }

        long count() {
            long count = 0;
            for (LongAdder duration : durations) {
                count += duration.sum();
            }
            return count;
        }

        double seconds() {
            return nanos.sum() / NANOS_PER_SECOND;
        }
    }

    public CallMetrics(Tables catalog) {
        this.catalog = catalog;
    }

    /**
     * Counts a call.
     *
     * @param tables that it named; those that are not there are not counted
     * @param error the type of the error with which it ended
     */
    public void add(
            Operation operation,
            Namespace namespace,
            List<String> tables,
            Optional<String> error,
            long nanos) {
        byOperation.computeIfAbsent(operation.name(), first -> new Series()).add(nanos, error);
        for (String table : tables) {
            if (error.isEmpty() || catalog.find(namespace, table).isPresent()) {
                add(new TableCall(namespace, table, operation.name()), error, nanos);
            }
        }
        if (error.isEmpty() && operation.endsTables()) {
            // Tables that come and go leave nothing here.
            byTable.keySet().removeIf(call -> call.isOf(namespace, tables));
        }
    }

    private void add(TableCall call, Optional<String> error, long nanos) {
        Series series = byTable.get(call);
        if (series == null && byTable.size() < SERIES_MAX) {
            series = byTable.computeIfAbsent(call, first -> new Series());
        }
        if (series != null) {
            series.add(nanos, error);
        }
    }

    /** Adds all that was counted to a page of metrics. */
    public void write(MetricsPage page) {
        page.family("stator_request_seconds", "histogram", "How long calls took.");
        Map<String, Series> operations = new TreeMap<>(byOperation);
        operations.forEach((operation, series) -> writeDurations(page, operation, series));
        page.family("stator_errors_total", "counter", "Calls that ended with an error.");
        operations.forEach((operation, series) ->
                series.errors.forEach((type, count) ->
                        page.sample(count.sum(), "operation", operation, "error", type)));
        page.family("stator_table_request_seconds", "summary", "The same of each table.");
        byTable.forEach((call, series) -> {
            page.sample("_count", series.count(), labels(call));
            page.sample("_sum", series.seconds(), labels(call));
        });
        page.family("stator_table_errors_total", "counter", "The same of each table.");
        byTable.forEach((call, series) ->
                series.errors.forEach(
                        (type, count) -> page.sample(count.sum(), labels(call, "error", type))));
    }

    private static void writeDurations(MetricsPage page, String operation, Series series) {
        long count = 0;
        for (int i = 0; i < BOUNDS_SECONDS.length; i++) {
            count += series.durations[i].sum();
            String bound = Double.toString(BOUNDS_SECONDS[i]);
            page.sample("_bucket", count, "operation", operation, "le", bound);
        }
        count += series.durations[BOUNDS_SECONDS.length].sum();
        page.sample("_bucket", count, "operation", operation, "le", "+Inf");
        page.sample("_sum", series.seconds(), "operation", operation);
        page.sample("_count", count, "operation", operation);
    }

    private static String[] labels(TableCall call, String... more) {
        String[] labels =
                new String[] {
                    "account",
                    call.namespace.account(),
                    "region",
                    call.namespace.region(),
                    "table",
                    call.table,
                    "operation",
                    call.operation
                };
        String[] all = Arrays.copyOf(labels, labels.length + more.length);
        System.arraycopy(more, 0, all, labels.length, more.length);
        return all;
    }
}
