package stator.database.change;

import java.time.Clock;
import java.util.function.BiFunction;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.log.ChangeLog;
import stator.database.log.RetiredLog;
import stator.database.log.Shard;
import stator.database.log.SpaceNumbers;
import stator.database.settings.ChangeLogSettings;
import stator.database.walk.BackgroundWork;

/**
 * Lets the shards of change logs come and go: continues those that are old, splits those that take
 * too much, and drops what is too old or no longer wanted, whole shards at a time.
 */
public final class ShardKeeper implements BackgroundWork.Chore {
    /** For how long records are counted, at most, before a shard is found to take too many. */
    public static final long COUNTING_MILLIS = 10_000;

    /** A table's changes are divided among so many open shards at most. */
    static final int OPEN_SHARDS_MAX = 64;

    private static final long SECOND_MILLIS = 1_000;

    private final Catalog catalog;
    private final ShardReader changes;
    private final ChangeLogSettings settings;
    private final Clock clock;

    /** Since when records are being counted. Only for the thread that does steps. */
    private long countingSince;

    public ShardKeeper(
            Catalog catalog, ShardReader changes, ChangeLogSettings settings, Clock clock) {
        this.catalog = catalog;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
        countingSince = clock.millis();
    }

    /** Looks after all logs; costs nothing where no changes are wanted. */
    @Override
    public long step() {
        long now = clock.millis();
        boolean counted = now - countingSince >= countingMillis() || now < countingSince;
        long countedMillis = now - countingSince;
        countingSince = counted ? now : countingSince;
        long pause = IDLE;
        for (LiveTable table : catalog.tables()) {
            if (!table.record().log().equals(ChangeLog.EMPTY)) {
                keep(table, now, counted ? countedMillis : 0);
                pause = countingMillis();
            }
        }
        for (RetiredLog retired : catalog.retiredLogs()) {
            pause = Math.min(pause, keep(retired, now));
        }
        return pause;
    }

    /** Shards that live shorter are looked at as often. */
    private long countingMillis() {
        return Math.min(COUNTING_MILLIS, settings.shardLifetimeMillis());
    }

    private long keep(RetiredLog retired, long now) {
        long end = retired.endMillis() + settings.retentionMillis();
        if (now > end) {
            catalog.forget(retired);
            return 0;
        }
        return end - now + 1;
    }

    private void keep(LiveTable table, long now, long countedMillis) {
        ChangeLog log = table.record().log();
        if (!trimmed(table, log, now).equals(log)) {
            changeLog(table, (current, numbers) -> trimmed(table, current, now));
        }
        for (Shard shard : log.openShards()) {
            if (isBusy(table, shard, countedMillis)) {
                changeLog(
                        table,
                        (current, numbers) ->
                                current.openShards().size() < OPEN_SHARDS_MAX
                                        ? current.split(shard, numbers)
                                        : current);
            } else if (now - shard.openedMillis() >= settings.shardLifetimeMillis()
                    && !changes.isEmpty(shard)) {
                changeLog(table, (current, numbers) -> current.roll(shard, numbers));
            }
        }
    }

    private void changeLog(LiveTable table, BiFunction<ChangeLog, SpaceNumbers, ChangeLog> edit) {
        catalog.change(table, (record, numbers) -> record.with(edit.apply(record.log(), numbers)));
    }

    private ChangeLog trimmed(LiveTable table, ChangeLog log, long now) {
        long longest =
                table.description().changeReaders().values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
        return log.trim(now - settings.retentionMillis(), now - longest);
    }

    private static long takeCount(LiveTable table, Shard shard) {
        return table.follower(ChangeRecorder.class)
                .map(recorder -> recorder.takeCount(shard))
                .orElse(0L);
    }

    private boolean isBusy(LiveTable table, Shard shard, long countedMillis) {
        return settings.shardRecordsPerSecondMax() > 0
                && countedMillis > 0
                && takeCount(table, shard) * SECOND_MILLIS
                        > settings.shardRecordsPerSecondMax() * countedMillis;
    }
}
