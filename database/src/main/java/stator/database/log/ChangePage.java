package stator.database.log;

import java.util.List;

/**
 * Some records of a shard, in its order.
 *
 * @param atEnd whether these are the last ones that there will ever be in the shard
 */
public record ChangePage(List<ChangeRecord> records, boolean atEnd) {}
