package stator.database;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.model.Item;
import stator.storage.Consistency;
import stator.storage.Store;

/** Tables of items over a store: the door to everything below it. */
public final class Database implements AutoCloseable {
    private final Store store;
    private final Catalog catalog = new Catalog();

    private Database(Store store) {
        this.store = store;
    }

    /**
     * Opens the database in a store, which it closes in the end.
     *
     * @param random where table ids come from
     */
    public static Database open(
            Store store, DatabaseSettings settings, Clock clock, RandomGenerator random) {
        return new Database(store);
    }

    /** The tables. */
    public Catalog catalog() {
        return catalog;
    }

    /** One item. */
    public Optional<Item> get(Table table, Item key, Consistency consistency) {
        throw new IllegalStateException();
    }

    /** Some items as they stood at one moment, in the order of the keys. */
    public List<Optional<Item>> getAll(List<TableKey> keys) {
        throw new IllegalStateException();
    }

    /** Decides and applies one write, atomically with everything that follows from it. */
    public WriteOutcome write(Table table, Item key, ItemWrite write) {
        throw new IllegalStateException();
    }

    /** Applies several writes, each by itself, and waits for all of them at once. */
    public List<WriteResult> writeEach(List<TargetedWrite> writes) {
        throw new IllegalStateException();
    }

    /** Applies several writes to different items, all or none. */
    public WriteOutcomes writeAll(List<TargetedWrite> writes) {
        throw new IllegalStateException();
    }

    /** Shows the items of a key range of a table or index, in order, until the visitor stops. */
    public void query(Table table, QuerySpec spec, ItemVisitor visitor) {
        throw new IllegalStateException();
    }

    /** Shows the items of a table or index until the visitor stops. */
    public void scan(Table table, ScanSpec spec, ItemVisitor visitor) {
        throw new IllegalStateException();
    }

    /** What a table and its indexes hold. */
    public TableStatistics statistics(Table table) {
        throw new IllegalStateException();
    }

    @Override
    public void close() {
        store.close();
    }
}
