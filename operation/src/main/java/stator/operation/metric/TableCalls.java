package stator.operation.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import stator.database.Tables;
import stator.database.table.Namespace;
import stator.door.metric.CallSeries;
import stator.door.metric.MetricsPage;
import stator.operation.request.Operation;
import stator.operation.usage.Minutes;
import stator.operation.usage.Usage;

/**
 * How many calls there were of each operation on each table, how long they took and how they ended,
 * since the start. The door counts all calls, whatever they are about.
 */
public final class TableCalls {
    /** Of how many tables and operations it counts apart at most. */
    private static final int SERIES_MAX = 20_000;

    private static final double NANOS_PER_MILLI = 1e6;

    private final Tables catalog;
    private final Usage usage;
    private final Map<TableCall, Counted> byTable = new ConcurrentHashMap<>();

    /** The calls since the start, and how long those took that succeeded, minute by minute. */
    private record Counted(CallSeries calls, Minutes latency) {}

    private record TableCall(Namespace namespace, String table, String operation) {
        boolean isOf(Namespace tablesNamespace, List<String> tables) {
            return namespace.equals(tablesNamespace) && tables.contains(table);
        }
    }

    public TableCalls(Tables catalog, Usage usage) {
        this.catalog = catalog;
        this.usage = usage;
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
        Counted counted = byTable.get(call);
        if (counted == null && byTable.size() < SERIES_MAX) {
            counted = byTable.computeIfAbsent(call, this::first);
        }
        if (counted == null) {
            return;
        }
        counted.calls.add(nanos, error.orElse(""));
        if (error.isEmpty()) {
            counted.latency.add(nanos / NANOS_PER_MILLI);
        } else {
            addError(call, error.get());
        }
    }

    private Counted first(TableCall call) {
        return new Counted(
                new CallSeries(),
                usage.of(series(call, "SuccessfulRequestLatency", call.operation)));
    }

    private static Usage.Series series(TableCall call, String metric, String operation) {
        return new Usage.Series(call.namespace, metric, call.table, "", operation);
    }

    /** Errors are counted in CloudWatch's ways, which differ by their kind. */
    private void addError(TableCall call, String type) {
        switch (type.substring(type.indexOf('#') + 1)) {
            case "ConditionalCheckFailedException" ->
                    usage.of(series(call, "ConditionalCheckFailedRequests", "")).add(1);
            case "TransactionConflictException" ->
                    usage.of(series(call, "TransactionConflict", "")).add(1);
            case "ProvisionedThroughputExceededException",
                    "ThrottlingException",
                    "RequestLimitExceeded" ->
                    usage.of(series(call, "ThrottledRequests", call.operation)).add(1);
            case "InternalServerError", "ServiceUnavailableException" ->
                    usage.of(series(call, "SystemErrors", call.operation)).add(1);
            default -> usage.of(new Usage.Series(call.namespace, "UserErrors", "", "", "")).add(1);
        }
    }

    /** Adds all that was counted to a page of metrics. */
    public void write(MetricsPage page) {
        page.family(
                "stator_table_request_seconds", "summary", "How long calls on each table took.");
        byTable.forEach((call, counted) -> {
            page.sample("_count", counted.calls.count(), labels(call));
            page.sample("_sum", counted.calls.seconds(), labels(call));
        });
        page.family(
                "stator_table_errors_total",
                "counter",
                "Calls on each table that ended with an error.");
        byTable.forEach((call, counted) ->
                counted.calls.forEachError(
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
