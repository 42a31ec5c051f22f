package stator.lambda.neighbour;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import stator.database.table.Namespace;

/**
 * The streams of changes that functions can be triggered by. Thread-safe.
 *
 * <p>A page never leaves out a change that appears later.
 */
public interface ChangeStreams {
    /**
     * A stream as it stood at one moment.
     *
     * @param shards parents before their children
     */
    record Stream(Namespace namespace, String arn, List<Shard> shards) {}

    /**
     * A part of a stream.
     *
     * @param parent the id of the shard that it continues; empty if there is none
     * @param start the position before its first change
     * @param isOpen whether it takes changes
     */
    record Shard(String id, String parent, long start, boolean isOpen) {}

    /**
     * A change of an item.
     *
     * @param position greater than those of all changes before it in its shard
     * @param sequenceNumber the position in the words of streams
     * @param partition a number that all changes of the items of one partition key have
     * @param millis when it happened, since 1970
     * @param json as functions get it
     */
    record Change(long position, String sequenceNumber, int partition, long millis, byte[] json) {}

    /**
     * Some changes of a shard, in its order.
     *
     * @param isLast whether no change will ever follow them in the shard
     */
    record Page(List<Change> changes, boolean isLast) {}

    /** The stream of that ARN; empty if there is none in that namespace. */
    Optional<Stream> find(Namespace namespace, String arn);

    /** The changes of a shard after a position. */
    Page read(Stream stream, Shard shard, long after, int changesMax);

    /**
     * The position of the newest change of a shard, else that before its first; empty if the shard
     * is no more.
     */
    OptionalLong latest(Stream stream, Shard shard);
}
