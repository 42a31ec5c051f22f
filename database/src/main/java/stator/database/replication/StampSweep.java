package stator.database.replication;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.replication.ReplicaQueue.Note;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;

/** Forgets the stamps of deletions once every region knows of them. */
final class StampSweep {
    /** How many deletions are forgotten together at most. */
    private static final RowPage.Limits STAMPS =
            new RowPage.Limits(10_000, Integer.MAX_VALUE, Long.MAX_VALUE);

    /** How old the stamp of a deletion must be to be forgotten: no write takes as long. */
    private static final long STAMP_MILLIS_MIN = 600_000;

    private final Store store;
    private final Catalog catalog;
    private final Clock clock;
    private long stampsSweptMillis;

    StampSweep(Store store, Catalog catalog, Clock clock) {
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
        stampsSweptMillis = clock.millis();
    }

    /**
     * Forgets deletions that every region knows of: those that are old, when nothing older is on
     * its way to their table any longer.
     */
    void sweep() {
        long now = clock.millis();
        if (now - stampsSweptMillis < STAMP_MILLIS_MIN) {
            return;
        }
        stampsSweptMillis = now;
        for (LiveTable table : catalog.tables()) {
            if (!table.replicaRegions().isEmpty()) {
                sweepStamps(table, Math.min(now - STAMP_MILLIS_MIN, oldestOnItsWay(table)));
            }
        }
    }

    /** When the oldest write was made that has not arrived at a table; now if there is none. */
    private long oldestOnItsWay(LiveTable target) {
        long oldest = clock.millis();
        for (String region : target.replicaRegions()) {
            Optional<LiveTable> source = catalog.find(target.namespace().in(region), target.name());
            if (source.isEmpty() || source.get().isFilling(target.region())) {
                return 0;
            }
            oldest = Math.min(oldest, oldest(ReplicaQueue.owed(source.get(), target)));
        }
        return oldest;
    }

    private long oldest(RowRange queue) {
        return RowPage.first(store, queue)
                .map(note -> Note.of(note).millis())
                .orElse(Long.MAX_VALUE);
    }

    private void sweepStamps(LiveTable table, long beforeMillis) {
        RowPage old =
                RowPage.read(
                        store,
                        SpaceScan.all(table.space(), Layout.STAMP_KIND),
                        STAMPS,
                        row -> isForgettable(row, beforeMillis));
        for (RowKey stamp : old.keys()) {
            RowKey item =
                    new RowKey(stamp.space(), stamp.partition(), Layout.ITEM_KIND, stamp.sort());
            table.gate().whileOpen(() -> forgetStamp(item, stamp, beforeMillis));
        }
    }

    private static boolean isForgettable(Row stamp, long beforeMillis) {
        return ReplicaQueue.isOfDeletion(stamp)
                && HybridClock.millis(stamp.version()) < beforeMillis;
    }

    private void forgetStamp(RowKey item, RowKey stamp, long beforeMillis) {
        store.update(
                List.of(item, stamp),
                (rows, batch) -> {
                    boolean forgotten =
                            rows.getFirst().isEmpty()
                                    && rows.getLast()
                                            .filter(row -> isForgettable(row, beforeMillis))
                                            .isPresent();
                    if (forgotten) {
                        batch.delete(stamp);
                    }
                    return forgotten;
                });
    }
}
