package stator.database.walk;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.commit.TableCounters;
import stator.database.row.HybridClock;
import stator.database.row.IndexEntry;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.Backfill;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.TableStatus;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * Adds the items that were there before an index to that index, while they are read and written.
 *
 * <p>The index has a version from which on writes know it: {@link IndexPlace#since}. All writers
 * were outside the gate when it was taken, so a row that is newer was written with its entry, and a
 * row that is not has none yet. The builder walks through the table and, for each old row that
 * belongs into the index, writes in one commit the entry, the counters, and the row itself, as it
 * was, with a new version. So whether an item has its entry can be told from its row alone, at any
 * time, by anybody who has the row locked: a write that replaces an old row does not look for an
 * entry to remove, and one that replaces a new row does. Nothing is added twice, and nothing that
 * was deleted comes back.
 *
 * <p>The alternative, to compare an item's key with the builder's position, would have every writer
 * read that position under a lock; here, writers wait for nobody. The price is that a table's old
 * rows are written once more.
 *
 * <p>A batch is bounded in rows and bytes, and its rows are separate commits, so that a writer
 * waits for one row at most. The position behind the last whole batch is kept in the index's space.
 * After a restart the builder goes on there; what it meets a second time is new and passed over. A
 * lease of several servers would stand in the same row; two builders at work would still be right.
 */
public final class IndexBuilder implements BackgroundWork.Chore {
    /**
     * How many entries are usually added together at most. While the first of them are being made
     * durable, the next are decided; with 100 the one waited for the other, and an index filled at
     * half the speed.
     */
    public static final int BATCH_ENTRIES = 1000;

    private final Store store;
    private final HybridClock versions;
    private final Catalog catalog;
    private final Clock clock;
    private final int batchEntriesMax;

    /** By the index's space. Only for the thread that does steps. */
    private final Map<Integer, Walk> walks = new HashMap<>();

    private final ReentrantLock waiting = new ReentrantLock();
    private final Condition stepped = waiting.newCondition();

    public IndexBuilder(
            Store store, HybridClock versions, Catalog catalog, Clock clock, int batchEntriesMax) {
        this.store = store;
        this.versions = versions;
        this.catalog = catalog;
        this.clock = clock;
        this.batchEntriesMax = batchEntriesMax;
    }

    /** Does one batch for every index that waits for it, and finishes deletions. */
    @Override
    public long step() {
        long pause = IDLE;
        Set<Integer> spaces = new HashSet<>();
        for (LiveTable table : catalog.tables()) {
            pause = Math.min(pause, untilDeletion(table));
            for (SecondaryIndex index : table.indexes()) {
                if (isComing(index.description())) {
                    spaces.add(index.place().space());
                    pause = Math.min(pause, step(table, index));
                }
            }
        }
        walks.keySet().retainAll(spaces);
        announce();
        return pause;
    }

    /** An index that goes before it is filled is left as it is. */
    private static boolean isComing(IndexDescription index) {
        return index.backfilling() && index.transition().status() == TableStatus.CREATING;
    }

    private long untilDeletion(LiveTable table) {
        long end = Long.MAX_VALUE;
        if (table.description().transition().status() == TableStatus.DELETING) {
            end = table.description().transition().untilMillis();
        }
        for (IndexDescription index : table.description().indexes()) {
            if (index.transition().status() == TableStatus.DELETING) {
                end = Math.min(end, index.transition().untilMillis());
            }
        }
        return end == Long.MAX_VALUE ? IDLE : Math.max(0, end - clock.millis());
    }

    private long step(LiveTable table, SecondaryIndex index) {
        Backfill backfill = index.description().backfill();
        long now = clock.millis();
        if (now < backfill.startMillis()) {
            return backfill.startMillis() - now;
        }
        Walk walk =
                walks.computeIfAbsent(
                        index.place().space(),
                        space -> Walk.resume(store, versions, table, Layout.position(space)));
        if (!walk.isAtEnd()) {
            return walk.step(table, batchEntriesMax, new Entries(index));
        }
        if (now < backfill.endMillis()) {
            return backfill.endMillis() - now;
        }
        catalog.change(table, (record, numbers) -> record.withIndexFilled(index, numbers));
        return IDLE;
    }

    /** The entries of one index for rows that are older than it. */
    private final class Entries implements Walk.Filling {
        private final SecondaryIndex index;

        Entries(SecondaryIndex index) {
            this.index = index;
        }

        @Override
        public boolean isOf(LiveTable table) {
            return table.has(index);
        }

        @Override
        public boolean wants(Row row) {
            return row.version() <= index.place().since() && index.covers(Item.wrap(row.payload()));
        }

        @Override
        public Update<Boolean> update(LiveTable table, RowKey key) {
            return new Update<>(
                    List.of(key),
                    (rows, batch) -> {
                        rows.getFirst().ifPresent(row -> renew(table, key, row, batch));
                        return true;
                    });
        }
    }

    /**
     * Gives a row a new version, and adds the entries that this says it has: in every index that is
     * being filled, should there be several.
     */
    private void renew(LiveTable table, RowKey key, Row row, WriteBatch batch) {
        Item item = Item.wrap(row.payload());
        long version = versions.next();
        TableCounters counters = new TableCounters(table);
        boolean isAdded = false;
        for (SecondaryIndex index : table.indexes()) {
            if (row.version() <= index.place().since() && index.covers(item)) {
                IndexEntry entry = index.entry(item);
                index.putEntry(index.entryKey(item), new Row(version, entry.payload()), batch);
                counters.entry(index, 1, entry.sizeBytes(), batch);
                isAdded = true;
            }
        }
        if (isAdded) {
            batch.put(key, new Row(version, row.payload()));
        }
    }

    private void announce() {
        waiting.lock();
        try {
            stepped.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    /**
     * Waits until no index of a table is due to be ready and is not.
     *
     * @param patience how long at most
     */
    public void await(Namespace namespace, String tableName, Duration patience) {
        waiting.lock();
        try {
            long nanos = patience.toNanos();
            while (nanos > 0 && isDue(namespace, tableName)) {
                nanos = stepped.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.unlock();
        }
    }

    private boolean isDue(Namespace namespace, String tableName) {
        long now = clock.millis();
        Optional<LiveTable> table = catalog.find(namespace, tableName);
        return table.isPresent()
                && table.get().description().indexes().stream()
                        .anyMatch(index -> isComing(index) && index.backfill().endMillis() <= now);
    }
}
