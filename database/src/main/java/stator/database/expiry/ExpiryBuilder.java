package stator.database.expiry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.walk.BackgroundWork;
import stator.database.walk.ScanBatch;
import stator.database.walk.WalkPosition;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.Update;

/**
 * Adds the items that were there before time to live was switched on to the {@link ExpiryIndex},
 * while they are read and written.
 *
 * <p>It walks through the table, and for each item that expires puts its entry, in a commit that
 * depends on the item: who changes the item at the same time comes before and is seen, or after and
 * finds the entry. A batch is bounded in rows and bytes. The position behind the last whole batch
 * is kept in the index's space, so a restart costs one batch.
 */
public final class ExpiryBuilder implements BackgroundWork.Chore {
    private final Store store;
    private final HybridClock versions;
    private final Catalog catalog;
    private final int batchEntriesMax;

    /** Lets one step happen after the other, whoever does them. Taken before any gate. */
    private final ReentrantLock stepping = new ReentrantLock();

    /** The last row that was looked at, by the index's space. Guarded by {@link #stepping}. */
    private final Map<Integer, Optional<RowKey>> positions = new HashMap<>();

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
            positions.keySet().retainAll(spaces);
            return pause;
        } finally {
            stepping.unlock();
        }
    }

    /** Does all that is to be done now, on the caller's thread. */
    public void finish() {
        while (step() == 0) {
            // There is more.
        }
    }

    private long step(LiveTable table, ExpiryIndex index) {
        Optional<RowKey> position =
                positions.computeIfAbsent(
                        index.space(),
                        space -> Optional.ofNullable(WalkPosition.read(store, table, space)));
        ScanBatch batch =
                new ScanBatch(
                        batchEntriesMax, row -> index.expiry(Item.wrap(row.payload())).isPresent());
        if (!advance(table, index, position, batch)) {
            return IDLE;
        }
        if (batch.isFull()) {
            positions.put(index.space(), Optional.of(batch.last()));
            return 0;
        }
        catalog.change(table, (record, numbers) -> record.withExpiryFilled(index.space()));
        return IDLE;
    }

    /**
     * Does a batch, as a writer among others: the table cannot change or go meanwhile.
     *
     * @return whether the index is still there
     */
    private boolean advance(
            LiveTable table, ExpiryIndex index, Optional<RowKey> position, ScanBatch batch) {
        long stamp = table.gate().enter();
        try {
            Optional<LiveTable> current = table.gate().find();
            boolean isThere = current.isPresent() && index.isOf(current.get());
            if (isThere) {
                fill(table, index, position, batch);
            }
            return isThere;
        } finally {
            table.gate().exit(stamp);
        }
    }

    private void fill(
            LiveTable table, ExpiryIndex index, Optional<RowKey> position, ScanBatch batch) {
        store.scan(
                new SpaceScan(table.space(), Layout.ITEM_KIND, 0, -1L, position.orElse(null)),
                Consistency.STRONG,
                batch::take);
        List<Update<Boolean>> updates = new ArrayList<>();
        position.ifPresent(row -> updates.add(WalkPosition.keep(index.space(), row, versions)));
        for (RowKey key : batch.keys()) {
            updates.add(addition(index, key));
        }
        store.updateEach(updates).forEach(Store.Result::get);
    }

    /** The item's entry as it has to be now; the item may have changed since the scan. */
    private Update<Boolean> addition(ExpiryIndex index, RowKey key) {
        return new Update<>(
                List.of(key),
                (rows, batch) -> {
                    if (rows.getFirst().isPresent()) {
                        Item item = Item.wrap(rows.getFirst().get().payload());
                        OptionalLong expiry = index.expiry(item);
                        expiry.ifPresent(seconds ->
                                batch.put(
                                        index.entryKey(key, seconds),
                                        index.entry(key, versions.next())));
                    }
                    return true;
                });
    }
}
