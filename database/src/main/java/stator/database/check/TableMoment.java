package stator.database.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.commit.TableCounters;
import stator.database.row.RowPage;
import stator.database.table.TableStatistics;
import stator.database.walk.Pace;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * A table as it stood at one moment: its description, its counters and all its rows.
 *
 * <p><em>Why they fit each other:</em> every write of an item passes the gate of its table, and
 * leaves it when what follows from it can be seen: index entries, records and counters, also those
 * that an outbox makes after the commit. The moment is taken while the gate is shut and nobody is
 * inside. Writers wait for that as they do for a change of the table, and not for the check: what
 * they write later is not in the snapshot. The alternative was to take no notice of writers and
 * look again at what seems wrong, until it agrees; a counter would never agree while there are
 * writers.
 *
 * <p>There is one exception. Nobody knows what became of a write whose outcome is unknown, and what
 * follows from it may be missing; then {@link #isCertain} says so. A moment is closed soon: the
 * store keeps what changes until then. For one thread.
 */
public final class TableMoment implements AutoCloseable {
    private static final RowPage.Limits PAGE = RowPage.Limits.of(1_000, 4 << 20);

    private final LiveTable table;
    private final List<LiveTable> replicas;
    private final TableStatistics counted;
    private final boolean certain;
    private final Snapshot snapshot;
    private final CheckPace pace;

    private TableMoment(LiveTable table, List<LiveTable> replicas, Store store, CheckPace pace) {
        this.table = table;
        this.replicas = replicas;
        this.pace = pace;
        counted = TableCounters.read(store, table);
        certain = store.health().writable();
        snapshot = store.snapshot();
    }

    /**
     * A table as it is now; empty if it is gone.
     *
     * @param shown as it was found a while ago
     */
    public static Optional<TableMoment> take(
            Store store, Catalog catalog, LiveTable shown, CheckPace pace) {
        return shown.gate()
                .whileShut(table -> new TableMoment(table, replicas(catalog, table), store, pace));
    }

    /**
     * The other strongly consistent replicas, which are written in the same commits: who writes one
     * of them passes the gates of all.
     */
    private static List<LiveTable> replicas(Catalog catalog, LiveTable table) {
        List<LiveTable> replicas = new ArrayList<>();
        if (table.isStrong() && !table.isBehind()) {
            for (String region : table.replicaRegions()) {
                catalog.known(table.namespace().in(region), table.name())
                        .filter(other -> !other.isBehind())
                        .ifPresent(replicas::add);
            }
        }
        return replicas;
    }

    public LiveTable table() {
        return table;
    }

    /** The tables that hold the same items. */
    List<LiveTable> replicas() {
        return replicas;
    }

    /** What its counters say. */
    TableStatistics counted() {
        return counted;
    }

    /** Whether nothing that belongs to the moment may be missing. */
    public boolean isCertain() {
        return certain;
    }

    /**
     * Shows all rows of a space and kind, in the order of a scan.
     *
     * @param unreadable hears of each row that the receiver could not read. Bytes that are damaged
     *     may be anything, so that fails in any way
     */
    public void forEach(
            int space, byte kind, BiConsumer<RowKey, Row> receiver, Consumer<RowKey> unreadable) {
        Pace scanning = new Pace();
        RowPage page;
        RowKey after = null;
        do {
            long start = System.nanoTime();
            page = RowPage.read(snapshot, new SpaceScan(space, kind, 0, -1L, after), PAGE);
            for (RowPage.Entry entry : page.entries()) {
                try {
                    receiver.accept(entry.key(), entry.row());
                } catch (RuntimeException e) {
                    unreadable.accept(entry.key());
                }
            }
            after = page.last();
            int rows = page.entries().size();
            pace.passed(rows, scanning.pauseMillis(rows, System.nanoTime() - start));
        } while (page.isFull());
    }

    /** Whether there is a row under a key. */
    boolean has(RowKey key) {
        boolean[] has = new boolean[1];
        long token = snapshot.token(key.space(), key.partition());
        snapshot.scan(
                new SpaceScan(key.space(), key.kind(), token, token, null),
                (found, row) -> {
                    has[0] |= found.equals(key);
                    return !has[0];
                });
        return has[0];
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
