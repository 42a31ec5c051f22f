package stator.database.log;

import stator.database.table.Namespace;
import stator.model.KeySchema;

/**
 * The log of a table that is gone, kept for the readers of its streams.
 *
 * @param space the one that the table's items had
 * @param key the table's key
 * @param log without open shards
 */
public record RetiredLog(
        Namespace namespace, String tableName, int space, KeySchema key, ChangeLog log) {
    public RetiredLog {
        assert log.openShards().isEmpty() : "A log of a table that is gone takes changes";
    }

    /** When the last of it happened, in milliseconds since 1970. */
    public long endMillis() {
        return log.shards().stream().mapToLong(Shard::closedMillis).max().orElse(0);
    }
}
