package stator.database.expiry;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import stator.database.catalog.Catalog;
import stator.database.catalog.Feature;
import stator.database.catalog.Follower;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteResult;
import stator.database.row.DerivedRows;
import stator.database.row.HybridClock;
import stator.storage.Store;

/**
 * Time to live as the database puts it together: what follows tables, and what is done for them.
 */
public final class Expiry implements Feature {
    /** Between two rounds of deletions, if any table has an expiry. */
    public static final long ROUND_MILLIS = ExpirySweeper.ROUND_MILLIS;

    private final Store store;
    private final HybridClock versions;
    private final Clock clock;
    private final LongSupplier tickingNanos;
    private final long delaySeconds;
    private final ExpiryAlarms alarms = new ExpiryAlarms();
    private ExpiryBuilder builder;
    private ExpirySweeper sweeper;

    /**
     * What follows tables from now on; the rest begins with {@link #begin}.
     *
     * @param tickingNanos a clock that only ticks and is never set
     * @param delaySeconds how long to leave items that have expired
     */
    public Expiry(
            Store store,
            HybridClock versions,
            Clock clock,
            LongSupplier tickingNanos,
            long delaySeconds) {
        this.store = store;
        this.versions = versions;
        this.clock = clock;
        this.tickingNanos = tickingNanos;
        this.delaySeconds = delaySeconds;
    }

    /**
     * Begins, once there is a catalog.
     *
     * @param writer applies deletions, each by itself
     */
    public void begin(
            Catalog catalog,
            Function<List<TargetedWrite>, List<WriteResult>> writer,
            int batchEntriesMax) {
        assert builder == null : "Begun already";
        builder = new ExpiryBuilder(store, versions, catalog, batchEntriesMax);
        sweeper =
                new ExpirySweeper(
                        store, catalog, alarms, writer, clock, tickingNanos, delaySeconds);
    }

    @Override
    public Optional<Follower> follower(TableEntry table) {
        return alarms.follower(table);
    }

    @Override
    public Optional<DerivedRows> derived(LiveTable table) {
        return ExpiryIndex.of(table).map(ExpiryRows::new);
    }

    /** Does one step of adding older items to expiry indexes. */
    public long fill() {
        return builder.step();
    }

    /** Does one step of deleting what has expired. */
    public long sweep() {
        return sweeper.step();
    }

    /** Deletes all that has expired, on the caller's thread; how many were since it was called. */
    public long removeNow() {
        builder.finish();
        return sweeper.sweepNow();
    }
}
