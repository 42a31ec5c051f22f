package stator.database.history;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.table.PointInTimeRecovery;
import stator.database.walk.BackgroundWork;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.Update;

/**
 * Removes from the journals what is older than the period of their tables, and journals of tables
 * that keep none any longer: once in an hour, some rows at a time.
 */
public final class JournalTrimmer implements BackgroundWork.Chore {
    private static final long ROUND_MILLIS = 3_600_000;
    private static final int BATCH_ROWS_MAX = 1_000;

    private final Store store;
    private final Catalog catalog;
    private final Clock clock;

    /** When the next round begins. Used by one thread. */
    private long nextMillis;

    public JournalTrimmer(Store store, Catalog catalog, Clock clock) {
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
        nextMillis = clock.millis() + ROUND_MILLIS;
    }

    /** There is something to do only while there are tables with journals. */
    @Override
    public long step() {
        long now = clock.millis();
        List<LiveTable> tables = catalog.tables();
        if (tables.stream().noneMatch(Journal::isKept)) {
            return IDLE;
        }
        if (now >= nextMillis) {
            nextMillis = now + ROUND_MILLIS;
            tables.forEach(table -> trim(table, now));
        }
        return nextMillis - now;
    }

    /** Removes what no restore needs. */
    void trim(LiveTable table, long nowMillis) {
        long keptFrom =
                PointInTimeRecovery.of(table.description())
                        .map(recovery -> recovery.earliestMillis(nowMillis))
                        .orElse(Long.MAX_VALUE);
        Batch batch = new Batch(keptFrom);
        do {
            if (!table.gate().whileOpen(() -> trim(table, batch))) {
                return;
            }
        } while (batch.rows == BATCH_ROWS_MAX);
    }

    private void trim(LiveTable table, Batch batch) {
        batch.rows = 0;
        batch.old.clear();
        store.scan(
                new SpaceScan(table.space(), Layout.JOURNAL_KIND, 0, -1L, batch.last),
                Consistency.EVENTUAL,
                batch::take);
        remove(batch.old);
    }

    private void remove(List<RowKey> rows) {
        List<Update<Boolean>> updates = new ArrayList<>(rows.size());
        for (RowKey row : rows) {
            updates.add(
                    new Update<>(
                            List.of(row),
                            (current, batch) -> {
                                batch.delete(row);
                                return true;
                            }));
        }
        store.updateEach(updates).forEach(Store.Result::get);
    }

    /** Rows of a journal as a scan shows them, until there are enough. */
    private static final class Batch {
        private final long keptFromMillis;
        private final List<RowKey> old = new ArrayList<>();
        private RowKey last;
        private int rows;

        Batch(long keptFromMillis) {
            this.keptFromMillis = keptFromMillis;
        }

        boolean take(RowKey key, Row row) {
            rows++;
            last = key;
            if (HybridClock.millis(row.version()) < keptFromMillis) {
                old.add(key);
            }
            return rows < BATCH_ROWS_MAX;
        }
    }
}
