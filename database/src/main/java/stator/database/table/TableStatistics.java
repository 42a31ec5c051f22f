package stator.database.table;

import java.util.Map;

/**
 * What a table holds at this moment: exact and live.
 *
 * @param items how many items
 * @param bytes their sizes as AWS counts them
 * @param indexes the same of each index, by name
 */
public record TableStatistics(long items, long bytes, Map<String, IndexStatistics> indexes) {
    public TableStatistics {
        indexes = Map.copyOf(indexes);
        assert items >= 0 && bytes >= 0 : items + " items of " + bytes + " bytes";
    }

    /** What an index holds: how many entries, and the sizes of their projected items. */
    public record IndexStatistics(long items, long bytes) {}
}
