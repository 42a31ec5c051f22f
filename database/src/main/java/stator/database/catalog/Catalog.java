package stator.database.catalog;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.database.expiry.ExpiryIndex;
import stator.database.log.ChangeLog;
import stator.database.log.RetiredLog;
import stator.database.log.SpaceNumbers;
import stator.database.replication.ReplicaQueue;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.GlobalTable;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.RegionsEdit;
import stator.database.table.Replication;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
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
    private static final DateTimeFormatter STREAM_LABEL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Store store;
    private final DatabaseSettings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final HybridClock versions;

    /** Called after every change that is made here. */
    private final Runnable changed;

    /** Lets one change of the catalog happen after the other. Taken before any gate. */
    private final ReentrantLock changing = new ReentrantLock();

    /** Replaced under {@link #changing}, read by everybody. */
    private volatile CatalogSnapshot snapshot = CatalogSnapshot.EMPTY;

    private Catalog(
            Store store,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            HybridClock versions,
            Runnable changed) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.versions = versions;
        this.changed = changed;
    }

    /** The catalog in a store; finishes what a crash left unfinished. */
    public static Catalog open(
            Store store,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            HybridClock versions,
            Runnable changed) {
        Catalog catalog = new Catalog(store, settings, clock, random, versions, changed);
        catalog.refresh();
        catalog.drop(catalog.droppedSpaces());
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

    /**
     * Creates a table, with an id, an ARN, the time of creation, and the label of its stream if it
     * has one.
     *
     * @return the table; empty if there is one of that name already
     */
    public Optional<LiveTable> create(Namespace namespace, TableDescription description) {
        changing.lock();
        try {
            TableDescription created = identified(namespace, description);
            CatalogCommit commit =
                    change(
                            namespace,
                            created.name(),
                            (before, numbers) ->
                                    isThere(before)
                                            ? before
                                            : Optional.of(
                                                    TableRecord.create(
                                                            namespace, created, numbers)));
            return isThere(commit.before())
                    ? Optional.empty()
                    : Optional.of(snapshot.find(namespace, created.name()));
        } finally {
            changing.unlock();
        }
    }

    private TableDescription identified(Namespace namespace, TableDescription description) {
        long now = clock.millis();
        TableDescription.Builder created =
                description.toBuilder()
                        .identity(newId(), namespace.tableArn(description.name()), now);
        if (description.stream().enabled() && description.stream().label().isEmpty()) {
            created.stream(new StreamSettings(true, description.stream().view(), streamLabel(now)));
        }
        return created.build();
    }

    /** A version 4 UUID. */
    private String newId() {
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** The label of a stream that begins at a time: {@code 2026-11-21T10:15:30.123}. */
    public static String streamLabel(long nowMillis) {
        return STREAM_LABEL.format(Instant.ofEpochMilli(nowMillis));
    }

    private boolean isThere(Optional<TableRecord> record) {
        return record.isPresent() && !record.get().isGoneAt(clock.millis());
    }

    /**
     * Changes a table's description.
     *
     * @param change may be called again; what it throws goes to the caller and nothing is changed
     * @return the changed table; empty if there is none of that name
     */
    public Optional<LiveTable> update(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        changing.lock();
        try {
            refresh();
            finishDeletions();
            CatalogCommit commit =
                    change(
                            namespace,
                            name,
                            (before, numbers) ->
                                    isThere(before)
                                            ? before.map(record ->
                                                    record.with(
                                                            change.apply(record.description()),
                                                            numbers))
                                            : before);
            return isThere(commit.after())
                    ? Optional.of(snapshot.find(namespace, name))
                    : Optional.empty();
        } finally {
            changing.unlock();
        }
    }

    /**
     * Deletes a table and everything in it.
     *
     * @param check sees the table before, while nobody writes to it, and may ask for its statistics
     *     but read nothing else; if it throws, the table stays and the exception goes to the caller
     * @return the table as it is now, that is DELETING; empty if there is none of that name
     */
    public Optional<LiveTable> delete(Namespace namespace, String name, Consumer<LiveTable> check) {
        changing.lock();
        try {
            Transition deleting = transition(TableStatus.DELETING);
            boolean atOnce = deleting.equals(Transition.NONE);
            CatalogCommit commit =
                    change(
                            namespace,
                            name,
                            (before, numbers) -> {
                                if (!isThere(before)) {
                                    return before;
                                }
                                check.accept(new LiveTable(before.get(), newGate()));
                                return atOnce
                                        ? Optional.empty()
                                        : before.map(
                                                record -> record.with(deleting).followed(numbers));
                            });
            if (!isThere(commit.before())) {
                return Optional.empty();
            }
            Transition shown =
                    atOnce ? new Transition(TableStatus.DELETING, Long.MAX_VALUE) : deleting;
            return Optional.of(new LiveTable(commit.before().get().with(shown), newGate()));
        } finally {
            changing.unlock();
        }
    }

    /**
     * Names of tables in the order of their UTF-8 bytes.
     *
     * @param exclusiveStart the name after which to start; it need not exist; empty to start at the
     *     beginning
     */
    public List<String> list(Namespace namespace, String exclusiveStart, int limit) {
        refresh();
        finishDeletions();
        return snapshot.names(namespace, exclusiveStart, limit);
    }

    /** How many tables there are. */
    public int count(Namespace namespace) {
        refresh();
        finishDeletions();
        return snapshot.count(namespace);
    }

    /** The tables of all namespaces, in no order. */
    public List<LiveTable> tables() {
        refresh();
        finishDeletions();
        return snapshot.all();
    }

    /**
     * A change of state that starts now and lasts as long as the settings say; {@link
     * Transition#NONE} if changes are instant.
     */
    public Transition transition(TableStatus status) {
        return settings.transientStatusMillis() == 0
                ? Transition.NONE
                : new Transition(status, clock.millis() + settings.transientStatusMillis());
    }

    /** From when on a change that is made now is in force, as long as the settings say. */
    public long settledMillis() {
        return settings.transientStatusMillis() == 0
                ? 0
                : clock.millis() + settings.transientStatusMillis();
    }

    /**
     * How the items of a table get into an index that is added to it now. The allocation of
     * resources takes as long as any change of state, and so does the rest at least.
     */
    public Backfill backfill() {
        long start = clock.millis() + settings.transientStatusMillis();
        return new Backfill(start, start + settings.transientStatusMillis());
    }

    /** Changes the log of a table's changes while nobody writes, unless the table went away. */
    public void changeLog(LiveTable table, LogEdit edit) {
        changing.lock();
        try {
            change(
                    table.namespace(),
                    table.name(),
                    (before, numbers) ->
                            before.map(record ->
                                    record.space() == table.space()
                                            ? record.with(edit.apply(record.log(), numbers))
                                            : record));
        } finally {
            changing.unlock();
        }
    }

    /** What becomes of a log. Pure: it may be called again. */
    @FunctionalInterface
    public interface LogEdit {
        ChangeLog apply(ChangeLog before, SpaceNumbers numbers);
    }

    /** The logs of tables that are gone. */
    public List<RetiredLog> retiredLogs() {
        refresh();
        finishDeletions();
        return snapshot.retired();
    }

    /** Deletes what was kept of a table that is gone. */
    public void forget(RetiredLog retired) {
        changing.lock();
        try {
            refresh();
            CatalogCommit commit =
                    store.update(
                            List.of(CatalogRows.head(), CatalogRows.retired(retired.space())),
                            (rows, batch) -> CatalogCommit.forget(rows, retired, versions, batch));
            snapshot = snapshot.without(versionAfter(commit), retired);
            drop(commit.dropped());
        } finally {
            changing.unlock();
        }
    }

    /** Makes an index one that has all its entries, unless it went away meanwhile. */
    public void filled(LiveTable table, SecondaryIndex index) {
        changing.lock();
        try {
            change(
                    table.namespace(),
                    table.name(),
                    (before, numbers) -> before.map(record -> filled(record, index, numbers)));
        } finally {
            changing.unlock();
        }
    }

    /** Makes an expiry index one that has all its entries, unless it went away meanwhile. */
    public void filled(LiveTable table, ExpiryIndex index) {
        changing.lock();
        try {
            change(
                    table.namespace(),
                    table.name(),
                    (before, numbers) ->
                            before.map(record -> record.withExpiryFilled(index.space())));
        } finally {
            changing.unlock();
        }
    }

    private static TableRecord filled(
            TableRecord record, SecondaryIndex index, SpaceNumbers numbers) {
        if (!index.place().equals(record.places().get(index.name()))) {
            return record;
        }
        TableDescription description = record.description();
        IndexDescription filled = description.index(index.name()).orElseThrow().filled();
        return record.with(description.toBuilder().replaceIndex(filled).build(), numbers);
    }

    /**
     * Changes a table's description, and what its replicas share with it in all of them.
     *
     * @param change as for {@link #update}
     * @return the changed table; empty if there is none of that name
     */
    public Optional<LiveTable> updateShared(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        changing.lock();
        try {
            Optional<LiveTable> table = find(namespace, name);
            if (table.isEmpty()) {
                return table;
            }
            String region = namespace.region();
            Set<String> regions = GlobalTable.regions(region, table.get().description());
            Map<String, LiveTable> changed =
                    updateRegions(
                            namespace,
                            name,
                            regions,
                            before -> {
                                GlobalTable tables = new GlobalTable(before);
                                if (before.containsKey(region)) {
                                    tables.share(region, change.apply(before.get(region)));
                                }
                                return tables.tables();
                            });
            return Optional.ofNullable(changed.get(region));
        } finally {
            changing.unlock();
        }
    }

    /**
     * Changes the tables of one name in several regions of an account, all in one commit.
     *
     * @param regions where the edit may find or leave a table
     * @param edit what it throws goes to the caller, and nothing is changed
     * @return the tables that there are then, by region
     */
    public Map<String, LiveTable> updateRegions(
            Namespace namespace, String name, Set<String> regions, RegionsEdit edit) {
        return updateRegions(namespace, name, regions, () -> true, edit);
    }

    /**
     * The same if a condition holds.
     *
     * @param condition asked while nobody writes to the tables
     */
    public Map<String, LiveTable> updateRegions(
            Namespace namespace,
            String name,
            Set<String> regions,
            BooleanSupplier condition,
            RegionsEdit edit) {
        changing.lock();
        try {
            refresh();
            finishDeletions();
            List<Namespace> places = regions.stream().sorted().map(namespace::in).toList();
            forgetWhoLeft(places, name);
            changeAll(
                    places,
                    name,
                    () -> {
                        boolean goesOn = condition.getAsBoolean();
                        if (goesOn) {
                            handOver(places, name, edit);
                        }
                        return goesOn;
                    },
                    (before, numbers) -> edited(places, name, before, edit, numbers));
            Map<String, LiveTable> tables = new LinkedHashMap<>();
            for (Namespace place : places) {
                LiveTable table = snapshot.find(place, name);
                if (table != null) {
                    tables.put(place.region(), table);
                }
            }
            return tables;
        } finally {
            changing.unlock();
        }
    }

    /**
     * What a table still owed to a region that left the global table is not for the one that may
     * come in its place. Those who are no replicas now get no new notes while the catalog is held.
     */
    private void forgetWhoLeft(List<Namespace> places, String name) {
        for (Namespace place : places) {
            LiveTable table = snapshot.find(place, name);
            for (Namespace other : places) {
                if (table != null
                        && !other.equals(place)
                        && !table.replicaRegions().contains(other.region())) {
                    ReplicaQueue.forget(store, table.space(), other.region());
                }
            }
        }
    }

    /**
     * What a replica that leaves has brought to some of the others, another one brings to the rest:
     * those who stay shall become equal.
     */
    private void handOver(List<Namespace> places, String name, RegionsEdit edit) {
        Map<String, LiveTable> tables = new LinkedHashMap<>();
        Map<String, TableDescription> before = new LinkedHashMap<>();
        for (Namespace place : places) {
            find(place, name)
                    .ifPresent(table -> {
                        tables.put(place.region(), table);
                        before.put(place.region(), table.description());
                    });
        }
        if (tables.values().stream().allMatch(table -> table.replicaRegions().isEmpty())) {
            return;
        }
        Map<String, TableDescription> after = edit.apply(before);
        for (LiveTable table : tables.values()) {
            for (String region : table.replicaRegions()) {
                if (!owes(after, table.region(), region)) {
                    tables.values().stream()
                            .filter(heir -> owes(after, heir.region(), region))
                            .findFirst()
                            .ifPresent(heir ->
                                    ReplicaQueue.copyNotes(
                                            store,
                                            table.space(),
                                            region,
                                            heir.space(),
                                            region,
                                            note -> true));
                }
            }
        }
    }

    private static boolean owes(Map<String, TableDescription> tables, String from, String to) {
        return tables.containsKey(from)
                && Replication.of(tables.get(from))
                        .filter(replication -> replication.regions().contains(to))
                        .isPresent();
    }

    private List<Optional<TableRecord>> edited(
            List<Namespace> places,
            String name,
            List<Optional<TableRecord>> before,
            RegionsEdit edit,
            SpaceNumbers numbers) {
        Map<String, TableDescription> descriptions = new LinkedHashMap<>();
        for (int i = 0; i < places.size(); i++) {
            if (isThere(before.get(i))) {
                descriptions.put(places.get(i).region(), before.get(i).get().description());
            }
        }
        Map<String, TableDescription> changed = edit.apply(descriptions);
        List<Optional<TableRecord>> after = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Namespace place = places.get(i);
            TableDescription description = changed.get(place.region());
            if (description == null) {
                after.add(Optional.empty());
            } else if (isThere(before.get(i))) {
                after.add(Optional.of(before.get(i).get().with(description, numbers)));
            } else {
                TableDescription created = identified(place, description);
                after.add(Optional.of(TableRecord.create(place, created, numbers)));
            }
        }
        return after;
    }

    /**
     * Commits a change of the tables of one name, while all their writers wait outside.
     *
     * @param before what is to be done before, when they already wait; if it says no, nothing
     *     changes
     */
    private void changeAll(
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
        commits.forEach(commit -> drop(commit.dropped()));
        if (commits.stream().anyMatch(CatalogCommit::isChange)) {
            changed.run();
        }
    }

    /** Makes a new replica of a table active: it has all items that the table had before it. */
    public void filled(LiveTable source, String region) {
        updateRegions(
                source.namespace(),
                source.name(),
                Set.of(source.region(), region),
                before -> {
                    Map<String, TableDescription> after = new LinkedHashMap<>(before);
                    after.computeIfPresent(
                            source.region(),
                            (place, table) ->
                                    Replication.of(table)
                                            .map(replication -> replication.filled(region))
                                            .map(replication -> replication.in(table))
                                            .orElse(table));
                    after.computeIfPresent(
                            region,
                            (place, table) ->
                                    table.toBuilder()
                                            .transition(transition(TableStatus.CREATING))
                                            .build());
                    return after;
                });
    }

    /** Commits a change of one table, while its writers wait outside. */
    private CatalogCommit change(Namespace namespace, String name, CatalogCommit.Edit edit) {
        assert changing.isHeldByCurrentThread();
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
        drop(commit.dropped());
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
        long version = versionAfter(commit);
        if (commit.after().isEmpty()) {
            gate.replace(null);
            snapshot = snapshot.without(version, namespace, name, commit.retired());
            return;
        }
        TableRecord record = commit.after().get();
        boolean isAnother = old != null && old.space() != record.space();
        if (isAnother) {
            gate.replace(null);
        }
        LiveTable table = new LiveTable(record, isAnother ? newGate() : gate);
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

    /** Deletes what spaces hold, and then the note that says so. */
    private void drop(List<Integer> spaces) {
        for (int space : spaces) {
            store.dropSpace(space);
            RowKey note = CatalogRows.dropped(space);
            store.update(
                    List.of(note),
                    (rows, batch) -> {
                        batch.delete(note);
                        return space;
                    });
        }
    }

    private List<Integer> droppedSpaces() {
        List<Integer> spaces = new ArrayList<>();
        byte[] partition = CatalogRows.dropped(0).partition();
        store.range(
                RowRange.all(Layout.CATALOG_SPACE, partition, Layout.CATALOG_DROPPED_KIND, false),
                Consistency.STRONG,
                (key, row) -> spaces.add(CatalogRows.droppedSpace(key)));
        return spaces;
    }

    /** Removes the tables and indexes whose deletion is over. */
    private void finishDeletions() {
        if (!snapshot.isDeleting()) {
            return;
        }
        changing.lock();
        try {
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
        } finally {
            changing.unlock();
        }
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
        List<TableRecord> records = new ArrayList<>();
        store.scan(
                SpaceScan.all(Layout.CATALOG_SPACE, Layout.CATALOG_TABLE_KIND),
                Consistency.STRONG,
                (key, row) -> records.add(TableRecordCodec.decode(row.payload())));
        List<RetiredLog> retired = new ArrayList<>();
        store.scan(
                SpaceScan.all(Layout.CATALOG_SPACE, Layout.CATALOG_RETIRED_KIND),
                Consistency.STRONG,
                (key, row) -> retired.add(ChangeLogCodec.decode(row.payload())));
        CatalogSnapshot old = snapshot;
        List<LiveTable> tables = new ArrayList<>();
        for (TableRecord record : records) {
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

    private static LiveTable replaced(TableRecord record, TableGate gate) {
        LiveTable table = new LiveTable(record, gate);
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
