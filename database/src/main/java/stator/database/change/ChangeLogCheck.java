package stator.database.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import stator.database.catalog.LiveTable;
import stator.database.check.Findings;
import stator.database.check.TableMoment;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.database.log.Shard;
import stator.database.row.Fingerprint;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Token;

/**
 * Reads the log of a table's changes and says where it contradicts itself or the items: each record
 * lies in its shard's range of versions and partitions, so that the records of an item are in the
 * order of its changes; each change of an item begins with what the one before ended with; and what
 * the last one ended with, if it was recorded without a break since, is the item.
 *
 * <p>Of each item only a fingerprint of its last state is kept, and of no more items than {@link
 * LastChanges} has room for. If more have changed, the log and the items are read several times,
 * each time for the items of one slice: those whose fingerprints begin with the same bits. For one
 * thread.
 */
public final class ChangeLogCheck {
    private static final String PLACE = "log of changes";
    private static final int SLICE_BITS_MAX = 30;

    /** How many findings of a slice are told one by one. */
    private static final int FINDINGS_MAX = 100;

    private final TableMoment moment;
    private final LiveTable table;
    private final Findings findings;
    private final LastChanges last;
    private long records;

    /** How many bits are the same in a slice, and which they are. */
    private int sliceBits;

    private long slice;

    /** Whether more items of the slice have changed than there is room for. */
    private boolean isFull;

    /** What is wrong with items of the slice: it counts if there was room for all of them. */
    private final List<Wrong> wrong = new ArrayList<>();

    private record Wrong(String key, String text) {}

    public ChangeLogCheck(TableMoment moment, Findings findings) {
        this(moment, findings, LastChanges.ITEMS_MAX);
    }

    ChangeLogCheck(TableMoment moment, Findings findings, int itemsMax) {
        this.moment = moment;
        this.findings = findings;
        table = moment.table();
        last = new LastChanges(itemsMax);
    }

    public void run() {
        for (Shard shard : table.record().log().shards()) {
            eachRecord(
                    shard,
                    change -> placed(shard, change),
                    key -> findings.add(PLACE, "", "the record " + key + " cannot be read"));
        }
        slice = 0;
        while (records > 0 && slice < 1L << sliceBits) {
            followSlice();
            if (isFull) {
                sliceBits++;
                slice *= 2;
                assert sliceBits <= SLICE_BITS_MAX : "So many items have not changed";
            } else {
                wrong.forEach(one -> findings.add(PLACE, one.key(), one.text()));
                slice++;
            }
        }
    }

    /** How many records there are. */
    public long records() {
        return records;
    }

    private void eachRecord(
            Shard shard, Consumer<ChangeRecord> receiver, Consumer<RowKey> unreadable) {
        moment.forEach(
                shard.space(),
                Layout.RECORD_KIND,
                (key, row) ->
                        receiver.accept(
                                ChangeRecordCodec.decode(
                                        row.version(), row.payload(), table.key())),
                unreadable);
    }

    private void placed(Shard shard, ChangeRecord change) {
        records++;
        if (change.version() <= shard.from() || change.version() >= shard.to()) {
            told(change, shard.id() + " holds a change at " + change.version());
        }
        if (!shard.covers(Token.of(table.itemKey(change.keys()).partition()))) {
            told(change, shard.id() + " holds a change of an item of others");
        }
        // Reads both to their ends.
        change.before().ifPresent(Item::sizeBytes);
        change.after().ifPresent(Item::sizeBytes);
    }

    private void told(ChangeRecord change, String text) {
        findings.add(PLACE, change.keys().toString(), text);
    }

    private void followSlice() {
        List<Shard> shards = table.record().log().shards();
        last.clear();
        wrong.clear();
        isFull = false;
        for (Shard shard : shards) {
            boolean continued = shards.stream().anyMatch(s -> s.parent().equals(shard.id()));
            eachRecord(shard, this::follow, ChangeLogCheck::toldBefore);
            if (!shard.isOpen() && !continued) {
                // What is written after this is not recorded.
                last.clear();
            }
        }
        if (!isFull) {
            moment.forEach(table.space(), Layout.ITEM_KIND, this::item, ChangeLogCheck::toldBefore);
            missing();
        }
    }

    /** What cannot be read is told of when it is read first. */
    private static void toldBefore(RowKey unreadable) {}

    private boolean isInSlice(long key) {
        return sliceBits == 0 || key >>> Long.SIZE - sliceBits == slice;
    }

    private void follow(ChangeRecord change) {
        long key = Fingerprint.of(table.itemKey(change.keys()));
        if (isFull || !isInSlice(key)) {
            return;
        }
        long before = last.get(key);
        if (before != LastChanges.NONE) {
            boolean wasThere = before != LastChanges.GONE;
            if (wasThere == (change.event() == Event.INSERT)) {
                wrong(
                        change.keys(),
                        change.event()
                                + " at "
                                + change.version()
                                + " of an item that was "
                                + (wasThere ? "there" : "gone"));
            } else if (isAnother(before, change.before())) {
                wrong(change.keys(), "a change is missing before that at " + change.version());
            }
        }
        isFull = !last.put(key, after(change));
    }

    private static long after(ChangeRecord change) {
        if (change.event() == Event.REMOVE) {
            return LastChanges.GONE;
        }
        return change.after()
                .map(item -> LastChanges.state(Fingerprint.of(item)))
                .orElse(LastChanges.UNKNOWN);
    }

    /** What a record does not show may be anything. */
    private static boolean isAnother(long state, Optional<Item> item) {
        return state != LastChanges.UNKNOWN
                && item.isPresent()
                && LastChanges.state(Fingerprint.of(item.get())) != state;
    }

    private void item(RowKey key, Row row) {
        long fingerprint = Fingerprint.of(key);
        if (!isInSlice(fingerprint)) {
            return;
        }
        long state = last.get(fingerprint);
        if (state == LastChanges.NONE) {
            return;
        }
        last.put(fingerprint, LastChanges.NONE);
        Item item = Item.wrap(row.payload());
        if (state == LastChanges.GONE) {
            wrong(item, "the item is there, and its last change removed it");
        } else if (isAnother(state, Optional.of(item))) {
            wrong(item, "the item is not what its last change made of it");
        }
    }

    /** Items that are not there and should be; their keys are in the log. */
    private void missing() {
        Set<Long> missing = new HashSet<>();
        last.forEachThere(key -> {
            if (missing.size() < FINDINGS_MAX) {
                missing.add(key);
            }
        });
        if (missing.isEmpty()) {
            return;
        }
        for (Shard shard : table.record().log().shards()) {
            eachRecord(shard, change -> missing(change, missing), ChangeLogCheck::toldBefore);
        }
    }

    private void missing(ChangeRecord change, Set<Long> missing) {
        long key = Fingerprint.of(table.itemKey(change.keys()));
        if (missing.remove(LastChanges.shown(key))) {
            wrong(change.keys(), "the item is not there, and its last change did not remove it");
        }
    }

    private void wrong(Item item, String text) {
        if (wrong.size() < FINDINGS_MAX) {
            wrong.add(new Wrong(KeyBytes.keys(table.key(), item).toString(), text));
        }
    }
}
