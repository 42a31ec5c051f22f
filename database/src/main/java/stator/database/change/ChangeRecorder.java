package stator.database.change;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.TableEntry;
import stator.database.log.ChangeLog;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.database.log.Shard;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.table.TableDescription;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Token;
import stator.storage.WriteBatch;

/**
 * Writes the change records of a table into its open shards, each in the commit of the item.
 *
 * <p>A record's place in its shard is its version. Versions are given before the commit, so that a
 * record may appear behind one that is greater: readers have to stop at {@link
 * InFlightWrites#floor}.
 */
public final class ChangeRecorder implements Follower {
    private static final byte[] NONE = {};

    private final KeySchema key;
    private final boolean wantsBefore;
    private final boolean wantsAfter;
    private final List<Shard> open;

    /** How many records went to each open shard since the last {@link #takeCount}. */
    private final LongAdder[] counts;

    /** The recorder of a table, if anybody wants its changes. */
    public static Optional<Follower> of(TableEntry table) {
        return table.log().openShards().isEmpty()
                ? Optional.empty()
                : Optional.of(new ChangeRecorder(table.description(), table.log()));
    }

    private ChangeRecorder(TableDescription table, ChangeLog log) {
        key = table.key();
        wantsBefore = !table.changeReaders().isEmpty() || table.stream().view().hasBefore();
        wantsAfter = !table.changeReaders().isEmpty() || table.stream().view().hasAfter();
        open = log.openShards();
        counts = new LongAdder[open.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** The row of a record in a shard's space. */
    static RowKey rowKey(int space, long version) {
        return new RowKey(space, NONE, Layout.RECORD_KIND, sort(version));
    }

    /** Where a version is in the order of a shard's records. */
    static byte[] sort(long version) {
        return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
    }

    /** Adds the record of a change, if it is one: as with AWS, writing the same again is none. */
    @Override
    public void follow(ItemChanged change, WriteBatch batch) {
        if (change.isSame()) {
            return;
        }
        Optional<Item> before = change.before();
        Optional<Item> after = change.after();
        long version = change.version();
        Event event =
                before.isEmpty() ? Event.INSERT : after.isEmpty() ? Event.REMOVE : Event.MODIFY;
        Optional<Item> shownBefore = wantsBefore ? before : Optional.empty();
        Optional<Item> shownAfter = wantsAfter ? after : Optional.empty();
        boolean alone = shownBefore.isEmpty() && shownAfter.isEmpty();
        Item keys = alone ? KeyBytes.keys(key, after.orElseGet(before::get)) : Item.EMPTY;
        byte[] payload =
                ChangeRecordCodec.encode(
                        new ChangeRecord(
                                version, event, change.cause(), keys, shownBefore, shownAfter));
        int shard = shardOf(change.key());
        batch.putDerived(rowKey(open.get(shard).space(), version), new Row(version, payload));
    }

    @Override
    public void committed(ItemChanged change) {
        if (!change.isSame()) {
            counts[shardOf(change.key())].increment();
        }
    }

    private int shardOf(RowKey item) {
        if (counts.length == 1) {
            return 0;
        }
        long token = Token.of(item.partition());
        for (int i = 0; i < counts.length; i++) {
            if (open.get(i).covers(token)) {
                return i;
            }
        }
        throw new IllegalStateException("No open shard takes " + item);
    }

    /** How many records went to an open shard since this was asked last. */
    long takeCount(Shard shard) {
        int index = open.indexOf(shard);
        return index < 0 ? 0 : counts[index].sumThenReset();
    }
}
