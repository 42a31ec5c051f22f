package stator.operation.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stator.database.Tables;
import stator.database.table.Namespace;
import stator.door.CallSeries;
import stator.door.MetricsPage;
import stator.operation.request.Operation;

/**
 * How many calls there were of each operation on each table, how long they took and how they ended,
 * since the start. The door counts all calls, whatever they are about.
 */
public final class TableCalls {
    /** Of how many tables and operations it counts apart at most. */
    private static final int SERIES_MAX = 20_000;

    private final Tables catalog;
    private final Map<TableCall, CallSeries> byTable = new ConcurrentHashMap<>();

    private record TableCall(Namespace namespace, String table, String operation) {
        boolean isOf(Namespace tablesNamespace, List<String> tables) {
            return namespace.equals(tablesNamespace) && tables.contains(table);
        }
    }

    public TableCalls(Tables catalog) {
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
        CallSeries series = byTable.get(call);
        if (series == null && byTable.size() < SERIES_MAX) {
            series = byTable.computeIfAbsent(call, first -> new CallSeries());
        }
        if (series != null) {
            series.add(nanos, error.orElse(""));
        }
    }

    /** Adds all that was counted to a page of metrics. */
    public void write(MetricsPage page) {
        page.family(
                "stator_table_request_seconds", "summary", "How long calls on each table took.");
        byTable.forEach((call, series) -> {
            page.sample("_count", series.count(), labels(call));
            page.sample("_sum", series.seconds(), labels(call));
        });
        page.family(
                "stator_table_errors_total",
                "counter",
                "Calls on each table that ended with an error.");
        byTable.forEach((call, series) ->
                series.forEachError(
                        (type, count) -> page.sample(count, labels(call, "error", type))));
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
