package stator.operation.metric;

import java.util.List;
import java.util.function.ToDoubleFunction;
import stator.database.Database;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.TableStatistics;
import stator.door.metric.MetricsPage;
import stator.operation.throttle.CapacityLimit.Direction;
import stator.operation.throttle.CapacityMeter;
import stator.operation.throttle.CapacityMeter.Consumption;

/** What tables and indexes hold, and, if capacity is enforced, what was consumed of it. */
public final class TableMetrics {
    private final Database database;
    private final MetricsPage page;

    public TableMetrics(Database database, MetricsPage page) {
        this.database = database;
        this.page = page;
    }

    public void write() {
        List<Table> tables = database.tables().all();
        List<TableStatistics> statistics =
                tables.stream().map(database.items()::statistics).toList();
        page.family("stator_table_items", "gauge", "How many items a table or index holds.");
        write(tables, statistics, TableStatistics::items, index -> index.items());
        page.family("stator_table_bytes", "gauge", "How large they are, as AWS counts.");
        write(tables, statistics, TableStatistics::bytes, index -> index.bytes());
    }

    private void write(
            List<Table> tables,
            List<TableStatistics> statistics,
            ToDoubleFunction<TableStatistics> ofTable,
            ToDoubleFunction<TableStatistics.IndexStatistics> ofIndex) {
        for (int i = 0; i < tables.size(); i++) {
            Table table = tables.get(i);
            TableStatistics held = statistics.get(i);
            page.sample(ofTable.applyAsDouble(held), labels(table, ""));
            held.indexes()
                    .forEach((index, entries) ->
                            page.sample(ofIndex.applyAsDouble(entries), labels(table, index)));
        }
    }

    public void writeConsumption(CapacityMeter meter) {
        page.family("stator_read_units_total", "counter", "Consumed read units.");
        writeConsumption(meter, Direction.READ, Consumption::units);
        page.family("stator_write_units_total", "counter", "Consumed write units.");
        writeConsumption(meter, Direction.WRITE, Consumption::units);
        page.family("stator_read_throttles_total", "counter", "Throttled reads.");
        writeConsumption(meter, Direction.READ, Consumption::throttles);
        page.family("stator_write_throttles_total", "counter", "Throttled writes.");
        writeConsumption(meter, Direction.WRITE, Consumption::throttles);
    }

    private void writeConsumption(
            CapacityMeter meter, Direction direction, ToDoubleFunction<Consumption> value) {
        for (Table table : database.tables().all()) {
            Consumption own = meter.consumption(table, "", direction);
            page.sample(value.applyAsDouble(own), labels(table, ""));
            for (IndexDescription index : table.description().globalIndexes()) {
                Consumption ofIndex = meter.consumption(table, index.name(), direction);
                page.sample(value.applyAsDouble(ofIndex), labels(table, index.name()));
            }
        }
    }

    private static String[] labels(Table table, String index) {
        return new String[] {
            "account", table.namespace().account(),
            "region", table.namespace().region(),
            "table", table.name(),
            "index", index
        };
    }
}
