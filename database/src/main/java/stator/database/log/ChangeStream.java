package stator.database.log;

import java.util.List;
import java.util.Optional;
import stator.database.table.Namespace;
import stator.model.KeySchema;

/**
 * A stream of a table that is or was, as it stood at one moment.
 *
 * @param key the table's
 * @param shards in the order of their opening, without those whose records are all too old
 */
public record ChangeStream(
        Namespace namespace,
        String tableName,
        KeySchema key,
        StreamPeriod period,
        List<Shard> shards) {
    public ChangeStream {
        shards = List.copyOf(shards);
        assert !tableName.isEmpty() : "A stream of no table";
    }

    /** The ARN. */
    public String arn() {
        return namespace.tableArn(tableName) + "/stream/" + period.label();
    }

    /** The shard of that id. */
    public Optional<Shard> shard(String id) {
        return shards.stream().filter(shard -> shard.id().equals(id)).findFirst();
    }
}
