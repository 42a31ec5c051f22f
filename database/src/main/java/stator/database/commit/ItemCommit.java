package stator.database.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.database.catalog.LiveTable;
import stator.database.item.IndexChange;
import stator.database.item.ItemWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.row.IndexEntry;
import stator.database.row.SecondaryIndex;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * Turns the decision about one item into changes of rows: the item, its index entries, its
 * counters, and what the followers of the table add.
 */
public final class ItemCommit {
    /** Takes no notes: indexes are shown as they are. */
    static final List<IndexLag.Before> NOBODY = List.of();

    private final LiveTable table;
    private final RowKey key;
    private final WriteCause cause;
    private final long roomBytes;
    private final LongSupplier versions;
    private final List<IndexLag.Before> lagging;
    private final WriteBatch batch;

    /** Null until something changes, and in a table without followers. */
    private ItemChanged changed;

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
            List<IndexLag.Before> lagging,
            WriteBatch batch) {
        this.table = table;
        this.key = key;
        this.cause = cause;
        this.roomBytes = roomBytes;
        this.versions = versions;
        this.lagging = lagging;
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

    /** What was decided; null if nothing changed, or if the table has no followers. */
    ItemChanged changed() {
        return changed;
    }

    /** Index entries, counters, and what the followers add. */
    private List<IndexChange> follow(
            Optional<Row> row, Optional<Item> before, Optional<Item> after, long version) {
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
        List<Follower> followers = table.followers();
        if (!followers.isEmpty()) {
            changed =
                    new ItemChanged(
                            key, before, after, row.map(Row::version).orElse(0L), version, cause);
            for (int i = 0; i < followers.size(); i++) {
                followers.get(i).follow(changed, batch);
            }
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
            note(index, oldKey, Optional.of(oldEntry));
        }
        if (had && !samePlace) {
            index.deleteEntry(oldKey, version, batch);
        }
        if (has) {
            if (!samePlace) {
                note(index, newKey, Optional.empty());
            }
            index.putEntry(newKey, new Row(version, newEntry.payload()), batch);
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

    /** What was in the place of an entry, for readers that see indexes as they were. */
    private void note(SecondaryIndex index, RowKey entryKey, Optional<IndexEntry> before) {
        if (lagging != NOBODY && !index.description().isLocal()) {
            lagging.add(new IndexLag.Before(entryKey, before));
        }
    }

    private static int count(Optional<Item> item) {
        return item.isPresent() ? 1 : 0;
    }

    private static int bytes(Optional<Item> item) {
        return item.isPresent() ? item.get().sizeBytes() : 0;
    }
}
