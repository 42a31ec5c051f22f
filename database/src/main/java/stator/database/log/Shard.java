package stator.database.log;

import java.util.Locale;
import stator.database.row.HybridClock;

/**
 * A part of a table's change log: the changes of the items of some partitions during some time, in
 * the order in which they happened to each item.
 *
 * <p>Partitions are divided among the open shards by their tokens. A shard that is open takes
 * changes; it is closed when it is old, when it is split or when changes are no longer wanted. Then
 * its children, if it has any, take what follows, so that every change in a child is later than
 * every change in its parent.
 *
 * @param id unique in the database, in AWS's form
 * @param parent the id of the shard of its stream that this one continues; empty if it continues
 *     none
 * @param stream the label of the stream that the shard belongs to; empty if it is kept for others
 * @param space where its records are
 * @param firstToken the least token of its partitions, unsigned
 * @param lastToken the greatest one
 * @param from the version of the change of the catalog that opened it; all records have greater
 *     ones
 * @param to the version of the change that closed it; all records have lesser ones. {@link #OPEN}
 *     until then
 */
public record Shard(
        String id,
        String parent,
        String stream,
        int space,
        long firstToken,
        long lastToken,
        long from,
        long to) {
    /** The end of a shard that is not closed. */
    public static final long OPEN = Long.MAX_VALUE;

    public Shard {
        assert !id.isEmpty() : "A shard without an id";
        assert !id.equals(parent) : "A shard that continues itself";
        assert Long.compareUnsigned(firstToken, lastToken) <= 0 : "A shard of no partitions";
        assert from <= to : "A shard that was closed before it was opened";
    }

    /** Odd, so that different spaces get different numbers. */
    private static final int SCATTER = 0x9E3779B1;

    /** An open shard for all partitions, which continues no other. */
    static Shard first(String stream, SpaceNumbers numbers) {
        return open("", stream, numbers, 0, -1L);
    }

    private static Shard open(
            String parent, String stream, SpaceNumbers numbers, long firstToken, long lastToken) {
        int space = numbers.take();
        long millis = HybridClock.millis(numbers.version());
        String id = String.format(Locale.ROOT, "shardId-%020d-%08x", millis, space * SCATTER);
        return new Shard(id, parent, stream, space, firstToken, lastToken, numbers.version(), OPEN);
    }

    /** The open shard of the same stream that takes all that this one would have taken. */
    Shard child(SpaceNumbers numbers) {
        return open(id, stream, numbers, firstToken, lastToken);
    }

    /** An open shard of another stream for the same partitions; it continues no other there. */
    Shard successor(String otherStream, SpaceNumbers numbers) {
        return open("", otherStream, numbers, firstToken, lastToken);
    }

    /** The open shard for the lower half of the tokens. */
    Shard lowerChild(SpaceNumbers numbers) {
        return open(id, stream, numbers, firstToken, middle());
    }

    /** The open shard for the upper half of the tokens. */
    Shard upperChild(SpaceNumbers numbers) {
        return open(id, stream, numbers, middle() + 1, lastToken);
    }

    private long middle() {
        return firstToken + (lastToken - firstToken >>> 1);
    }

    /** The same, closed. */
    Shard close(long version) {
        return new Shard(id, parent, stream, space, firstToken, lastToken, from, version);
    }

    /** Whether it takes changes. */
    public boolean isOpen() {
        return to == OPEN;
    }

    /** Whether it takes the changes of a partition. */
    public boolean covers(long token) {
        return Long.compareUnsigned(firstToken, token) <= 0
                && Long.compareUnsigned(token, lastToken) <= 0;
    }

    /** When it was opened, in milliseconds since 1970. */
    public long openedMillis() {
        return HybridClock.millis(from);
    }

    /** When it was closed; far in the future while it is open. */
    public long closedMillis() {
        return isOpen() ? Long.MAX_VALUE : HybridClock.millis(to);
    }
}
