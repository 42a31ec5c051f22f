package stator.database.settings;

/**
 * How the changes of tables are kept.
 *
 * @param retentionMillis how long streams show a change, and how long a stream can be read after
 *     its end
 * @param shardLifetimeMillis how old an open shard with records becomes before a child continues it
 * @param shardRecordsPerSecondMax how many records a second an open shard takes for some seconds
 *     before it is split; 0 to split none
 */
public record ChangeLogSettings(
        long retentionMillis, long shardLifetimeMillis, long shardRecordsPerSecondMax) {
    public ChangeLogSettings {
        assert retentionMillis > 0 : "Changes kept for " + retentionMillis + " ms";
        assert shardLifetimeMillis > 0 : "Shards of " + shardLifetimeMillis + " ms";
        assert shardRecordsPerSecondMax >= 0 : shardRecordsPerSecondMax + " records a second";
    }

    /** As AWS does it: a day, about four hours, and what one partition of a table can take. */
    public static final ChangeLogSettings DEFAULT =
            new ChangeLogSettings(24 * 3_600_000L, 4 * 3_600_000L, 1_000);
}
