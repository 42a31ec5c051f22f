package stator.database.settings;

/**
 * How a database behaves.
 *
 * @param transientStatusMillis how long tables and indexes are CREATING, UPDATING and DELETING; 0
 *     makes every change instant
 * @param indexLagMillis how long reads of global indexes do not see a write; 0 to see it at once
 * @param itemCollectionBytesMax how large the items of one partition key may become in a table with
 *     local indexes, together with their index entries; {@link #UNLIMITED} for no limit
 * @param expiryDelaySeconds how long items are kept after their time to live is over; {@link
 *     #UNLIMITED} to delete them only when that is asked for
 * @param changeLog how the changes of tables are kept
 * @param vectors how vector indexes are searched
 */
public record DatabaseSettings(
        long transientStatusMillis,
        long indexLagMillis,
        long itemCollectionBytesMax,
        long expiryDelaySeconds,
        ChangeLogSettings changeLog,
        VectorSearchSettings vectors) {
    public DatabaseSettings {
        assert transientStatusMillis >= 0 : "A status for " + transientStatusMillis + " ms";
        assert indexLagMillis >= 0 : "A lag of " + indexLagMillis + " ms";
        assert itemCollectionBytesMax > 0 : "Collections of " + itemCollectionBytesMax + " bytes";
    }

    /** No limit. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** Every change is instant, and there is no limit. */
    public static final DatabaseSettings DEFAULT = new DatabaseSettings(0);

    /** Changes take their time; the rest is as by default. */
    public DatabaseSettings(long transientStatusMillis) {
        this(transientStatusMillis, 0, UNLIMITED, 0);
    }

    /** Changes of tables are kept as by default. */
    public DatabaseSettings(
            long transientStatusMillis,
            long indexLagMillis,
            long itemCollectionBytesMax,
            long expiryDelaySeconds) {
        this(
                transientStatusMillis,
                indexLagMillis,
                itemCollectionBytesMax,
                expiryDelaySeconds,
                ChangeLogSettings.DEFAULT,
                VectorSearchSettings.DEFAULT);
    }

    /** The same with changes of tables kept in another way. */
    public DatabaseSettings with(ChangeLogSettings other) {
        return new DatabaseSettings(
                transientStatusMillis,
                indexLagMillis,
                itemCollectionBytesMax,
                expiryDelaySeconds,
                other,
                vectors);
    }

    /** The same with vector indexes searched in another way. */
    public DatabaseSettings with(VectorSearchSettings other) {
        return new DatabaseSettings(
                transientStatusMillis,
                indexLagMillis,
                itemCollectionBytesMax,
                expiryDelaySeconds,
                changeLog,
                other);
    }
}
