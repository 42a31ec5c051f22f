package stator.operation.throttle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.Database;
import stator.database.item.IdempotencyToken;
import stator.database.item.IndexChange;
import stator.database.item.ItemVisitor;
import stator.database.item.ItemWrite;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.item.ItemPage;
import stator.operation.request.Items;
import stator.operation.target.ConsumedCapacity;
import stator.operation.throttle.CapacityLimit.Direction;
import stator.operation.transaction.CancellationReason;
import stator.operation.transaction.TransactionCanceledException;
import stator.storage.Consistency;

/**
 * Items that are read and written within the capacity of their tables, if that is enforced; in any
 * case it is counted what is used of it.
 *
 * <p>A request passes if its table, its partition key, and each global index whose entry it changes
 * have capacity left. Which indexes those are is known only when the write is decided, so it is
 * asked there; that is how an index that is too slow holds up its table, as on AWS. What a request
 * consumed is spent when it was executed, also by a condition that failed.
 */
public final class MeteredItems implements Items {
    private static final int TRANSACTION_FACTOR = 2;

    private final Database database;
    private final CapacityMeter meter;

    public MeteredItems(Database database, CapacityMeter meter) {
        this.database = database;
        this.meter = meter;
    }

    // Reads.

    @Override
    public Optional<Item> get(Table table, Item key, Consistency consistency) {
        if (meter.limits()) {
            refusal(new TableKey(table, key)).ifPresent(MeteredItems::refuse);
        }
        Optional<Item> item = database.items().get(table, key, consistency);
        double units = readUnits(item, consistency);
        meter.spend(table, "", Direction.READ, partition(table, key), units);
        return item;
    }

    private static void refuse(ApiException refusal) {
        throw refusal;
    }

    @Override
    public Optional<ApiException> refusal(TableKey key) {
        return meter.refusal(key.table(), "", Direction.READ, partition(key.table(), key.key()));
    }

    /** Of no interest as long as nothing is limited. */
    private int partition(Table table, Item key) {
        return meter.limits() ? hash(table.key().partition(), key) : CapacityMeter.NO_PARTITION;
    }

    private static int hash(List<KeyAttribute> attributes, Item item) {
        int hash = 1;
        for (KeyAttribute attribute : attributes) {
            hash = hash * 31 + item.get(attribute.name()).hashCode();
        }
        return positive(hash);
    }

    private static int positive(int hash) {
        return hash & Integer.MAX_VALUE;
    }

    @Override
    public List<Optional<Item>> getAll(List<TableKey> keys, Consistency consistency) {
        return spent(keys, database.items().getAll(keys, consistency), consistency, 1);
    }

    private List<Optional<Item>> spent(
            List<TableKey> keys, List<Optional<Item>> items, Consistency consistency, int factor) {
        Spending spending = new Spending(Direction.READ);
        for (int i = 0; i < items.size(); i++) {
            TableKey key = keys.get(i);
            spending.add(key.table(), key.key(), factor * readUnits(items.get(i), consistency));
        }
        spending.end();
        return items;
    }

    private static double readUnits(Optional<Item> item, Consistency consistency) {
        return ConsumedCapacity.readUnits(
                item.isPresent() ? item.get().sizeBytes() : 0, consistency);
    }

    /**
     * What a request of many items spends. Where partitions have limits each item is spent on its
     * own; else those of one table are spent together, as they come.
     */
    private final class Spending {
        private final Direction direction;
        private Table table;
        private double units;

        Spending(Direction direction) {
            this.direction = direction;
        }

        void add(Table itemsTable, Item key, double itemsUnits) {
            if (meter.limits()) {
                meter.spend(itemsTable, "", direction, partition(itemsTable, key), itemsUnits);
                return;
            }
            if (itemsTable != table) {
                end();
                table = itemsTable;
            }
            units += itemsUnits;
        }

        void end() {
            if (table != null) {
                meter.spend(table, "", direction, CapacityMeter.NO_PARTITION, units);
            }
            table = null;
            units = 0;
        }
    }

    @Override
    public List<Optional<Item>> getTogether(List<TableKey> keys) {
        if (meter.limits()) {
            requireTogether(keys);
        }
        return spent(
                keys, database.items().getTogether(keys), Consistency.STRONG, TRANSACTION_FACTOR);
    }

    private void requireTogether(List<TableKey> keys) {
        List<CancellationReason> reasons = new ArrayList<>(keys.size());
        for (TableKey key : keys) {
            reasons.add(refusal(key).map(CancellationReason::of).orElse(CancellationReason.NONE));
        }
        if (reasons.stream().anyMatch(reason -> reason != CancellationReason.NONE)) {
            throw new TransactionCanceledException(reasons);
        }
    }

    @Override
    public void query(Table table, QuerySpec spec, ItemVisitor visitor) {
        int partition = positive(spec.range().partition().hashCode());
        read(
                table,
                spec.index(),
                partition,
                spec.consistency(),
                visitor,
                counting -> database.items().query(table, spec, counting));
    }

    @Override
    public void scan(Table table, ScanSpec spec, ItemVisitor visitor) {
        read(
                table,
                spec.index(),
                CapacityMeter.NO_PARTITION,
                spec.consistency(),
                visitor,
                counting -> database.items().scan(table, spec, counting));
    }

    /** Reads through a visitor that counts the bytes. */
    private void read(
            Table table,
            String index,
            int partition,
            Consistency consistency,
            ItemVisitor visitor,
            ItemPage.Read read) {
        String metered = isGlobal(table, index) ? index : "";
        meter.refusal(table, metered, Direction.READ, partition).ifPresent(MeteredItems::refuse);
        long[] bytes = new long[1];
        read.into(item -> {
            bytes[0] += item.sizeBytes();
            return visitor.visit(item);
        });
        double units = ConsumedCapacity.readUnits(bytes[0], consistency);
        meter.spend(table, metered, Direction.READ, partition, units);
    }

    private static boolean isGlobal(Table table, String index) {
        return table.index(index).filter(IndexDescription::isGlobal).isPresent();
    }

    // Writes.

    @Override
    public WriteOutcome write(Table table, Item key, ItemWrite write) {
        WriteOutcome outcome = database.items().write(table, key, metered(table, key, write));
        spend(table, key, outcome);
        return outcome;
    }

    @Override
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        List<WriteResult> results = database.items().writeEach(metered(writes));
        spend(writes, results, 1);
        return results;
    }

    @Override
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        WriteOutcomes outcomes = database.items().writeAll(metered(writes));
        spend(writes, outcomes.results(), TRANSACTION_FACTOR);
        return outcomes;
    }

    @Override
    public TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        TransactionOutcome outcome = database.items().writeAll(metered(writes), token);
        if (outcome instanceof TransactionOutcome.Decided decided) {
            spend(writes, decided.outcomes().results(), TRANSACTION_FACTOR);
        }
        return outcome;
    }

    private List<TargetedWrite> metered(List<TargetedWrite> writes) {
        if (!meter.limits()) {
            return writes;
        }
        List<TargetedWrite> metered = new ArrayList<>(writes.size());
        for (TargetedWrite write : writes) {
            metered.add(
                    new TargetedWrite(
                            write.table(),
                            write.key(),
                            metered(write.table(), write.key(), write.write()),
                            write.cause()));
        }
        return metered;
    }

    /** The write, which throws if there is no capacity for it. */
    private ItemWrite metered(Table table, Item key, ItemWrite write) {
        if (!meter.limits()) {
            return write;
        }
        Optional<ApiException> refusal =
                meter.refusal(table, "", Direction.WRITE, partition(table, key));
        if (refusal.isPresent()) {
            return current -> {
                throw refusal.get();
            };
        }
        List<IndexDescription> indexes = table.description().globalIndexes();
        if (indexes.isEmpty()) {
            return write;
        }
        return current -> {
            WriteDecision decision = write.decide(current);
            switch (decision) {
                case WriteDecision.Put put ->
                        requireIndexes(table, indexes, current, Optional.of(put.item()));
                case WriteDecision.Delete delete ->
                        requireIndexes(table, indexes, current, Optional.empty());
                case WriteDecision.Keep keep -> {}
                case WriteDecision.Reject reject -> {}
            }
            return decision;
        };
    }

    private void requireIndexes(
            Table table,
            List<IndexDescription> indexes,
            Optional<Item> before,
            Optional<Item> after) {
        for (IndexDescription index : indexes) {
            if (table.changesEntry(index.name(), before, after)) {
                int partition = partition(index, before, after);
                meter.refusal(table, index.name(), Direction.WRITE, partition)
                        .ifPresent(MeteredItems::refuse);
            }
        }
    }

    /** That of the entry that is there afterwards, else of the one that was there. */
    private static int partition(
            IndexDescription index, Optional<Item> before, Optional<Item> after) {
        List<KeyAttribute> attributes = index.key().partition();
        return after.filter(item -> hasAll(attributes, item))
                .or(() -> before.filter(item -> hasAll(attributes, item)))
                .map(item -> hash(attributes, item))
                .orElse(CapacityMeter.NO_PARTITION);
    }

    private static boolean hasAll(List<KeyAttribute> attributes, Item item) {
        return attributes.stream().allMatch(attribute -> item.find(attribute.name()).isPresent());
    }

    private void spend(List<TargetedWrite> writes, List<WriteResult> results, int factor) {
        Spending spending = new Spending(Direction.WRITE);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) instanceof WriteResult.Done done) {
                Table table = writes.get(i).table();
                double units = factor * spendIndexes(table, done.outcome());
                spending.add(table, writes.get(i).key(), units);
            }
        }
        spending.end();
    }

    private void spend(Table table, Item key, WriteOutcome outcome) {
        double units = spendIndexes(table, outcome);
        meter.spend(table, "", Direction.WRITE, partition(table, key), units);
    }

    /** Spends what indexes pay of a write, and returns what is left for the table. */
    private double spendIndexes(Table table, WriteOutcome outcome) {
        double units =
                switch (outcome) {
                    case WriteOutcome.Applied applied ->
                            ConsumedCapacity.writeUnits(table, applied);
                    case WriteOutcome.Rejected rejected ->
                            ConsumedCapacity.writeUnits(table, rejected.before());
                };
        if (outcome instanceof WriteOutcome.Applied applied) {
            for (IndexChange change : applied.indexChanges()) {
                units += spendIndex(table, change, applied);
            }
        }
        return units;
    }

    /**
     * Spends what an index entry costs, and returns what of it the table has to pay. Entries of
     * vector indexes are counted in bytes, of which there is no limit.
     */
    private double spendIndex(Table table, IndexChange change, WriteOutcome.Applied applied) {
        Optional<IndexDescription> index = table.index(change.index());
        if (index.filter(IndexDescription::isLocal).isPresent()) {
            return ConsumedCapacity.writeUnits(change);
        }
        if (index.filter(IndexDescription::isGlobal).isPresent()) {
            int partition = partition(index.get(), applied.before(), applied.after());
            double units = ConsumedCapacity.writeUnits(change);
            meter.spend(table, change.index(), Direction.WRITE, partition, units);
        }
        return 0;
    }
}
