package stator.server.service;

import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import stator.cloudwatch.CloudWatchService;
import stator.cloudwatch.alarm.Alarms;
import stator.cloudwatch.metric.MetricName;
import stator.cloudwatch.metric.MetricRows;
import stator.cloudwatch.metric.MetricSource;
import stator.cloudwatch.metric.Metrics;
import stator.cloudwatch.metric.Values;
import stator.database.Database;
import stator.database.table.Billing;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.Throughput;
import stator.door.Authorizer;
import stator.door.Service;
import stator.operation.Operations;
import stator.operation.usage.Minute;
import stator.operation.usage.Minutes;
import stator.operation.usage.Usage;
import stator.storage.Consistency;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * The metrics of this server and its clients, recorded from the first call on, and from the start
 * if the data has some already. Thread-safe.
 */
final class CloudWatch implements AutoCloseable {
    private final Store store;
    private final Database database;
    private final Operations operations;
    private final MetricSource functions;
    private final Clock clock;
    private final RandomGenerator random;
    private Metrics opened;

    CloudWatch(
            Store store,
            Database database,
            Operations operations,
            MetricSource functions,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.database = database;
        this.operations = operations;
        this.functions = functions;
        this.clock = clock;
        this.random = random;
    }

    /** Goes on recording if that was begun before the server started. */
    void resume() {
        boolean[] found = {false};
        store.range(
                RowRange.all(MetricRows.SPACE, new byte[0], MetricRows.SERIES, false),
                Consistency.STRONG,
                (key, row) -> !(found[0] = true));
        if (found[0]) {
            metrics();
        }
    }

    private synchronized Metrics metrics() {
        if (opened == null) {
            Alarms alarms = new Alarms(store, clock);
            TableSource tables = new TableSource(database, operations.usage());
            MetricSource all =
                    (first, last, receiver) -> {
                        tables.collect(first, last, receiver);
                        functions.collect(first, last, receiver);
                    };
            opened = new Metrics(store, all, clock, random, alarms::evaluate);
            opened.start();
        }
        return opened;
    }

    /** The service before it. */
    Service service(Authorizer authorizer) {
        return CloudWatchService.open(metrics(), new Alarms(store, clock), authorizer);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }

    /** What tables use and have, in the namespace and the dimensions that AWS gives it. */
    private record TableSource(Database database, Usage usage) implements MetricSource {
        private static final String NAMESPACE = "AWS/DynamoDB";
        private static final String COUNT = "Count";

        /** Every so many minutes AWS says what is provisioned. */
        private static final long PROVISIONED_MINUTES = 5;

        @Override
        public void collect(long first, long last, Receiver receiver) {
            usage.forEach((series, minutes) -> collect(series, minutes, first, last, receiver));
            if (last % PROVISIONED_MINUTES == 0) {
                database.tables().all().forEach(table -> provisioned(table, last, receiver));
            }
        }

        private static void collect(
                Usage.Series series, Minutes minutes, long first, long last, Receiver receiver) {
            MetricName metric =
                    metric(
                            series.namespace(),
                            series.metric(),
                            series.table(),
                            series.index(),
                            series.operation());
            String unit = series.metric().endsWith("Latency") ? "Milliseconds" : COUNT;
            for (Minute minute : minutes.since(first)) {
                if (minute.minute() <= last) {
                    Values values =
                            new Values(minute.count(), minute.sum(), minute.min(), minute.max());
                    receiver.take(metric, minute.minute(), values, unit);
                }
            }
        }

        private static MetricName metric(
                Namespace namespace, String name, String table, String index, String operation) {
            Map<String, String> dimensions = new TreeMap<>();
            put(dimensions, "TableName", table);
            put(dimensions, "GlobalSecondaryIndexName", index);
            put(dimensions, "Operation", operation);
            return new MetricName(
                    namespace.account(), namespace.region(), NAMESPACE, name, dimensions);
        }

        private static void put(Map<String, String> dimensions, String name, String value) {
            if (!value.isEmpty()) {
                dimensions.put(name, value);
            }
        }

        private static void provisioned(Table table, long minute, Receiver receiver) {
            if (table.description().billing().mode() != Billing.Mode.PROVISIONED) {
                return;
            }
            provisioned(table, "", table.description().throughput(), minute, receiver);
            table.description()
                    .globalIndexes()
                    .forEach(index ->
                            provisioned(table, index.name(), index.throughput(), minute, receiver));
        }

        private static void provisioned(
                Table table, String index, Throughput throughput, long minute, Receiver receiver) {
            gauge(table, index, "Read", throughput.readUnits(), minute, receiver);
            gauge(table, index, "Write", throughput.writeUnits(), minute, receiver);
        }

        private static void gauge(
                Table table,
                String index,
                String direction,
                long units,
                long minute,
                Receiver receiver) {
            String name = "Provisioned" + direction + "CapacityUnits";
            MetricName metric = metric(table.namespace(), name, table.name(), index, "");
            receiver.take(metric, minute, Values.of(units, 1), COUNT);
        }
    }
}
