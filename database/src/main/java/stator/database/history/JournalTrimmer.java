package stator.database.history;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.table.PointInTimeRecovery;
import stator.database.walk.BackgroundWork;
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
    private static final RowPage.Limits BATCH = RowPage.Limits.of(1_000, 4 << 20);

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
        Position position = new Position();
        do {
            if (!table.gate().whileOpen(() -> trim(table, keptFrom, position))) {
                return;
            }
        } while (!position.atEnd);
    }

    /** How far one walk through a journal has come. */
    private static final class Position {
        private RowKey last;
        private boolean atEnd;
    }

    private void trim(LiveTable table, long keptFromMillis, Position position) {
        RowPage page =
                RowPage.read(
                        store,
                        new SpaceScan(table.space(), Layout.JOURNAL_KIND, 0, -1L, position.last),
                        BATCH,
                        row -> HybridClock.millis(row.version()) < keptFromMillis);
        remove(page.keys());
        position.last = page.last();
        position.atEnd = !page.isFull();
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
}
