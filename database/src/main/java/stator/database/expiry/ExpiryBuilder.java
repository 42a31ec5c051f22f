package stator.database.expiry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.table.TimeToLive;
import stator.database.walk.BackgroundWork;
import stator.database.walk.Walk;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Update;
import stator.storage.WriteBatch;

/**
 * Adds the items that were there before time to live was switched on to the {@link ExpiryIndex},
 * while they are read and written.
 *
 * <p>It walks through the table, and for each item that expires puts its entry, in a commit that
 * depends on the item: a write of the item at the same time comes before and is seen, or after and
 * finds the entry. A batch is bounded in rows and bytes. The position behind the last whole batch
 * is kept in the index's space, so a restart costs one batch.
 */
public final class ExpiryBuilder implements BackgroundWork.Chore {
    private final Store store;
    private final HybridClock versions;
    private final Catalog catalog;
    private final int batchEntriesMax;

    /** Lets one step happen after the other, on whichever thread. Taken before any gate. */
    private final ReentrantLock stepping = new ReentrantLock();

    /** By the index's space. Guarded by {@link #stepping}. */
    private final Map<Integer, Walk> walks = new HashMap<>();

    public ExpiryBuilder(Store store, HybridClock versions, Catalog catalog, int batchEntriesMax) {
        this.store = store;
        this.versions = versions;
        this.catalog = catalog;
        this.batchEntriesMax = batchEntriesMax;
    }

    /** Does one batch for every index that waits for it. */
    @Override
    public long step() {
        stepping.lock();
        try {
            long pause = IDLE;
            Set<Integer> spaces = new HashSet<>();
            for (LiveTable table : catalog.tables()) {
                if (ExpiryIndex.isMissing(table)) {
                    catalog.change(
                            table, (record, numbers) -> record.with(record.description(), numbers));
                    pause = 0;
                }
                ExpiryIndex index = ExpiryIndex.of(table).orElse(null);
                if (index != null && !index.isFilled()) {
                    spaces.add(index.space());
                    pause = Math.min(pause, step(table, index));
                }
            }
            walks.keySet().retainAll(spaces);
            return pause;
        } finally {
            stepping.unlock();
        }
    }

    /** Does all that is to be done now, on the caller's thread. */
    public void finish() {
        while (step() != IDLE) {
            // There is more, and the caller waits for it: no pause for others.
        }
    }

    private long step(LiveTable table, ExpiryIndex index) {
        assert stepping.isHeldByCurrentThread();
        Walk walk =
                walks.computeIfAbsent(
                        index.space(),
                        space -> Walk.resume(store, versions, table, Layout.position(space)));
        if (!walk.isAtEnd()) {
            long pause = walk.step(table, batchEntriesMax, new Entries(index));
            if (!walk.isAtEnd()) {
                return pause;
            }
        }
        catalog.change(
                table, (record, numbers) -> record.withFilled(TimeToLive.SETTING, index.space()));
        return IDLE;
    }

    /** The entries of one index for items that were there before it. */
    private final class Entries implements Walk.Filling {
        private final ExpiryIndex index;

        Entries(ExpiryIndex index) {
            this.index = index;
        }

        @Override
        public boolean isOf(LiveTable table) {
            return index.isOf(table);
        }

        @Override
        public boolean wants(Row row) {
            return index.expiry(Item.wrap(row.payload())).isPresent();
        }

        /** The item's entry as it has to be now. */
        @Override
        public Update<Boolean> update(LiveTable table, RowKey key) {
            return new Update<>(
                    List.of(key),
                    (rows, batch) -> {
                        rows.getFirst().ifPresent(row -> add(key, row, batch));
                        return true;
                    });
        }

        private void add(RowKey key, Row row, WriteBatch batch) {
            OptionalLong expiry = index.expiry(Item.wrap(row.payload()));
            expiry.ifPresent(seconds ->
                    batch.putDerived(
                            index.entryKey(key, seconds), index.entry(key, versions.next())));
        }
    }
}
