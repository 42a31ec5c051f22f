package stator.database.catalog;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import stator.database.log.RetiredLog;
import stator.database.log.SpaceNumbers;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.table.Namespace;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * The tables there are, by namespace and name.
 *
 * <p>The truth is in the store, and every change is one atomic commit there ({@link
 * CatalogCommit}). What is kept here is a snapshot, so that finding a table costs two hash lookups.
 * It is of one version of the catalog; a look-up that finds nothing, and every change, compares
 * that with the version in the store, in case another server changed the catalog.
 */
public final class Catalog {
    private final Store store;
    private final Clock clock;
    private final HybridClock versions;

    /** What can follow the changes of items. */
    private final List<Feature> features;

    private final DroppedSpaces dropped;

    /** Called after every change that is made here. */
    private final Runnable changed;

    /** Lets one change of the catalog happen after the other. Taken before any gate. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Replaced under {@link #changing}, read by everybody. */
    private volatile CatalogSnapshot snapshot = CatalogSnapshot.EMPTY;

    private Catalog(
            Store store,
            Clock clock,
            HybridClock versions,
            List<Feature> features,
            Runnable changed) {
        this.store = store;
        this.clock = clock;
        this.versions = versions;
        this.features = List.copyOf(features);
        this.changed = changed;
        dropped = new DroppedSpaces(store);
    }

    /** The catalog in a store; finishes what a crash left unfinished. */
    public static Catalog open(
            Store store,
            Clock clock,
            HybridClock versions,
            List<Feature> features,
            Runnable changed) {
        Catalog catalog = new Catalog(store, clock, versions, features, changed);
        catalog.refresh();
        catalog.dropped.finish();
        catalog.finishDeletions();
        return catalog;
    }

    /** The table of that name. */
    public Optional<LiveTable> find(Namespace namespace, String name) {
        CatalogSnapshot known = snapshot;
        LiveTable table = known.find(namespace, name);
        if (table == null && refresh()) {
            known = snapshot;
            table = known.find(namespace, name);
        }
        if (table != null && known.isDeleting() && table.record().hasGoneAt(clock.millis())) {
            finishDeletions();
            table = snapshot.find(namespace, name);
        }
        return Optional.ofNullable(table);
    }

    /** The table of that name as it is known now; for use within {@link #alone}. */
    public Optional<LiveTable> known(Namespace namespace, String name) {
        return Optional.ofNullable(snapshot.find(namespace, name));
    }

    /** Whether a table is there, and its deletion not over. */
    public boolean isThere(Optional<TableEntry> record) {
        return record.isPresent() && !record.get().isGoneAt(clock.millis());
    }

    /**
     * Names of tables in the order of their UTF-8 bytes.
     *
     * @param exclusiveStart the name after which to start; it need not exist; empty to start at the
     *     beginning
     */
    public List<String> list(Namespace namespace, String exclusiveStart, int limit) {
        settle();
        return snapshot.names(namespace, exclusiveStart, limit);
    }

    /** How many tables there are. */
    public int count(Namespace namespace) {
        settle();
        return snapshot.count(namespace);
    }

    /** The tables of all namespaces, in no order. */
    public List<LiveTable> tables() {
        settle();
        return snapshot.all();
    }

    /** Reads what others changed, and removes what is to be gone by now. */
    public void settle() {
        refresh();
        finishDeletions();
    }

    /** Does something while nobody else changes the catalog. */
    public <R> R alone(Supplier<R> work) {
        changing.lock();
        try {
            return work.get();
        } finally {
            changing.unlock();
        }
    }

    /** The logs of tables that are gone. */
    public List<RetiredLog> retiredLogs() {
        settle();
        return snapshot.retired();
    }

    /** The spaces of no table that are still to be emptied. */
    public List<Integer> droppedSpaces() {
        return dropped.noted();
    }

    /** Deletes what was kept of a table that is gone. */
    public void forget(RetiredLog retired) {
        alone(() -> {
            refresh();
            CatalogCommit commit =
                    store.update(
                            List.of(CatalogRows.head(), CatalogRows.retired(retired.space())),
                            (rows, batch) -> CatalogCommit.forget(rows, retired, versions, batch));
            snapshot = snapshot.without(versionAfter(commit), retired);
            dropped.drop(commit.dropped());
            return commit;
        });
    }

    /**
     * Commits a change of the tables of one name, while all their writers wait outside.
     *
     * @param before what is to be done before, when they already wait; if it says no, nothing
     *     changes
     */
    public void changeAll(
            List<Namespace> places,
            String name,
            BooleanSupplier before,
            CatalogCommit.GroupEdit edit) {
        assert changing.isHeldByCurrentThread();
        List<LiveTable> old = new ArrayList<>();
        places.forEach(place -> old.add(snapshot.find(place, name)));
        List<LiveTable> closing =
                old.stream()
                        .filter(Objects::nonNull)
                        .sorted(Comparator.comparingInt(LiveTable::space))
                        .toList();
        List<Long> stamps = new ArrayList<>();
        closing.forEach(table -> stamps.add(table.gate().close()));
        List<CatalogCommit> commits;
        try {
            if (!before.getAsBoolean()) {
                return;
            }
            List<RowKey> tableKeys =
                    places.stream().map(place -> CatalogRows.table(place, name)).toList();
            List<RowKey> keys = new ArrayList<>(List.of(CatalogRows.head()));
            keys.addAll(tableKeys);
            commits =
                    store.update(
                            keys,
                            (rows, batch) ->
                                    CatalogCommit.decideAll(
                                            rows, tableKeys, edit, versions, batch));
            for (int i = 0; i < places.size(); i++) {
                LiveTable known = old.get(i);
                TableGate gate = known == null ? newGate() : known.gate();
                install(commits.get(i), places.get(i), name, known, gate);
            }
        } finally {
            for (int i = 0; i < closing.size(); i++) {
                closing.get(i).gate().open(stamps.get(i));
            }
        }
        commits.forEach(commit -> dropped.drop(commit.dropped()));
        if (commits.stream().anyMatch(CatalogCommit::isChange)) {
            changed.run();
        }
    }

    /** What becomes of a table's record. Pure: it may be called again. */
    @FunctionalInterface
    public interface RecordEdit {
        TableEntry apply(TableEntry before, SpaceNumbers numbers);
    }

    /** Changes the record of a table, unless the table went away meanwhile. */
    public void change(LiveTable table, RecordEdit edit) {
        change(
                table.namespace(),
                table.name(),
                (before, numbers) ->
                        before.map(record ->
                                record.space() == table.space()
                                        ? edit.apply(record, numbers)
                                        : record));
    }

    /** Commits a change of one table, while its writers wait outside. */
    public CatalogCommit change(Namespace namespace, String name, CatalogCommit.Edit edit) {
        return alone(() -> changeAlone(namespace, name, edit));
    }

    /** A table with a record that is not in the catalog, to be looked at. */
    public LiveTable shown(TableEntry record) {
        return new LiveTable(record, newGate(), features);
    }

    private CatalogCommit changeAlone(Namespace namespace, String name, CatalogCommit.Edit edit) {
        refresh();
        LiveTable old = snapshot.find(namespace, name);
        TableGate gate = old == null ? newGate() : old.gate();
        long stamp = gate.close();
        CatalogCommit commit;
        try {
            RowKey tableKey = CatalogRows.table(namespace, name);
            commit =
                    store.update(
                            List.of(CatalogRows.head(), tableKey),
                            (rows, batch) ->
                                    CatalogCommit.decide(rows, tableKey, edit, versions, batch));
            install(commit, namespace, name, old, gate);
        } finally {
            gate.open(stamp);
        }
        dropped.drop(commit.dropped());
        if (commit.isChange()) {
            changed.run();
        }
        return commit;
    }

    private TableGate newGate() {
        return new TableGate(new InFlightWrites(versions, () -> store.health().writable()));
    }

    /** Shows a commit to everybody here; the gate is closed. */
    private void install(
            CatalogCommit commit, Namespace namespace, String name, LiveTable old, TableGate gate) {
        assert changing.isHeldByCurrentThread();
        long version = versionAfter(commit);
        if (commit.after().isEmpty()) {
            gate.replace(null);
            snapshot = snapshot.without(version, namespace, name, commit.retired());
            return;
        }
        TableEntry record = commit.after().get();
        boolean isAnother = old != null && old.space() != record.space();
        if (isAnother) {
            gate.replace(null);
        }
        LiveTable table = new LiveTable(record, isAnother ? newGate() : gate, features);
        table.gate().replace(table);
        snapshot = snapshot.with(version, table);
    }

    /**
     * The version of the snapshot with this commit: the commit's, unless another server changed
     * something in between. Then it stays behind, so that the next refresh reads that change.
     */
    private long versionAfter(CatalogCommit commit) {
        long expected = snapshot.version() + (commit.isChange() ? 1 : 0);
        return commit.version() == expected ? expected : snapshot.version();
    }

    /** Removes the tables and indexes whose deletion is over. */
    private void finishDeletions() {
        if (!snapshot.isDeleting()) {
            return;
        }
        alone(() -> {
            for (LiveTable table : snapshot.all()) {
                long now = clock.millis();
                if (table.record().hasGoneAt(now)) {
                    change(
                            table.namespace(),
                            table.name(),
                            (before, numbers) ->
                                    before.flatMap(record ->
                                            record.hasGoneAt(now)
                                                    ? record.remainingAt(now, numbers)
                                                    : before));
                }
            }
            return snapshot;
        });
    }

    /**
     * Reads the catalog if it changed in the store.
     *
     * @return whether it did
     */
    private boolean refresh() {
        if (storedVersion() == snapshot.version()) {
            return false;
        }
        changing.lock();
        try {
            long version = storedVersion();
            while (version != snapshot.version()) {
                read(version);
                version = storedVersion();
            }
            return true;
        } finally {
            changing.unlock();
        }
    }

    private long storedVersion() {
        return CatalogRows.Head.decode(store.get(CatalogRows.head(), Consistency.STRONG)).version();
    }

    /** Replaces the snapshot by what the store holds, which is of that version or newer. */
    private void read(long version) {
        assert changing.isHeldByCurrentThread();
        List<TableEntry> records = new ArrayList<>();
        store.scan(
                SpaceScan.all(Layout.CATALOG_SPACE, Layout.CATALOG_TABLE_KIND),
                Consistency.STRONG,
                (key, row) -> records.add(TableEntryCodec.decode(row.payload())));
        List<RetiredLog> retired = new ArrayList<>();
        store.scan(
                SpaceScan.all(Layout.CATALOG_SPACE, Layout.CATALOG_RETIRED_KIND),
                Consistency.STRONG,
                (key, row) -> retired.add(ChangeLogCodec.decode(row.payload())));
        CatalogSnapshot old = snapshot;
        List<LiveTable> tables = new ArrayList<>();
        for (TableEntry record : records) {
            LiveTable known = old.find(record.namespace(), record.description().name());
            boolean same = known != null && known.space() == record.space();
            tables.add(replaced(record, same ? known.gate() : newGate()));
        }
        snapshot = CatalogSnapshot.of(version, tables, retired);
        for (LiveTable table : old.all()) {
            LiveTable now = snapshot.find(table.namespace(), table.name());
            if (now == null || now.gate() != table.gate()) {
                shut(table.gate());
            }
        }
    }

    private LiveTable replaced(TableEntry record, TableGate gate) {
        LiveTable table = new LiveTable(record, gate, features);
        long stamp = gate.close();
        gate.replace(table);
        gate.open(stamp);
        return table;
    }

    private static void shut(TableGate gate) {
        long stamp = gate.close();
        gate.replace(null);
        gate.open(stamp);
    }
}
