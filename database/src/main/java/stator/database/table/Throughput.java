package stator.database.table;

/**
 * The capacity settings of a table or of a global secondary index, as set; enforcing and defaults
 * are the caller's.
 *
 * @param readUnits provisioned read capacity units; 0 under on-demand
 * @param writeUnits provisioned write capacity units; 0 under on-demand
 * @param lastIncreaseMillis when provisioned capacity was last increased, or {@link #NEVER}
 * @param lastDecreaseMillis when provisioned capacity was last decreased, or {@link #NEVER}
 * @param decreasesToday how often it was decreased on the (UTC) day of {@code lastDecreaseMillis}
 * @param readUnitsMax on-demand maximum of read request units, -1 for a removed one, {@link #UNSET}
 * @param writeUnitsMax on-demand maximum of write request units, -1 for a removed one, {@link
 *     #UNSET}
 * @param warmReadUnits warm throughput for reads, or {@link #UNSET}
 * @param warmWriteUnits warm throughput for writes, or {@link #UNSET}
 */
public record Throughput(
        long readUnits,
        long writeUnits,
        long lastIncreaseMillis,
        long lastDecreaseMillis,
        int decreasesToday,
        long readUnitsMax,
        long writeUnitsMax,
        long warmReadUnits,
        long warmWriteUnits) {
    public Throughput {
        assert readUnits >= 0 && writeUnits >= 0 : readUnits + ", " + writeUnits + " units";
        assert decreasesToday >= 0 : decreasesToday + " decreases";
    }

    /** A time that did not come yet. */
    public static final long NEVER = -1;

    /** A setting that was never given. */
    public static final long UNSET = 0;

    /** On-demand, nothing set. */
    public static final Throughput ON_DEMAND = provisioned(0, 0);

    /** Provisioned capacity, nothing else set. */
    public static Throughput provisioned(long readUnits, long writeUnits) {
        return new Throughput(readUnits, writeUnits, NEVER, NEVER, 0, UNSET, UNSET, UNSET, UNSET);
    }

    /** The same with other provisioned capacity for reads. */
    public Throughput withReadUnits(long readUnits) {
        return new Throughput(
                readUnits,
                writeUnits,
                lastIncreaseMillis,
                lastDecreaseMillis,
                decreasesToday,
                readUnitsMax,
                writeUnitsMax,
                warmReadUnits,
                warmWriteUnits);
    }

    /** The same with other provisioned capacity for writes. */
    public Throughput withWriteUnits(long writeUnits) {
        return new Throughput(
                readUnits,
                writeUnits,
                lastIncreaseMillis,
                lastDecreaseMillis,
                decreasesToday,
                readUnitsMax,
                writeUnitsMax,
                warmReadUnits,
                warmWriteUnits);
    }

    /** The same with other on-demand maxima. */
    public Throughput withMaximum(long readUnitsMax, long writeUnitsMax) {
        return new Throughput(
                readUnits,
                writeUnits,
                lastIncreaseMillis,
                lastDecreaseMillis,
                decreasesToday,
                readUnitsMax,
                writeUnitsMax,
                warmReadUnits,
                warmWriteUnits);
    }

    /** The same with other warm throughput. */
    public Throughput withWarm(long warmReadUnits, long warmWriteUnits) {
        return new Throughput(
                readUnits,
                writeUnits,
                lastIncreaseMillis,
                lastDecreaseMillis,
                decreasesToday,
                readUnitsMax,
                writeUnitsMax,
                warmReadUnits,
                warmWriteUnits);
    }
}
