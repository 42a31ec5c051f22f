package stator.database;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import stator.database.catalog.Catalog;
import stator.database.catalog.Feature;
import stator.database.change.ChangeRecorder;
import stator.database.change.NamedReader;
import stator.database.change.ShardKeeper;
import stator.database.change.ShardReader;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.commit.WatchedStore;
import stator.database.expiry.Expiry;
import stator.database.history.Journal;
import stator.database.history.JournalTrimmer;
import stator.database.log.ChangeFeed;
import stator.database.log.Changes;
import stator.database.outbox.OutboxStore;
import stator.database.replication.StrongWrites;
import stator.database.row.HybridClock;
import stator.database.row.TrustedClock;
import stator.database.search.VectorMirrors;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Table;
import stator.database.walk.BackgroundWork;
import stator.database.walk.IndexBuilder;
import stator.storage.Capabilities;
import stator.storage.Store;

/**
 * Tables of items over a store: puts the parts together, and names the doors to them.
 *
 * <p>What happens in the background is done by three threads: one for indexes, journals and shards,
 * one for items that expire, one for replication.
 */
public final class Database implements AutoCloseable {
    private static final long NAP_MILLIS_MAX = 200;

    private final Store store;
    private final HybridClock versions;
    private final List<Feature> features;
    private final Catalog catalog;
    private final Tables tables;
    private final Items items;
    private final Documents documents;
    private final Regions regions;
    private final VectorMirrors mirrors;
    private final ShardReader changes;
    private final Expiry expiry;
    private final IndexBuilder indexBuilder;
    private final List<BackgroundWork.Chore> chores;
    private final BackgroundWork background;
    private final BackgroundWork expiring;
    private final TrustedClock trusted;
    private final Checks checks;

    /** Empty over an engine that commits everything itself; so is {@link #tidying}. */
    private final Optional<OutboxStore> outbox;

    private final Optional<BackgroundWork> tidying;

    private Database(
            Store engine,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            LongSupplier tickingNanos,
            int batchEntriesMax) {
        mirrors = new VectorMirrors(settings.vectors());
        versions = new HybridClock(clock, engine.highestVersion());
        outbox = outbox(engine);
        Store store = outbox.isPresent() ? outbox.get() : engine;
        this.store = store;
        trusted = new TrustedClock(clock, tickingNanos);
        background =
                new BackgroundWork("stator-background", NAP_MILLIS_MAX, this::workInBackground);
        expiring = new BackgroundWork("stator-expiry", Expiry.ROUND_MILLIS, this::expireItems);
        tidying =
                outbox.map(rows ->
                        new BackgroundWork("stator-outbox", OutboxStore.TIDY_MILLIS, rows::tidy));
        regions = new Regions(NAP_MILLIS_MAX);
        expiry = new Expiry(store, versions, clock, tickingNanos, settings.expiryDelaySeconds());

        features = List.of(regions.fronts(), expiry, Journal::of, ChangeRecorder::of);
        ItemStore itemStore = new ItemStore(store, new WatchedStore(store, mirrors));
        catalog = Catalog.open(itemStore.watched(), clock, versions, features, this::wake);
        tables = new Tables(store, catalog, settings, clock, random, regions.fronts());
        ItemCommits commits = ItemCommits.of(store, settings, versions, clock);
        StrongWrites strong =
                regions.begin(
                        itemStore,
                        catalog,
                        tables.regions(),
                        commits,
                        versions,
                        clock,
                        batchEntriesMax);
        items = new Items(itemStore, commits, strong, versions, trusted, mirrors);
        documents = new Documents(store, versions);

        expiry.begin(catalog, items::writeEach, batchEntriesMax);
        changes = new ShardReader(store, catalog, settings.changeLog(), trusted);
        indexBuilder = new IndexBuilder(store, versions, catalog, clock, batchEntriesMax);
        chores =
                List.of(
                        indexBuilder,
                        expiry::fill,
                        new JournalTrimmer(store, catalog, trusted),
                        new ShardKeeper(catalog, changes, settings.changeLog(), trusted));
        checks = new Checks(this::check);
    }

    /** Where commits reach one partition, what follows from them leaves it by an outbox. */
    private Optional<OutboxStore> outbox(Store engine) {
        return engine.capabilities().atomicScope() == Capabilities.AtomicScope.PARTITION
                ? Optional.of(OutboxStore.open(engine, versions::next))
                : Optional.empty();
    }

    private void wake() {
        background.wake();
        expiring.wake();
        regions.wake();
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
                        store, settings, clock, random, ticking(clock), IndexBuilder.BATCH_ENTRIES);
        database.background.start();
        database.expiring.start();
        database.regions.start();
        database.tidying.ifPresent(BackgroundWork::start);
        return database;
    }

    /**
     * A clock that only ticks and is never set. A clock of the caller's own is set on purpose, and
     * is believed as it is.
     */
    private static LongSupplier ticking(Clock clock) {
        return clock.equals(Clock.systemUTC())
                ? System::nanoTime
                : () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    /** The wall clock, without leaps forward: to delete by what is too old. */
    public Clock trustedClock() {
        return trusted;
    }

    /**
     * The time by which changes are ordered: that of the wall clock, but never before the newest
     * change. For whoever says between which times something can be found again.
     */
    public long nowMillis() {
        return versions.millis();
    }

    /**
     * Opens the database without its threads, for a caller that calls {@link #workInBackground},
     * {@link #expireItems} and {@link #replicate} itself.
     *
     * @param tickingNanos a clock that only ticks and is never set
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

    /** Whether reads may be tried where nobody may wait: see {@link Store#atOnce}. */
    public boolean readsAtOnce() {
        return store.atOnce().isPresent();
    }

    /** Whether calls may wait for a disk or a network: the store says so. */
    public boolean blocking() {
        return store.capabilities().blocking();
    }

    /** The items of the tables. */
    public Items items() {
        return items;
    }

    /** The tables. */
    public Tables tables() {
        return tables;
    }

    /** The changes of the tables. */
    public Changes changes() {
        return changes;
    }

    /** The changes of the tables for a named reader; its position is kept in the store. */
    public ChangeFeed changeFeed(String reader) {
        return new NamedReader(store, changes, versions, reader);
    }

    /** What goes on between the regions of global tables. */
    public Regions regions() {
        return regions;
    }

    /**
     * How late derived changes are; empty if the engine commits them with what they follow from.
     */
    public Optional<OutboxLag> outboxLag() {
        return outbox.map(OutboxLag::of);
    }

    /** What is kept beside the tables. */
    public Documents documents() {
        return documents;
    }

    /**
     * Waits until the items of a table are in all its indexes, except those whose time has not
     * come.
     *
     * @param patience how long at most; what is not done then goes on
     */
    public void awaitIndexes(Table table, Duration patience) {
        background.wake();
        indexBuilder.await(table.namespace(), table.name(), patience);
    }

    /**
     * Deletes all items of all namespaces whose time to live is over, whatever the settings say
     * about when that happens by itself.
     *
     * @return how many were deleted because of their age since this was called last, by itself or
     *     by this call
     */
    public long removeExpiredItems() {
        return expiry.removeNow();
    }

    /**
     * Does one step of what happens in the background.
     *
     * @return after how many milliseconds there is more, or {@link BackgroundWork.Chore#IDLE}
     */
    long workInBackground() {
        long pause = BackgroundWork.Chore.IDLE;
        for (BackgroundWork.Chore chore : chores) {
            pause = Math.min(pause, chore.step());
        }
        outbox.ifPresent(OutboxStore::tidy);
        return pause;
    }

    /** Deletes some of the items whose time to live is over, as {@link #workInBackground}. */
    long expireItems() {
        return expiry.sweep();
    }

    /** Does one step of replication, as {@link #workInBackground}. */
    long replicate() {
        return regions.step();
    }

    /** Checks of all tables while they are read and written. */
    public Checks checks() {
        return checks;
    }

    /** A check of all tables, which has not begun. */
    DatabaseCheck check() {
        return new DatabaseCheck(store, catalog, features);
    }

    Catalog catalog() {
        return catalog;
    }

    ShardReader shardReader() {
        return changes;
    }

    VectorMirrors mirrors() {
        return mirrors;
    }

    Store store() {
        return store;
    }

    @Override
    public void close() {
        checks.close();
        background.close();
        expiring.close();
        regions.close();
        tidying.ifPresent(BackgroundWork::close);
        mirrors.close();
        store.close();
    }
}
