package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import stator.database.catalog.LiveTable;
import stator.database.expiry.ExpiryIndex;
import stator.database.history.Journal;
import stator.database.item.IndexChange;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.replication.ReplicaQueue;
import stator.database.row.IndexEntry;
import stator.database.row.SecondaryIndex;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * Turns the decision about one item into changes of rows: the item, its index entries, its change
 * record, the counters.
 */
public final class ItemCommit {
    private final LiveTable table;
    private final RowKey key;
    private final WriteCause cause;
    private final long roomBytes;
    private final LongSupplier versions;
    private final IndexLag lag;
    private final WriteBatch batch;

    /**
     * A commit of the item under {@code key}.
     *
     * @param roomBytes by how much the item's collection may grow
     * @param versions gives the version of the change, if there is one
     * @param batch takes the changes
     */
    public ItemCommit(
            LiveTable table,
            RowKey key,
            WriteCause cause,
            long roomBytes,
            LongSupplier versions,
            IndexLag lag,
            WriteBatch batch) {
        this.table = table;
        this.key = key;
        this.cause = cause;
        this.roomBytes = roomBytes;
        this.versions = versions;
        this.lag = lag;
        this.batch = batch;
    }

    /** Lets a write decide about the row as it is, and adds what follows to the batch. */
    public WriteOutcome decide(Optional<Row> row, ItemWrite write) {
        Optional<Item> before =
                row.isEmpty() ? Optional.empty() : Optional.of(Item.wrap(row.get().payload()));
        return switch (write.decide(before)) {
            case WriteDecision.Put put -> put(row, before, put.item());
            case WriteDecision.Delete delete -> delete(row, before);
            case WriteDecision.Keep keep -> new WriteOutcome.Applied(before, before, List.of());
            case WriteDecision.Reject reject -> new WriteOutcome.Rejected(before);
        };
    }

    private WriteOutcome put(Optional<Row> row, Optional<Item> before, Item item) {
        assert table.itemKey(item).equals(key) : "A write must not change the key";
        long version = versions.getAsLong();
        batch.put(key, new Row(version, item.toBytes()));
        Optional<Item> after = Optional.of(item);
        return new WriteOutcome.Applied(before, after, follow(row, before, after, version));
    }

    private WriteOutcome delete(Optional<Row> row, Optional<Item> before) {
        if (before.isEmpty()) {
            return new WriteOutcome.Applied(before, before, List.of());
        }
        batch.delete(key);
        Optional<Item> after = Optional.empty();
        return new WriteOutcome.Applied(
                before, after, follow(row, before, after, versions.getAsLong()));
    }

    /** Index entries, the expiry, the journal, the change record and counters. */
    private List<IndexChange> follow(
            Optional<Row> row, Optional<Item> before, Optional<Item> after, long version) {
        if (!table.laterRegions().isEmpty() && !(cause instanceof WriteCause.Replication)) {
            ReplicaQueue.note(table, key, before, after, version, batch);
        }
        TableCounters counters = new TableCounters(table);
        counters.item(count(after) - count(before), bytes(after) - bytes(before));
        List<IndexChange> changes = List.of();
        List<SecondaryIndex> indexes = table.indexes();
        for (int i = 0; i < indexes.size(); i++) {
            Optional<IndexChange> change =
                    changeEntry(indexes.get(i), row, before, after, version, counters);
            if (change.isPresent()) {
                changes = changes.isEmpty() ? new ArrayList<>(indexes.size()) : changes;
                changes.add(change.get());
            }
        }
        table.expiryIndex().ifPresent(index -> changeExpiry(index, before, after, version));
        if (table.hasJournal()) {
            Journal.note(key, before, version, batch);
        }
        if (table.recorder().isOn()) {
            table.recorder().record(key, before, after, version, cause, batch);
        }
        requireRoom(counters.ownBytes());
        counters.addTo(batch);
        return changes;
    }

    /** Item and local entries are one collection; what makes it smaller is always allowed. */
    private void requireRoom(long growthBytes) {
        if (growthBytes > 0 && growthBytes > roomBytes) {
            throw ApiException.of(
                    ErrorCode.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, "Collection size exceeded.");
        }
    }

    private Optional<IndexChange> changeEntry(
            SecondaryIndex index,
            Optional<Row> row,
            Optional<Item> before,
            Optional<Item> after,
            long version,
            TableCounters counters) {
        boolean had = before.isPresent() && index.hasEntry(row.get().version(), before.get());
        boolean has = after.isPresent() && index.covers(after.get());
        if (!had && !has) {
            return Optional.empty();
        }
        RowKey oldKey = had ? index.entryKey(before.get()) : null;
        RowKey newKey = has ? index.entryKey(after.get()) : null;
        IndexEntry oldEntry = had ? index.entry(before.get()) : null;
        IndexEntry newEntry = has ? index.entry(after.get()) : null;
        boolean samePlace = had && has && oldKey.equals(newKey);
        if (samePlace && oldEntry.holdsTheSame(newEntry)) {
            return Optional.empty();
        }
        if (had) {
            lag.note(index, oldKey, Optional.of(oldEntry));
        }
        if (had && !samePlace) {
            batch.delete(oldKey);
        }
        if (has) {
            if (!samePlace) {
                lag.note(index, newKey, Optional.empty());
            }
            batch.put(newKey, new Row(version, newEntry.payload()));
        }
        int oldBytes = had ? oldEntry.sizeBytes() : IndexChange.NONE;
        int newBytes = has ? newEntry.sizeBytes() : IndexChange.NONE;
        counters.entry(
                index,
                (has ? 1 : 0) - (had ? 1 : 0),
                Math.max(newBytes, 0) - Math.max(oldBytes, 0),
                batch);
        return Optional.of(
                new IndexChange(index.name(), oldBytes, newBytes, had && has && !samePlace));
    }

    private void changeExpiry(
            ExpiryIndex index, Optional<Item> before, Optional<Item> after, long version) {
        OptionalLong old = before.isPresent() ? index.expiry(before.get()) : OptionalLong.empty();
        OptionalLong now = after.isPresent() ? index.expiry(after.get()) : OptionalLong.empty();
        if (old.equals(now)) {
            return;
        }
        old.ifPresent(seconds -> batch.delete(index.entryKey(key, seconds)));
        now.ifPresent(
                seconds -> batch.put(index.entryKey(key, seconds), index.entry(key, version)));
    }

    private static int count(Optional<Item> item) {
        return item.isPresent() ? 1 : 0;
    }

    private static int bytes(Optional<Item> item) {
        return item.isPresent() ? item.get().sizeBytes() : 0;
    }
}
