package stator.database;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import stator.database.access.KeyAccess;
import stator.database.catalog.KeySpace;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableGate;
import stator.database.commit.IdempotencyTokens;
import stator.database.commit.IndexLag;
import stator.database.commit.ItemCommits;
import stator.database.commit.ItemStore;
import stator.database.commit.TableCounters;
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
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.replication.StrongWrites;
import stator.database.row.HybridClock;
import stator.database.search.VectorMirrors;
import stator.database.search.VectorSearches;
import stator.database.table.Table;
import stator.database.table.TableStatistics;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.LongWork;
import stator.storage.Consistency;
import stator.storage.Reads;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * The door to the items of tables.
 *
 * <p>A write of an item, the entries that it changes in every index, what follows it, and the
 * counters of the table are one commit of the store. Reads never wait for writes.
 */
public final class Items {
    /** More items, which may be large, are not read together where others wait for the thread. */
    private static final int BRIEF_KEYS_MAX = 25;

    private final Store store;
    private final ItemWriter writer;
    private final StrongWrites strongWrites;
    private final HybridClock versions;
    private final IndexLag lag;
    private final VectorSearches vectors;
    private final KeyAccess keyAccess;

    /** The items of the tables in a store, with what writing and reading them needs. */
    Items(
            ItemStore itemStore,
            ItemCommits commits,
            StrongWrites strongWrites,
            HybridClock versions,
            Clock trusted,
            VectorMirrors mirrors) {
        store = itemStore.plain();
        this.strongWrites = strongWrites;
        this.versions = versions;
        lag = commits.lag();
        keyAccess = new KeyAccess();
        vectors = new VectorSearches(store, lag, mirrors);
        IdempotencyTokens tokens = new IdempotencyTokens(store, versions, trusted);
        writer = new ItemWriter(itemStore, commits, tokens, strongWrites, keyAccess);
    }

    /** One item. */
    public Optional<Item> get(Table shown, Item key, Consistency consistency) {
        LiveTable table = LiveTable.of(shown);
        requireReadable(table, consistency);
        Optional<Row> row = read(reads -> reads.get(table.itemKey(key), consistency));
        keyAccess.item(table, key);
        return item(row);
    }

    /** Reads from the store; where others wait for this thread, only what is to be had at once. */
    private <R> R read(Function<Reads, R> read) {
        if (!LongWork.isBrief()) {
            return read.apply(store);
        }
        Reads atOnce = store.atOnce().orElseThrow(LongWork::notHere);
        try {
            return read.apply(atOnce);
        } catch (Reads.NotAtOnceException e) {
            throw LongWork.notHere();
        }
    }

    private void show(Consumer<Reads> showing) {
        read(reads -> {
            showing.accept(reads);
            return reads;
        });
    }

    /** A strong read needs a quorum of the replicas. */
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
        keys.forEach(key -> rowKeys.add(LiveTable.of(key.table()).itemKey(key.key())));
        if (keys.size() > BRIEF_KEYS_MAX && LongWork.isBrief()) {
            throw LongWork.notHere();
        }
        List<Optional<Row>> rows = read(reads -> reads.getAll(rowKeys));
        // Before anything is counted of what would be read elsewhere once more.
        rows.forEach(row -> LongWork.look(LongWork.UNITS_PER_ITEM_BYTE * bytes(row)));
        keys.forEach(key -> keyAccess.item(LiveTable.of(key.table()), key.key()));
        List<Optional<Item>> items = new ArrayList<>(keys.size());
        for (Optional<Row> row : rows) {
            items.add(item(row));
        }
        return items;
    }

    private static int bytes(Optional<Row> row) {
        return row.isEmpty() ? 0 : row.get().payload().length;
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
        return writer.write(table, key, write);
    }

    /** Decides and applies one write, on whosever behalf it is. */
    public WriteOutcome write(TargetedWrite write) {
        return writer.write(write);
    }

    /** Applies several writes, each by itself, in order, and waits for all of them at once. */
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        return writer.writeEach(writes);
    }

    /** Applies several writes to different items, all or none. */
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        return writer.writeAll(writes);
    }

    /**
     * Applies several writes to different items, all or none, and once for each token: the token is
     * kept in the same commit.
     */
    public TransactionOutcome writeAll(List<TargetedWrite> writes, IdempotencyToken token) {
        return writer.writeAll(writes, token);
    }

    /** Shows the items of a key range of a table or index, in order, until the visitor stops. */
    public void query(Table shown, QuerySpec spec, ItemVisitor visitor) {
        LiveTable table = LiveTable.of(shown);
        requireReadable(table, spec.consistency());
        Optional<RowRange> range = KeySpace.of(table, spec.index()).range(spec);
        RowVisitor.OfRows rows = row -> visitor.visit(Item.wrap(row.payload()));
        boolean lags = isGlobal(table, spec.index());
        range.ifPresent(within ->
                show(reads -> {
                    if (lags) {
                        lag.range(reads, within, spec.consistency(), rows);
                    } else {
                        reads.range(within, spec.consistency(), rows);
                    }
                }));
        keyAccess.partition(table, spec);
    }

    /** The items of a vector index that are nearest to a vector, the nearest first. */
    public List<VectorMatch> search(Table shown, VectorSearch search) {
        LiveTable table = LiveTable.of(shown);
        return vectors.search(table, search);
    }

    /** Shows the items of a table or index until the visitor stops. */
    public void scan(Table shown, ScanSpec spec, ItemVisitor visitor) {
        LiveTable table = LiveTable.of(shown);
        requireReadable(table, spec.consistency());
        SpaceScan scan = KeySpace.of(table, spec.index()).scan(spec);
        RowVisitor.OfRows rows = row -> visitor.visit(Item.wrap(row.payload()));
        boolean lags = isGlobal(table, spec.index());
        show(reads -> {
            if (lags) {
                lag.scan(reads, scan, spec.consistency(), rows);
            } else {
                reads.scan(scan, spec.consistency(), rows);
            }
        });
    }

    private static boolean isGlobal(LiveTable table, String index) {
        return !index.isEmpty() && table.secondaryIndex(index).description().isGlobal();
    }

    /** Whether the start key of a scan lies in the segment that the scan reads. */
    public boolean startsInSegment(Table shown, ScanSpec spec) {
        LiveTable table = LiveTable.of(shown);
        return spec.exclusiveStart().isEmpty()
                || KeySpace.of(table, spec.index()).startsInSegment(store, spec);
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
}
