package stator.operation.throttle;

import java.util.List;
import stator.database.table.Billing;
import stator.database.table.Table;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.ThrottlingReason;
import stator.operation.definition.CapacityRules;

/**
 * How many units a second a table or a global index gives in one direction, and what AWS says to
 * who wants more. Local indexes are part of their table.
 *
 * @param index empty for the table itself
 * @param unitsPerSecond provisioned, or the on-demand maximum, or the quota of a table
 * @param name AWS's name of that limit
 */
public record CapacityLimit(
        Table table, String index, Direction direction, double unitsPerSecond, String name) {
    // The messages are those of the API reference (TransactWriteItems, cancellation reasons).

    public static final String PROVISIONED_TABLE_EXCEEDED =
            "The level of configured provisioned throughput for the table was exceeded. Consider"
                    + " increasing your provisioning level with the UpdateTable API.";

    public static final String ON_DEMAND_TABLE_EXCEEDED =
            "Throughput exceeds the current capacity of your table or index. DynamoDB is"
                    + " automatically scaling your table or index so please try again shortly. If"
                    + " exceptions persist, check if you have a hot key:"
                    + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.";

    private static final String PROVISIONED_INDEX_EXCEEDED =
            "The level of configured provisioned throughput for one or more global secondary"
                    + " indexes of the table was exceeded. Consider increasing your provisioning"
                    + " level for the under-provisioned global secondary indexes with the"
                    + " UpdateTable API.";

    private static final String ON_DEMAND_INDEX_EXCEEDED =
            "Throughput exceeds the current capacity for one or more global secondary indexes."
                    + " DynamoDB is automatically scaling your index so please try again shortly.";

    private static final String KEY_RANGE = "KeyRangeThroughputExceeded";

    /** Reading or writing. */
    public enum Direction {
        READ("Read", 3_000),
        WRITE("Write", 1_000);

        private final String word;
        private final double partitionUnitsPerSecond;

        Direction(String word, double partitionUnitsPerSecond) {
            this.word = word;
            this.partitionUnitsPerSecond = partitionUnitsPerSecond;
        }

        /** CloudWatch's name of what is used. */
        String consumedMetric() {
            return "Consumed" + word + "CapacityUnits";
        }

        /** CloudWatch's name of what is refused. */
        String throttledMetric() {
            return word + "ThrottleEvents";
        }

        /** What AWS's partitions give at most, and so what one partition key gets. */
        double partitionUnitsPerSecond() {
            return partitionUnitsPerSecond;
        }
    }

    static CapacityLimit of(Table table, String index, Direction direction) {
        Throughput throughput =
                index.isEmpty()
                        ? table.description().throughput()
                        : table.index(index).orElseThrow().throughput();
        boolean reads = direction == Direction.READ;
        if (isProvisioned(table)) {
            long units = reads ? throughput.readUnits() : throughput.writeUnits();
            return new CapacityLimit(
                    table, index, direction, units, "ProvisionedThroughputExceeded");
        }
        long most = reads ? throughput.readUnitsMax() : throughput.writeUnitsMax();
        return most > 0
                ? new CapacityLimit(table, index, direction, most, "MaxOnDemandThroughputExceeded")
                : new CapacityLimit(
                        table,
                        index,
                        direction,
                        CapacityRules.TABLE_UNITS_MAX,
                        "AccountLimitExceeded");
    }

    private static boolean isProvisioned(Table table) {
        return table.description().billing().mode() == Billing.Mode.PROVISIONED;
    }

    /** That this limit is reached. */
    ThrottlingReason reason() {
        return reason(name);
    }

    /** That a partition's limit is reached, whatever the table gives. */
    ThrottlingReason keyRangeReason() {
        return reason(KEY_RANGE);
    }

    private ThrottlingReason reason(String limit) {
        return index.isEmpty()
                ? new ThrottlingReason("Table" + direction.word + limit, table.description().arn())
                : new ThrottlingReason(
                        "Index" + direction.word + limit, table.description().indexArn(index));
    }

    /** The answer to a request that is throttled for some reasons. */
    ApiException refusal(List<ThrottlingReason> reasons) {
        if (isProvisioned(table)) {
            return ApiException.throttled(
                    ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED,
                    index.isEmpty() ? PROVISIONED_TABLE_EXCEEDED : PROVISIONED_INDEX_EXCEEDED,
                    reasons);
        }
        return ApiException.throttled(
                ErrorCode.THROTTLING,
                index.isEmpty() ? ON_DEMAND_TABLE_EXCEEDED : ON_DEMAND_INDEX_EXCEEDED,
                reasons);
    }
}
