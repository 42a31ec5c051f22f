package stator.database;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import stator.database.access.KeyAccess;
import stator.database.catalog.Catalog;
import stator.database.catalog.Feature;
import stator.database.catalog.Gates;
import stator.database.catalog.Identities;
import stator.database.catalog.KeySpace;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableGate;
import stator.database.catalog.Transitions;
import stator.database.change.ChangeRecorder;
import stator.database.change.NamedReader;
import stator.database.change.ShardKeeper;
import stator.database.change.ShardReader;
import stator.database.commit.IdempotencyTokens;
import stator.database.commit.IndexLag;
import stator.database.commit.ItemCollections;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.commit.ManyWrites;
import stator.database.commit.TableCounters;
import stator.database.commit.WatchedStore;
import stator.database.expiry.ExpiryAlarms;
import stator.database.expiry.ExpiryBuilder;
import stator.database.expiry.ExpirySweeper;
import stator.database.history.Journal;
import stator.database.history.JournalTrimmer;
import stator.database.history.StoredSnapshot;
import stator.database.item.AccessedKey;
import stator.database.item.IdempotencyToken;
import stator.database.item.ItemVisitor;
import stator.database.item.ItemWrite;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.item.TableKey;
import stator.database.item.TableSnapshot;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.VectorMatch;
import stator.database.item.VectorSearch;
import stator.database.item.WriteCause;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.log.ChangeFeed;
import stator.database.log.Changes;
import stator.database.replication.Arrivals;
import stator.database.replication.FallenReplicas;
import stator.database.replication.RegionsChange;
import stator.database.replication.ReplicaNotes;
import stator.database.replication.Replicator;
import stator.database.replication.StrongWrites;
import stator.database.row.HybridClock;
import stator.database.search.VectorMirrors;
import stator.database.search.VectorSearches;
import stator.database.settings.DatabaseSettings;
import stator.database.settings.ReplicationFaults;
import stator.database.table.Table;
import stator.database.table.TableStatistics;
import stator.database.walk.BackgroundWork;
import stator.database.walk.IndexBuilder;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * Tables of items over a store: the door to everything below it.
 *
 * <p>A write of an item, the entries that it changes in every index, its change record if somebody
 * wants it, and the counters of the table are one commit of the store. Reads never wait for writes.
 */
public final class Database implements AutoCloseable {
    private static final long NAP_MILLIS_MAX = 200;

    private final Store store;
    private final ItemStore itemStore;
    private final HybridClock versions;
    private final Catalog catalog;
    private final Tables tables;
    private final Records records;
    private final IndexLag lag;
    private final VectorMirrors mirrors;
    private final VectorSearches vectors;
    private final ItemCommits commits;
    private final IdempotencyTokens tokens;
    private final IndexBuilder indexBuilder;
    private final ExpiryBuilder expiryBuilder;
    private final JournalTrimmer journalTrimmer;
    private final ExpirySweeper expirySweeper;
    private final ShardReader changes;
    private final ShardKeeper shardKeeper;
    private final BackgroundWork background;
    private final BackgroundWork expiry;
    private final KeyAccess keyAccess = new KeyAccess();
    private final ExpiryAlarms alarms = new ExpiryAlarms();
    private final ReplicationFaults faults;
    private final Replicator replicator;
    private final StrongWrites strongWrites;
    private final BackgroundWork replication;

    private Database(
            Store store,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            LongSupplier tickingNanos,
            int batchEntriesMax) {
        mirrors = new VectorMirrors(settings.vectors());
        this.store = store;
        itemStore = new ItemStore(store, new WatchedStore(store, mirrors));
        versions = new HybridClock(clock, store.highestVersion());
        lag = new IndexLag(store, clock, settings.indexLagMillis());
        vectors = new VectorSearches(store, lag, mirrors);
        commits =
                new ItemCommits(
                        versions,
                        lag,
                        new ItemCollections(store, settings.itemCollectionBytesMax()));
        tokens = new IdempotencyTokens(store, versions);
        records = new Records(store, versions);
        background =
                new BackgroundWork("stator-background", NAP_MILLIS_MAX, this::workInBackground);
        expiry = new BackgroundWork("stator-expiry", ExpirySweeper.ROUND_MILLIS, this::expireItems);
        replication = new BackgroundWork("stator-replication", NAP_MILLIS_MAX, this::replicate);
        faults = new ReplicationFaults(0, replication::wake);
        catalog = Catalog.open(itemStore.watched(), clock, versions, features(), this::wake);
        Identities identities = new Identities(clock, random);
        Transitions transitions = new Transitions(settings, clock);
        RegionsChange regions = new RegionsChange(store, catalog, identities, transitions);
        tables = new Tables(catalog, regions, identities, transitions);
        indexBuilder = new IndexBuilder(store, versions, catalog, clock, batchEntriesMax);
        changes = new ShardReader(store, catalog, settings.changeLog(), clock);
        shardKeeper = new ShardKeeper(catalog, changes, settings.changeLog(), clock);
        journalTrimmer = new JournalTrimmer(store, catalog, clock);
        expiryBuilder = new ExpiryBuilder(store, versions, catalog, batchEntriesMax);
        expirySweeper =
                new ExpirySweeper(
                        store,
                        catalog,
                        alarms,
                        this::writeEach,
                        clock,
                        tickingNanos,
                        settings.expiryDelaySeconds());
        Arrivals arrivals = new Arrivals(itemStore, commits, versions);
        FallenReplicas fallen = new FallenReplicas(regions, faults, arrivals);
        replicator =
                new Replicator(
                        itemStore.plain(),
                        catalog,
                        regions,
                        arrivals,
                        fallen,
                        versions,
                        clock,
                        faults);
        strongWrites = new StrongWrites(itemStore, catalog, commits, versions, faults, fallen);
    }

    /** What can follow the changes of items, each in a package of its own. */
    private List<Feature> features() {
        return List.of(
                table -> ReplicaNotes.of(table, replication::wake),
                alarms,
                Journal::of,
                ChangeRecorder::of);
    }

    private void wake() {
        background.wake();
        expiry.wake();
        replication.wake();
    }

    /**
     * Opens the database in a store, which it closes in the end.
     *
     * @param random where table ids come from
     */
    public static Database open(
            Store store, DatabaseSettings settings, Clock clock, RandomGenerator random) {
        Database database =
                new Database(
                        store,
                        settings,
                        clock,
                        random,
                        System::nanoTime,
                        IndexBuilder.BATCH_ENTRIES);
        database.background.start();
        database.expiry.start();
        database.replication.start();
        return database;
    }

    /**
     * Opens the database without its threads, for who calls {@link #workInBackground} and {@link
     * #expireItems} himself.
     *
     * @param tickingNanos a clock that nobody sets
     * @param batchEntriesMax how many index entries one step adds at most
     */
    static Database openIdle(
            Store store,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            LongSupplier tickingNanos,
            int batchEntriesMax) {
        return new Database(store, settings, clock, random, tickingNanos, batchEntriesMax);
    }

    /** What is kept beside the tables. */
    public Records records() {
        return records;
    }

    /** The tables. */
    public Tables tables() {
        return tables;
    }

    /** The tables as the database works with them. */
    Catalog catalog() {
        return catalog;
    }

    /** The changes of tables for a reader of that name, who keeps here how far he is. */
    public ChangeFeed changeFeed(String reader) {
        return new NamedReader(store, changes, versions, reader);
    }

    /** The changes of the tables. */
    public Changes changes() {
        return changes;
    }

    ShardReader shardReader() {
        return changes;
    }

    /** One item. */
    public Optional<Item> get(Table shown, Item key, Consistency consistency) {
        LiveTable table = LiveTable.of(shown);
        keyAccess.item(table, key);
        requireReadable(table, consistency);
        return item(store.get(table.itemKey(key), consistency));
    }

    /** Strongly consistent replicas answer for all of them. */
    private void requireReadable(LiveTable table, Consistency consistency) {
        if (table.isStrong() && consistency == Consistency.STRONG) {
            strongWrites.requireReadable(table);
        }
    }

    /**
     * The items of a transaction, as they stood at one moment, in the order of the keys.
     *
     * @throws ApiException if a table has no transactions
     */
    public List<Optional<Item>> getTogether(List<TableKey> keys) {
        keys.forEach(key -> LiveTable.of(key.table()).requireTransactions());
        return getAll(keys, Consistency.STRONG);
    }

    /** Some items as they stood at one moment, in the order of the keys. */
    public List<Optional<Item>> getAll(List<TableKey> keys, Consistency consistency) {
        keys.stream()
                .map(key -> LiveTable.of(key.table()))
                .distinct()
                .forEach(table -> requireReadable(table, consistency));
        List<RowKey> rowKeys = new ArrayList<>(keys.size());
        for (TableKey key : keys) {
            LiveTable table = LiveTable.of(key.table());
            keyAccess.item(table, key.key());
            rowKeys.add(table.itemKey(key.key()));
        }
        List<Optional<Item>> items = new ArrayList<>(keys.size());
        for (Optional<Row> row : store.getAll(rowKeys)) {
            items.add(item(row));
        }
        return items;
    }

    private static Optional<Item> item(Optional<Row> row) {
        return row.isEmpty() ? Optional.empty() : Optional.of(Item.wrap(row.get().payload()));
    }

    /**
     * Decides and applies one write, atomically with everything that follows from it.
     *
     * @param key has the table's key attributes with valid values; others are ignored
     */
    public WriteOutcome write(Table table, Item key, ItemWrite write) {
        return write(LiveTable.of(table), key, write, WriteCause.USER);
    }

    /** Decides and applies one write, on whosever behalf it is. */
    public WriteOutcome write(TargetedWrite write) {
        return write(LiveTable.of(write.table()), write.key(), write.write(), write.cause());
    }

    private WriteOutcome write(LiveTable table, Item key, ItemWrite write, WriteCause cause) {
        keyAccess.item(table, key);
        Optional<WriteOutcome> outcome = writeAlone(table, key, write, cause);
        return outcome.isPresent()
                ? outcome.get()
                : outcome(eachIn(table, List.of(new TargetedWrite(table, key, write, cause))));
    }

    private static WriteOutcome outcome(List<WriteResult> results) {
        return switch (results.getFirst()) {
            case WriteResult.Done done -> done.outcome();
            case WriteResult.Failed failed -> throw failed.cause();
        };
    }

    /** Empty if that would not do: strongly consistent replicas are written together. */
    private Optional<WriteOutcome> writeAlone(
            LiveTable table, Item key, ItemWrite write, WriteCause cause) {
        TableGate gate = table.gate();
        long stamp = gate.enter();
        try {
            LiveTable current = gate.current();
            if (current.isStrong()) {
                return Optional.empty();
            }
            RowKey rowKey = current.itemKey(key);
            Store target = itemStore.of(current);
            return Optional.of(
                    current.isRecorded()
                            ? gate.inFlight()
                                    .during(() ->
                                            commits.one(target, current, rowKey, write, cause))
                            : commits.one(target, current, rowKey, write, cause));
        } finally {
            gate.exit(stamp);
        }
    }

    /** Applies several writes, each by itself, in order, and waits for all of them at once. */
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        writes.forEach(write -> keyAccess.item(LiveTable.of(write.table()), write.key()));
        return eachAlone(writes).orElseGet(() -> eachByTable(writes));
    }

    /** Empty if that would not do: strongly consistent replicas are written together. */
    private Optional<List<WriteResult>> eachAlone(List<TargetedWrite> writes) {
        return within(
                writes,
                gates -> {
                    if (gates.leadToStrong()) {
                        return Optional.empty();
                    }
                    List<WriteResult> results = manyWrites().each(writes);
                    if (results.stream().anyMatch(WriteResult::isUnknown)) {
                        gates.doubt();
                    }
                    return Optional.of(results);
                });
    }

    private List<WriteResult> eachByTable(List<TargetedWrite> writes) {
        Map<TableGate, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < writes.size(); i++) {
            positions
                    .computeIfAbsent(
                            LiveTable.of(writes.get(i).table()).gate(), gate -> new ArrayList<>())
                    .add(i);
        }
        WriteResult[] results = new WriteResult[writes.size()];
        for (List<Integer> ofTable : positions.values()) {
            List<TargetedWrite> together = ofTable.stream().map(writes::get).toList();
            List<WriteResult> done = eachIn(LiveTable.of(together.getFirst().table()), together);
            for (int i = 0; i < done.size(); i++) {
                results[ofTable.get(i)] = done.get(i);
            }
        }
        return List.of(results);
    }

    /** Replicas may become strongly consistent, or cease to be, until the gates are entered. */
    private List<WriteResult> eachIn(LiveTable table, List<TargetedWrite> writes) {
        try {
            while (true) {
                Optional<List<WriteResult>> results =
                        strongWrites.each(table, writes).or(() -> eachAlone(writes));
                if (results.isPresent()) {
                    return results.get();
                }
            }
        } catch (ApiException refused) {
            return writes.stream()
                    .map(write -> (WriteResult) new WriteResult.Failed(refused))
                    .toList();
        }
    }

    /** Applies several writes to different items, all or none. */
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        writes.forEach(write -> keyAccess.item(LiveTable.of(write.table()), write.key()));
        return within(writes, gates -> manyWrites().all(writes));
    }

    /**
     * Applies several writes to different items, all or none, and once for each token: the token is
     * kept in the same commit.
     */
    public TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        writes.forEach(write -> keyAccess.item(LiveTable.of(write.table()), write.key()));
        Optional<IdempotencyTokens.Use> begun = tokens.use(token);
        if (begun.isEmpty()) {
            return new TransactionOutcome.InProgress();
        }
        try (IdempotencyTokens.Use use = begun.get()) {
            return within(writes, gates -> manyWrites().once(writes, use));
        }
    }

    private ManyWrites manyWrites() {
        return new ManyWrites(itemStore, commits);
    }

    private <R> R within(List<TargetedWrite> writes, Function<Gates, R> work) {
        Gates gates = Gates.enter(writes);
        try {
            return work.apply(gates);
        } catch (StoreException.OutcomeUnknown e) {
            gates.doubt();
            throw e;
        } finally {
            gates.exit();
        }
    }

    /** Shows the items of a key range of a table or index, in order, until the visitor stops. */
    public void query(Table shown, QuerySpec spec, ItemVisitor visitor) {
        LiveTable table = LiveTable.of(shown);
        keyAccess.partition(table, spec);
        requireReadable(table, spec.consistency());
        Optional<RowRange> range = KeySpace.of(table, spec.index()).range(spec);
        if (range.isEmpty()) {
            return;
        }
        RowVisitor rows = (key, row) -> visitor.visit(Item.wrap(row.payload()));
        if (isGlobal(table, spec.index())) {
            lag.range(range.get(), spec.consistency(), rows);
        } else {
            store.range(range.get(), spec.consistency(), rows);
        }
    }

    /** The items of a vector index that are nearest to a vector, the nearest first. */
    public List<VectorMatch> search(Table shown, VectorSearch search) {
        LiveTable table = LiveTable.of(shown);
        return vectors.search(table, search);
    }

    VectorMirrors mirrors() {
        return mirrors;
    }

    /** Shows the items of a table or index until the visitor stops. */
    public void scan(Table shown, ScanSpec spec, ItemVisitor visitor) {
        LiveTable table = LiveTable.of(shown);
        requireReadable(table, spec.consistency());
        SpaceScan scan = KeySpace.of(table, spec.index()).scan(spec);
        RowVisitor rows = (key, row) -> visitor.visit(Item.wrap(row.payload()));
        if (isGlobal(table, spec.index())) {
            lag.scan(scan, spec.consistency(), rows);
        } else {
            store.scan(scan, spec.consistency(), rows);
        }
    }

    private static boolean isGlobal(LiveTable table, String index) {
        return !index.isEmpty() && table.secondaryIndex(index).description().isGlobal();
    }

    /** Whether the start key of a scan lies in the segment that the scan reads. */
    public boolean startsInSegment(Table shown, ScanSpec spec) {
        LiveTable table = LiveTable.of(shown);
        return spec.exclusiveStart().isEmpty()
                || KeySpace.of(table, spec.index()).startsInSegment(spec);
    }

    /**
     * The items of a table as they stand at this moment.
     *
     * @return empty if the table is gone
     */
    public Optional<TableSnapshot> snapshot(Table shown) {
        LiveTable table = LiveTable.of(shown);
        TableGate gate = table.gate();
        long stamp = gate.enter();
        try {
            return gate.find()
                    .map(current ->
                            new StoredSnapshot(current, versions.millis(), store.snapshot()));
        } finally {
            gate.exit(stamp);
        }
    }

    /**
     * The keys that were accessed most since the server started, if that is counted.
     *
     * @param index empty for the table
     * @param whole whether whole keys are meant, and not partition keys
     */
    public List<AccessedKey> accessedKeys(Table shown, String index, boolean whole, int limit) {
        LiveTable table = LiveTable.of(shown);
        return keyAccess.top(table, index, whole, limit);
    }

    /** What a table and its indexes hold. */
    public TableStatistics statistics(Table shown) {
        LiveTable table = LiveTable.of(shown);
        return TableCounters.read(store, table);
    }

    /**
     * Waits until the items of a table are in all its indexes, those apart whose time has not come.
     *
     * @param patience how long at most; what is not done then goes on
     */
    public void awaitIndexes(Table shown, Duration patience) {
        LiveTable table = LiveTable.of(shown);
        background.wake();
        indexBuilder.await(table.namespace(), table.name(), patience);
    }

    /** What goes wrong between regions on purpose. */
    public ReplicationFaults replicationFaults() {
        return faults;
    }

    /** How many writes of a replica wait to be brought to each of the others; 10000 may be more. */
    public Map<String, Long> replicationBacklog(Table shown) {
        LiveTable table = LiveTable.of(shown);
        return replicator.backlog(table);
    }

    /**
     * Waits until the other replicas have what a replica has, as far as faults allow.
     *
     * @param patience how long at most
     * @return whether they have
     */
    public boolean awaitReplication(Table shown, Duration patience) {
        LiveTable table = LiveTable.of(shown);
        replication.wake();
        return replicator.await(table, patience);
    }

    /**
     * Waits until a replica has brought to others what was written in it before now, whatever
     * faults stand in the way.
     *
     * @param patience how long at most
     * @return whether it has
     */
    public boolean awaitReplication(Table shown, Collection<String> regions, Duration patience) {
        LiveTable table = LiveTable.of(shown);
        replication.wake();
        return replicator.await(table, regions, patience);
    }

    /** Does one step of replication, as {@link #workInBackground} does of the rest. */
    long replicate() {
        return replicator.step();
    }

    /**
     * Does one step of what happens in the background.
     *
     * @return after how many milliseconds there is more, or {@link BackgroundWork.Chore#IDLE}
     */
    long workInBackground() {
        long pause = Math.min(indexBuilder.step(), expiryBuilder.step());
        pause = Math.min(pause, journalTrimmer.step());
        return Math.min(pause, shardKeeper.step());
    }

    /**
     * Deletes some of the items whose time to live is over.
     *
     * @return after how many milliseconds there may be more, or {@link BackgroundWork.Chore#IDLE}
     */
    long expireItems() {
        return expirySweeper.step();
    }

    /**
     * Deletes all items of all namespaces whose time to live is over, whatever the settings say
     * about when that happens by itself.
     *
     * @return how many were deleted because of their age since this was called last, by itself or
     *     by this call
     */
    public long removeExpiredItems() {
        expiryBuilder.finish();
        return expirySweeper.sweepNow();
    }

    Store store() {
        return store;
    }

    @Override
    public void close() {
        background.close();
        expiry.close();
        replication.close();
        mirrors.close();
        store.close();
    }
}
