package stator.database.walk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The next rows of a table for who fills an index: as a scan shows them, until there are enough.
 *
 * <p>A batch is bounded in rows that get an entry, in rows that are looked at, and in bytes, so
 * that it holds nobody up for long.
 */
public final class ScanBatch {
    /** How many rows are looked at for one batch at most, for each entry of a full batch. */
    private static final int ROWS_PER_ENTRY = 20;

    private static final int BYTES_MAX = 1 << 20;

    private final Predicate<Row> wanted;
    private final int entriesMax;
    private final List<RowKey> keys = new ArrayList<>();
    private RowKey last;
    private int rows;
    private long bytes;
    private boolean isFull;

    /**
     * @param entriesMax how many rows get an entry at most
     * @param wanted whether a row gets one
     */
    public ScanBatch(int entriesMax, Predicate<Row> wanted) {
        this.entriesMax = entriesMax;
        this.wanted = wanted;
    }

    /** Takes a row of the scan; whether there may be more. */
    public boolean take(RowKey key, Row row) {
        rows++;
        bytes += row.payload().length;
        last = key;
        if (wanted.test(row)) {
            keys.add(key);
        }
        isFull =
                keys.size() >= entriesMax
                        || rows >= entriesMax * ROWS_PER_ENTRY
                        || bytes >= BYTES_MAX;
        return !isFull;
    }

    /** The rows that get an entry. */
    public List<RowKey> keys() {
        return keys;
    }

    /** The last row that was looked at; null if there was none. */
    public RowKey last() {
        return last;
    }

    /** Whether there may be more rows behind the last. */
    public boolean isFull() {
        return isFull;
    }
}
