package stator.database.log;

import java.util.List;

/**
 * Some records of a shard, in its order.
 *
 * @param atEnd whether these are the last ones that there will ever be in the shard
 */
public record ChangePage(List<ChangeRecord> records, boolean atEnd) {
    public ChangePage {
        records = List.copyOf(records);
        assert isAscending(records) : "Changes out of their order";
    }

    private static boolean isAscending(List<ChangeRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i - 1).version() >= records.get(i).version()) {
                return false;
            }
        }
        return true;
    }
}
