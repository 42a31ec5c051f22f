package stator.database.walk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import stator.database.catalog.LiveTable;
import stator.database.row.HybridClock;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.Update;

/**
 * A walk through all items of a table, in batches, while they are read and written: how an index or
 * a new replica gets the items that were there before it.
 *
 * <p>A batch is the rows behind the position that {@link #next} shows, bounded in number and bytes.
 * Once all of them are where they belong, {@link #pass} moves the position behind them. The
 * position is also kept in a row of the store, never further than the batches that were passed, so
 * that a walk resumes there after a restart: what is done with a row may be done twice, and is
 * never left out. For one thread.
 */
public final class Walk {
    /** How many rows are looked at for one batch at most, for each row that is wanted. */
    private static final int ROWS_PER_ENTRY = 20;

    private static final int BATCH_BYTES_MAX = 1 << 20;

    private final Store store;
    private final HybridClock versions;

    /** The space of the table that is walked through. */
    private final int space;

    /** The row that keeps the position. */
    private final RowKey keptAt;

    private final Pace pace = new Pace();

    /** The last row of the batches that were passed; null at the beginning. */
    private RowKey position;

    private boolean atEnd;

    /** What a walk brings to where it belongs, by updates of single rows. */
    public interface Filling {
        /** Whether the table, as it is now, still has what is being filled. */
        boolean isOf(LiveTable table);

        /** Whether anything is to be done for a row. */
        boolean wants(Row row);

        /** Does it, looking at the row again: it may have changed since the walk saw it. */
        Update<Boolean> update(LiveTable table, RowKey row);
    }

    private Walk(Store store, HybridClock versions, int space, RowKey keptAt, RowKey position) {
        this.store = store;
        this.versions = versions;
        this.space = space;
        this.keptAt = keptAt;
        this.position = position;
        assert keptAt.kind() != Layout.ITEM_KIND || keptAt.space() != space
                : "The position would be kept in the place of an item: " + keptAt;
    }

    /**
     * Begins a walk through a table, or resumes it where it was.
     *
     * @param keptAt the row that keeps its position
     */
    public static Walk resume(Store store, HybridClock versions, LiveTable table, RowKey keptAt) {
        RowKey position =
                store.get(keptAt, Consistency.STRONG)
                        .map(row -> decode(table.space(), row.payload()))
                        .orElse(null);
        return new Walk(store, versions, table.space(), keptAt, position);
    }

    /** Whether no batch was passed yet. */
    public boolean isAtStart() {
        return position == null && !atEnd;
    }

    /** Whether there was nothing behind the last batch. */
    public boolean isAtEnd() {
        return atEnd;
    }

    /** The next batch, which stays the next one until it is passed. */
    public RowPage next(RowPage.Limits limits, Predicate<Row> wanted) {
        assert !atEnd : "A walk beyond the end";
        return RowPage.read(
                store, new SpaceScan(space, Layout.ITEM_KIND, 0, -1L, position), limits, wanted);
    }

    /** Moves the position behind a batch: all its rows are where they belong. */
    public void pass(RowPage batch) {
        if (batch.isFull()) {
            position = batch.last();
        }
        atEnd = !batch.isFull();
    }

    /** Keeps the position in the store; empty at the beginning. */
    public Optional<Update<Boolean>> keep() {
        return Optional.ofNullable(position).map(this::keep);
    }

    private Update<Boolean> keep(RowKey reached) {
        return new Update<>(
                List.of(keptAt),
                (rows, batch) -> {
                    batch.put(keptAt, new Row(versions.next(), encode(reached)));
                    return true;
                });
    }

    /**
     * Does one batch as a writer among others: the table can neither change nor go meanwhile. The
     * position before it is kept together with it, so that nothing waits for that alone.
     *
     * @param entriesMax how many rows are wanted at a time at most
     * @return how many milliseconds to leave the machine to others
     */
    public long step(LiveTable table, int entriesMax, Filling filling) {
        long start = System.nanoTime();
        int[] entries = {0};
        table.gate()
                .whileOpen(current -> {
                    if (filling.isOf(current)) {
                        entries[0] = fill(current, entriesMax, filling);
                    }
                });
        return restMillis(entries[0], System.nanoTime() - start);
    }

    /** How long to leave the machine to others after a batch of so many rows that took so long. */
    public long restMillis(int rows, long nanos) {
        return pace.pauseMillis(rows, nanos);
    }

    private int fill(LiveTable table, int entriesMax, Filling filling) {
        RowPage batch =
                next(
                        new RowPage.Limits(
                                entriesMax, entriesMax * ROWS_PER_ENTRY, BATCH_BYTES_MAX),
                        filling::wants);
        List<RowKey> keys = batch.keys();
        List<Update<Boolean>> updates = new ArrayList<>(keys.size() + 1);
        keep().ifPresent(updates::add);
        keys.forEach(key -> updates.add(filling.update(table, key)));
        store.updateEach(updates).forEach(Store.Result::get);
        pass(batch);
        return keys.size();
    }

    /** Four bytes with the length of the partition, the partition, the sort bytes. */
    private static byte[] encode(RowKey position) {
        byte[] partition = position.partition();
        byte[] sort = position.sort();
        return ByteBuffer.allocate(Integer.BYTES + partition.length + sort.length)
                .putInt(partition.length)
                .put(partition)
                .put(sort)
                .array();
    }

    private static RowKey decode(int space, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        byte[] partition = new byte[bytes.getInt()];
        bytes.get(partition);
        byte[] sort = new byte[bytes.remaining()];
        bytes.get(sort);
        return new RowKey(space, partition, Layout.ITEM_KIND, sort);
    }
}
