package stator.database.expiry;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.item.ItemWrite;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteCause;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.database.row.RowPage;
import stator.database.row.TrustedClock;
import stator.database.settings.DatabaseSettings;
import stator.database.table.TableStatus;
import stator.database.table.TimeToLive;
import stator.database.walk.BackgroundWork;
import stator.model.ApiException;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * Deletes items whose time is over.
 *
 * <p>Of each table it knows a second before which nothing expires, so that an idle round compares
 * two numbers and does not touch the store. Writers lower that second after their commits. When it
 * has come, one look at the {@link ExpiryIndex} shows what has expired, in the order in which it
 * did, and else what expires next. Should a writer have failed in between, a look every few minutes
 * finds what it left.
 *
 * <p>Items are deleted in batches, each by a write of its own, which looks again whether that item
 * still expires at that second: one that was changed meanwhile stays. Nothing of a sweep is kept,
 * so after a crash it simply begins again.
 *
 * <p>AWS's rule: an item expires when the time of day passes its second, unless that was more than
 * five years ago; those items stay. (AWS takes up to days to delete it.) The clock is a {@link
 * TrustedClock}, except for a sweep that a caller asks for.
 */
public final class ExpirySweeper implements BackgroundWork.Chore {
    private static final System.Logger LOG = System.getLogger("stator.database");

    /** How old an expiry may be: 365 days a year. */
    static final long AGE_SECONDS_MAX = 5 * 365 * 86_400L;

    public static final int BATCH_ITEMS = 100;

    private static final RowPage.Limits BATCH = RowPage.Limits.of(BATCH_ITEMS, Long.MAX_VALUE);

    /** Between two rounds, if any table has an expiry: how late an item may be deleted. */
    public static final long ROUND_MILLIS = 1_000;

    /** After how long each table is looked at, even if no writer said anything. */
    static final long LOOK_MILLIS = 300_000;

    private static final WriteCause EXPIRED = new WriteCause.TimeToLive();

    private final Store store;
    private final Catalog catalog;
    private final Function<List<TargetedWrite>, List<WriteResult>> writer;
    private final Clock clock;
    private final TrustedClock trusted;
    private final long delaySeconds;

    private final ExpiryAlarms alarms;

    /** Lets one batch be swept after the other. Taken before any gate. */
    private final ReentrantLock sweeping = new ReentrantLock();

    private final AtomicLong removed = new AtomicLong();

    /** Only for the background's thread. */
    private boolean saidDoubts;

    /**
     * @param writer applies the deletions, each by itself
     * @param delaySeconds how long to leave items that have expired; {@link
     *     DatabaseSettings#UNLIMITED} to delete them only when asked
     */
    public ExpirySweeper(
            Store store,
            Catalog catalog,
            ExpiryAlarms alarms,
            Function<List<TargetedWrite>, List<WriteResult>> writer,
            Clock clock,
            LongSupplier tickingNanos,
            long delaySeconds) {
        this.store = store;
        this.catalog = catalog;
        this.alarms = alarms;
        this.writer = writer;
        this.clock = clock;
        trusted = new TrustedClock(clock, tickingNanos);
        this.delaySeconds = delaySeconds;
    }

    /** Deletes a batch of each table in which something has expired. */
    @Override
    public long step() {
        long pause = IDLE;
        Set<Integer> spaces = new HashSet<>();
        for (LiveTable table : catalog.tables()) {
            ExpiryIndex index = ExpiryIndex.of(table).orElse(null);
            if (index != null) {
                spaces.add(index.space());
                pause = Math.min(pause, step(table, index));
            }
        }
        alarms.retain(spaces);
        if (spaces.isEmpty()) {
            trusted.believe();
        }
        return pause;
    }

    private long step(LiveTable table, ExpiryIndex index) {
        long now = trusted.millis();
        sayDoubts();
        if (delaySeconds == DatabaseSettings.UNLIMITED || !isSwept(table, now)) {
            return ROUND_MILLIS;
        }
        ExpiryAlarms.Alarm alarm = alarms.of(index);
        boolean wasFilling = alarm.filling;
        alarm.filling = !index.isFilled();
        if (wasFilling || alarm.filling || Math.abs(now - alarm.lookedMillis) >= LOOK_MILLIS) {
            alarm.lookedMillis = now;
            alarm.lower(ExpiryAlarms.UNKNOWN);
        }
        long last = now / 1_000 - delaySeconds;
        if (alarm.dueSeconds() > last) {
            return ROUND_MILLIS;
        }
        sweeping.lock();
        try {
            return sweepBatch(table, index, alarm, last) ? 0 : ROUND_MILLIS;
        } finally {
            sweeping.unlock();
        }
    }

    /**
     * Whether items of a table are to be deleted. Of a global table, one replica does that, and the
     * others hear of it as of any other write.
     */
    private static boolean isSwept(LiveTable table, long nowMillis) {
        if (!TimeToLive.of(table.description()).isSettledAt(nowMillis)
                || table.statusAt(nowMillis) == TableStatus.CREATING) {
            return false;
        }
        return table.replicaRegions().stream()
                .filter(region -> !table.isFilling(region))
                .allMatch(region -> table.region().compareTo(region) < 0);
    }

    private void sayDoubts() {
        if (trusted.doubts() && !saidDoubts) {
            LOG.log(
                    Level.WARNING,
                    "The clock leapt forward. Items that expire by the new time are deleted once"
                            + " it has stood for ten minutes.");
        }
        saidDoubts = trusted.doubts();
    }

    /**
     * Deletes everything in all tables that has expired by the wall clock, on the caller's thread.
     *
     * @return how many items were removed since this was asked last
     */
    public long sweepNow() {
        long now = clock.millis();
        sweeping.lock();
        try {
            for (LiveTable table : catalog.tables()) {
                if (isSwept(table, now)) {
                    ExpiryIndex.of(table).ifPresent(index -> sweepAll(table, index, now / 1_000));
                }
            }
            return removed.getAndSet(0);
        } finally {
            sweeping.unlock();
        }
    }

    private void sweepAll(LiveTable table, ExpiryIndex index, long last) {
        ExpiryAlarms.Alarm alarm = alarms.of(index);
        alarm.lower(ExpiryAlarms.UNKNOWN);
        while (sweepBatch(table, index, alarm, last)) {
            // There is more.
        }
    }

    /**
     * Deletes some items that have expired. {@link #sweeping} is held.
     *
     * @param last the last second whose items have
     * @return whether there is more: not if others were faster with the whole batch
     */
    private boolean sweepBatch(
            LiveTable table, ExpiryIndex index, ExpiryAlarms.Alarm alarm, long last) {
        assert sweeping.isHeldByCurrentThread();
        long from = alarm.dueSeconds();
        RowKey before = alarm.last;
        alarm.last = null;
        // Writers that commit after the look will lower it again, and a failed sweep must.
        boolean goesOn = alarm.seconds.getAndSet(ExpiryAlarms.NEVER) > from && before != null;
        boolean isDone = false;
        try {
            RowRange range = range(index, from, last);
            List<Expired> expired = look(index, goesOn ? behind(range, before) : range);
            boolean isProgress = delete(table, index, expired) > 0;
            boolean isFull = expired.size() == BATCH_ITEMS;
            if (isFull) {
                alarm.last = expired.getLast().entry;
            } else {
                alarm.lower(next(index, last));
            }
            isDone = true;
            return isFull && isProgress;
        } finally {
            if (!isDone) {
                alarm.lower(from);
            }
        }
    }

    private static RowRange range(ExpiryIndex index, long from, long last) {
        return index.between(Math.max(0, Math.max(from, last - AGE_SECONDS_MAX)), last + 1);
    }

    /** The part of a range behind an entry, which may be before all of it. */
    private static RowRange behind(RowRange range, RowKey entry) {
        byte[] from = RowRange.after(entry.sort());
        return Arrays.compareUnsigned(from, range.from()) <= 0
                ? range
                : new RowRange(
                        range.space(), range.partition(), range.kind(), from, range.to(), false);
    }

    /** An entry, the item that it leads to, and the second since which that has expired. */
    private record Expired(RowKey entry, RowKey key, long seconds) {}

    private List<Expired> look(ExpiryIndex index, RowRange range) {
        return RowPage.read(store, range, BATCH).entries().stream()
                .map(entry ->
                        new Expired(
                                entry.key(),
                                index.itemKey(entry.key(), entry.row()),
                                ExpiryIndex.seconds(entry.key())))
                .toList();
    }

    private long next(ExpiryIndex index, long last) {
        return RowPage.first(store, index.between(last + 1, ExpiryAlarms.NEVER))
                .map(entry -> ExpiryIndex.seconds(entry.key()))
                .orElse(ExpiryAlarms.NEVER);
    }

    /**
     * Deletes items, as a client would who looked at each of them again.
     *
     * @return how many there were
     */
    private long delete(LiveTable table, ExpiryIndex index, List<Expired> expired) {
        List<Optional<Row>> rows = store.getAll(expired.stream().map(Expired::key).toList());
        List<TargetedWrite> deletions = new ArrayList<>(expired.size());
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).isPresent()) {
                Item item = Item.wrap(rows.get(i).get().payload());
                ItemWrite deletion = deletion(table, index, expired.get(i).seconds);
                deletions.add(new TargetedWrite(table, item, deletion, EXPIRED));
            }
        }
        long deleted = 0;
        for (WriteResult result : write(deletions)) {
            deleted += isDeletion(result) ? 1 : 0;
        }
        removed.addAndGet(deleted);
        return deleted;
    }

    private List<WriteResult> write(List<TargetedWrite> deletions) {
        try {
            return deletions.isEmpty() ? List.of() : writer.apply(deletions);
        } catch (ApiException tableIsGone) {
            return List.of();
        }
    }

    /** Decided within the table's gate, so that the table is asked as it is then. */
    private static ItemWrite deletion(LiveTable table, ExpiryIndex index, long seconds) {
        return current -> {
            boolean isExpired =
                    table.gate().find().filter(index::isOf).isPresent()
                            && current.isPresent()
                            && index.expiry(current.get()).equals(OptionalLong.of(seconds));
            return isExpired ? new WriteDecision.Delete() : new WriteDecision.Keep();
        };
    }

    private static boolean isDeletion(WriteResult result) {
        return switch (result) {
            case WriteResult.Failed failed -> throw failed.cause();
            case WriteResult.Done done ->
                    done.outcome() instanceof WriteOutcome.Applied applied
                            && applied.before().isPresent()
                            && applied.after().isEmpty();
        };
    }
}
