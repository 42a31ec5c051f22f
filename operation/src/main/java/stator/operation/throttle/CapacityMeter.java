package stator.operation.throttle;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.ThrottlingReason;
import stator.operation.settings.CallWatcher;
import stator.operation.settings.CapacityEnforcement;
import stator.operation.throttle.CapacityLimit.Direction;
import stator.operation.usage.Minutes;
import stator.operation.usage.Usage;

/**
 * What tables and global indexes have left of their capacity, and what is used of it.
 *
 * <p>Each has a bucket for reading and one for writing, and more of them for ranges of its
 * partition keys, which stand for AWS's partitions: a partition gives 3000 units of reading and
 * 1000 of writing a second, whatever the table has. Nothing of it outlives the process. Without
 * enforcement there are no limits, and what is used is counted only.
 */
public final class CapacityMeter {
    /** Of how many tables, indexes and directions it knows at most; then it begins anew. */
    private static final int KNOWN_MAX = 20_000;

    /** After so many new ones, those of tables that are gone are looked for, and go. */
    static final int NEW_UNTIL_SWEEP = 500;

    /** Into how many ranges the hashes of partition keys are put. */
    private static final int RANGES = 256;

    /** A read or write of no single partition. */
    static final int NO_PARTITION = -1;

    private static final int PARTITION_KEPT_SECONDS = 1;

    private final Supplier<List<Table>> tables;
    private final AtomicInteger made = new AtomicInteger();
    private final Clock clock;
    private final int keptSeconds;
    private final Usage usage;
    private final CallWatcher watcher;
    private final Map<Key, Buckets> all = new ConcurrentHashMap<>();

    /** A table's id, so that one that is created anew starts anew, and an index's name, or none. */
    private record Key(String tableId, String index, Direction direction) {}

    private static final class Buckets {
        private final CapacityBucket whole = new CapacityBucket();
        private final DoubleAdder spent = new DoubleAdder();
        private final LongAdder throttles = new LongAdder();
        private final AtomicReferenceArray<CapacityBucket> ranges;
        private final Minutes spentMinutes;
        private final Minutes throttledMinutes;

        /**
         * @param ranges how many ranges of partition keys are limited
         */
        Buckets(int ranges, Minutes spentMinutes, Minutes throttledMinutes) {
            this.ranges = new AtomicReferenceArray<>(ranges);
            this.spentMinutes = spentMinutes;
            this.throttledMinutes = throttledMinutes;
        }

        CapacityBucket range(int partition) {
            int range = Math.floorMod(partition * 0x9E3779B9 >>> 8, RANGES);
            CapacityBucket bucket = ranges.get(range);
            if (bucket == null) {
                ranges.compareAndSet(range, null, new CapacityBucket());
                bucket = ranges.get(range);
            }
            return bucket;
        }
    }

    /**
     * @param tables those that are there
     */
    public CapacityMeter(
            Supplier<List<Table>> tables,
            Clock clock,
            CapacityEnforcement enforcement,
            Usage usage,
            CallWatcher watcher) {
        this.tables = tables;
        this.clock = clock;
        this.usage = usage;
        this.watcher = watcher;
        keptSeconds = enforcement.burstSeconds();
    }

    /** Whether anybody may ever be refused. */
    boolean limits() {
        return keptSeconds > 0;
    }

    private Buckets buckets(Table table, String index, Direction direction) {
        Key key = new Key(table.description().id(), index, direction);
        Buckets known = all.get(key);
        if (known != null) {
            return known;
        }
        if (made.incrementAndGet() % NEW_UNTIL_SWEEP == 0) {
            sweep();
        }
        return all.computeIfAbsent(key, first -> newBuckets(table, first));
    }

    /** Tables come and go, and nobody tells. Full buckets are what a restart gives, too. */
    private void sweep() {
        Set<String> there =
                tables.get().stream()
                        .map(table -> table.description().id())
                        .collect(Collectors.toSet());
        all.keySet().removeIf(key -> !there.contains(key.tableId));
        if (all.size() >= KNOWN_MAX) {
            all.clear();
        }
    }

    private Buckets newBuckets(Table table, Key key) {
        return new Buckets(
                limits() ? RANGES : 0,
                usage.of(series(table, key, key.direction.consumedMetric())),
                usage.of(series(table, key, key.direction.throttledMetric())));
    }

    private static Usage.Series series(Table table, Key key, String metric) {
        return new Usage.Series(table.namespace(), metric, table.name(), key.index, "");
    }

    /**
     * Why a request may not pass now, if it may not.
     *
     * @param index empty for the table
     * @param partition a hash of the partition key, or {@link #NO_PARTITION}
     */
    Optional<ApiException> refusal(Table table, String index, Direction direction, int partition) {
        if (!limits()) {
            return Optional.empty();
        }
        Buckets buckets = buckets(table, index, direction);
        CapacityLimit limit = CapacityLimit.of(table, index, direction);
        long now = clock.millis();
        List<ThrottlingReason> reasons = new ArrayList<>(0);
        if (!buckets.whole.admits(limit.unitsPerSecond(), keptSeconds, now)) {
            reasons.add(limit.reason());
        }
        if (partition != NO_PARTITION
                && !buckets.range(partition)
                        .admits(direction.partitionUnitsPerSecond(), PARTITION_KEPT_SECONDS, now)) {
            reasons.add(limit.keyRangeReason());
        }
        if (reasons.isEmpty()) {
            return Optional.empty();
        }
        buckets.throttles.increment();
        buckets.throttledMinutes.add(1);
        return Optional.of(limit.refusal(reasons));
    }

    /**
     * What became of a table's or index's capacity so far.
     *
     * @param units how many were spent
     * @param throttles how often somebody was refused
     */
    public record Consumption(double units, long throttles) {}

    public Consumption consumption(Table table, String index, Direction direction) {
        Buckets buckets = all.get(new Key(table.description().id(), index, direction));
        return buckets == null
                ? new Consumption(0, 0)
                : new Consumption(buckets.spent.sum(), buckets.throttles.sum());
    }

    /** Spends units of a table or index. */
    void spend(Table table, String index, Direction direction, int partition, double units) {
        Buckets buckets = buckets(table, index, direction);
        buckets.spent.add(units);
        buckets.spentMinutes.add(units);
        watcher.spends(direction == Direction.READ, units);
        if (!limits()) {
            return;
        }
        buckets.whole.spend(units);
        if (partition != NO_PARTITION) {
            buckets.range(partition).spend(units);
        }
    }
}
