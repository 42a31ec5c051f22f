package stator.database.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.Store;

/**
 * The next rows of a range or a scan, as many as may be read at a time: however long the rest is, a
 * page bounds the memory that its rows take, and how long the store is held up by one reader.
 */
public final class RowPage implements RowVisitor {
    private final Limits limits;
    private final Predicate<Row> wanted;
    private final List<Entry> entries = new ArrayList<>();
    private RowKey last;
    private int seen;
    private long bytes;
    private boolean isFull;

    /** A row and its key. */
    public record Entry(RowKey key, Row row) {}

    /**
     * When a page is full.
     *
     * @param taken how many rows it holds
     * @param seen how many rows are looked at for it, wanted or not
     * @param bytes how many bytes the payloads of the rows that are looked at may have before the
     *     last of them
     */
    public record Limits(int taken, int seen, long bytes) {
        public Limits {
            if (taken < 1 || seen < taken || bytes < 1) {
                throw new IllegalArgumentException("A page of no rows: " + taken + ", " + seen);
            }
        }

        /** For a page of all rows that are looked at. */
        public static Limits of(int rows, long bytes) {
            return new Limits(rows, rows, bytes);
        }
    }

    private RowPage(Limits limits, Predicate<Row> wanted) {
        this.limits = limits;
        this.wanted = wanted;
    }

    /** The first rows of a range. */
    public static RowPage read(Store store, RowRange range, Limits limits) {
        RowPage page = new RowPage(limits, row -> true);
        store.range(range, Consistency.STRONG, page);
        return page;
    }

    /** The first rows of a scan that are wanted. */
    public static RowPage read(Store store, SpaceScan scan, Limits limits, Predicate<Row> wanted) {
        RowPage page = new RowPage(limits, wanted);
        store.scan(scan, Consistency.STRONG, page);
        return page;
    }

    /** The first rows of a scan, as they stood at one moment. */
    public static RowPage read(Snapshot snapshot, SpaceScan scan, Limits limits) {
        RowPage page = new RowPage(limits, row -> true);
        snapshot.scan(scan, page);
        return page;
    }

    /** The first row of a range, if there is any. */
    public static Optional<Entry> first(Store store, RowRange range) {
        return read(store, range, Limits.of(1, Long.MAX_VALUE)).entries.stream().findFirst();
    }

    /** Shows all rows of a space and kind, in pages, so that who sees them may read others. */
    public static void forEach(
            Store store, int space, byte kind, BiConsumer<RowKey, Row> receiver) {
        RowPage page;
        RowKey after = null;
        do {
            page =
                    read(
                            store,
                            new SpaceScan(space, kind, 0, -1L, after),
                            Limits.of(1_000, 4 << 20),
                            row -> true);
            page.entries.forEach(entry -> receiver.accept(entry.key, entry.row));
            after = page.last;
        } while (page.isFull);
    }

    /**
     * Shows all rows of a range that does not go back, in pages, so that who sees them may read
     * others.
     */
    public static void forEach(Store store, RowRange range, BiConsumer<RowKey, Row> receiver) {
        RowPage page;
        RowRange rest = range;
        do {
            page = read(store, rest, Limits.of(1_000, 4 << 20));
            page.entries.forEach(entry -> receiver.accept(entry.key, entry.row));
            if (page.isFull) {
                rest =
                        new RowRange(
                                range.space(),
                                range.partition(),
                                range.kind(),
                                RowRange.after(page.last.sort()),
                                range.to(),
                                false);
            }
        } while (page.isFull);
    }

    @Override
    public boolean visit(RowKey key, Row row) {
        assert !isFull : "A row for a full page: " + key;
        seen++;
        bytes += row.payload().length;
        last = key;
        if (wanted.test(row)) {
            entries.add(new Entry(key, row));
        }
        isFull = entries.size() >= limits.taken || seen >= limits.seen || bytes >= limits.bytes;
        return !isFull;
    }

    /** The rows that are wanted. */
    public List<Entry> entries() {
        return entries;
    }

    /** Their keys. */
    public List<RowKey> keys() {
        return entries.stream().map(Entry::key).toList();
    }

    /** The last row that was looked at, wanted or not; null if there was none. */
    public RowKey last() {
        return last;
    }

    /** Whether there may be more rows behind the last. */
    public boolean isFull() {
        return isFull;
    }
}
